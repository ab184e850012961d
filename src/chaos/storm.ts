import type { Command } from '../agents/command.ts';
import type { DeathMoment, DeathStep } from './death.ts';
import type { World } from './world.ts';

const LEAST_ORDERS = 10;
const LEAST_MESSAGES = 200;
const LEAST_STEPS = 80;
/** A world that gives no more orders by then is left as it is. */
const MOST_STEPS = 1_500;
const DEATH_STEPS = ['start', 'process', 'append', 'commit', 'submit', 'drain'] as const;
const DEATH_MOMENTS = ['dies before', 'dies after'] as const;
/** Calm for eight minutes: longer than any wait of the program. */
const CALM_ROUNDS = 36;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What happens to a world, step by step, drawn from its luck. */
export class Storm {
  readonly #world: World;
  steps = 0;
  #deaths: { readonly at: number; readonly step: DeathStep; readonly moment: DeathMoment }[] = [];
  #startsAt = 0;
  #emergencies: number;

  constructor(world: World) {
    this.#world = world;
    const { luck } = world;
    const count = luck.between(1, 2);
    for (let death = 0; death < count; death += 1) {
      const [step, moment] = [luck.pick(DEATH_STEPS), luck.pick(DEATH_MOMENTS)];
      this.#deaths.push({ at: luck.between(5, LEAST_STEPS - 20), step, moment });
    }
    this.#emergencies = luck.chance(0.3) ? 1 : 0;
  }

  /** Until the world has seen enough. */
  rage(): void {
    const world = this.#world;
    world.begin();
    while (!this.#isEnough() && this.steps < MOST_STEPS) {
      this.steps += 1;
      this.#step();
      world.look();
    }
    if (world.crashes === 0) world.kill();
  }

  /** Nothing goes wrong any more, and time passes. */
  calmDown(): void {
    const world = this.#world;
    world.calm = world.wire.calm = true;
    world.reaper.leave();
    world.skewMs = 0;
    world.setLink(false);
    if (!world.life) world.begin();
    world.others.close();
    world.setLink(true);
    for (let round = 0; round < CALM_ROUNDS; round += 1) {
      this.steps += 1;
      for (const symbol of world.market.symbols) {
        world.pass(round < 12 ? 1_000 : 6_000);
        world.quote(symbol);
      }
      world.look();
      if (round === 12) world.others.close();
    }
    for (let round = 0; round < 20 && !(world.wire.isQuiet && round > 0); round += 1)
      world.pass(50);
    world.commit();
  }

  #isEnough(): boolean {
    const { inspector, wire } = this.#world;
    return (
      this.steps >= LEAST_STEPS &&
      inspector.opened >= LEAST_ORDERS &&
      wire.messages >= LEAST_MESSAGES &&
      this.#deaths.length === 0
    );
  }

  #step(): void {
    const world = this.#world;
    const { luck } = world;
    world.pass(this.#interval());
    this.#arm();
    if (!world.life) {
      if (this.steps >= this.#startsAt) world.begin();
      if (!world.life) return this.#quotes();
    }
    if (!world.wire.linked && luck.chance(0.3)) world.setLink(true);
    const [first] = this.#due();
    this.#quotes();
    if (first) this.#happen(first);
    this.#further();
    if (luck.chance(0.35)) this.#bars();
    else world.tick();
    if (!world.life) this.#startsAt = this.steps + luck.between(1, 8);
  }

  #interval(): number {
    const { luck } = this.#world;
    const roll = luck.between(0, 9);
    if (roll < 4) return luck.between(1, 900);
    if (roll < 8) return luck.between(900, 8_000);
    return luck.between(8_000, MINUTE_MS);
  }

  #quotes(): void {
    const { luck, market } = this.#world;
    for (const symbol of market.symbols) if (luck.chance(0.55)) this.#world.quote(symbol);
  }

  /** Bars close on quotes that are fresh. */
  #bars(): void {
    const world = this.#world;
    for (const symbol of world.market.symbols) world.quote(symbol);
    world.bars();
  }

  #arm(): void {
    const { reaper } = this.#world;
    if (reaper.isWaiting) return;
    const at = this.#deaths.findIndex((death) => death.at <= this.steps);
    const [death] = at < 0 ? [] : this.#deaths.splice(at, 1);
    if (!death) return;
    reaper.waitAt(death.step, death.moment);
    if (death.step === 'start') this.#world.kill(); // so that there is a start to die in
  }

  #due(): string[] {
    const world = this.#world;
    const { luck } = world;
    const state = world.life?.core.desk.state;
    if (!state) return [];
    if (state.agents.size < world.market.symbols.length) return ['create'];
    const stopped = [...state.agents.values()].some((agent) => agent.state === 'STOPPED');
    if (stopped && state.emergency !== 'begun' && luck.chance(0.3)) return ['create'];
    if (state.breaker?.state === 'tripped' && luck.chance(0.03)) return ['next day'];
    if (!luck.chance(0.55)) return [];
    return [
      luck.pick([
        'close',
        'close',
        'close',
        'close',
        'close',
        'cut',
        'foreign',
        'foreign',
        'foreign close',
        'drop',
        'jump',
        'skew',
        'skew',
        'stop agent',
        'restart agent',
        'emergency',
        'calm hour',
      ]),
    ];
  }

  #happen(what: string): void {
    const world = this.#world;
    const { luck, table } = world;
    const symbol = luck.pick(['EURUSD', 'GBPUSD', 'USDJPY']) as never;
    switch (what) {
      case 'create':
        for (const one of world.market.symbols)
          world.command({ type: 'create-agent', symbol: one });
        return;
      case 'stop agent':
        return world.command({ type: 'stop-agent', symbol });
      case 'restart agent':
        return world.command({ type: 'restart-agent', symbol });
      case 'close':
        return this.#close();
      case 'cut':
        table.count('world', 'link', 'is cut');
        return world.setLink(false);
      case 'foreign':
        return world.others.trade();
      case 'foreign close':
        return world.others.close();
      case 'drop':
        return world.others.dropStop();
      case 'jump':
        return this.#jump(luck.between(MINUTE_MS, 3 * HOUR_MS));
      case 'next day':
        return this.#jump(luck.between(8 * HOUR_MS, 24 * HOUR_MS));
      case 'calm hour':
        return this.#quietTime();
      case 'skew':
        world.skewMs = world.skewMs === 0 ? luck.between(-HOUR_MS, MINUTE_MS) : 0;
        if (world.skewMs < 0) table.count('world', 'clock', 'goes back');
        return;
      case 'emergency':
        this.#emergencies -= 1;
        if (this.#emergencies >= 0) world.command({ type: 'emergency-stop' });
        return;
      default:
        return;
    }
  }

  /** What happens in some worlds only. */
  #further(): void {
    const world = this.#world;
    const { extras, fate } = world;
    if (extras.payments > 0 && fate.chance(extras.payments)) world.others.pay();
    if (extras.agentFaults.making === 0) return;
    for (const { symbol, state } of world.life?.core.desk.state.agents.values() ?? []) {
      if (state !== 'QUARANTINED' || !fate.chance(0.1)) continue;
      return world.command({ type: 'restart-agent', symbol });
    }
  }

  #close(): void {
    const world = this.#world;
    const tickets = [...(world.life?.core.desk.state.positions.keys() ?? [])];
    const position = world.luck.among(tickets);
    if (position === undefined) return;
    const command: Command = { type: 'close-position', position };
    world.command(command);
  }

  /** The machine sleeps: what is on its way has waited when it wakes. */
  #jump(ms: number): void {
    const world = this.#world;
    world.table.count('world', 'clock', 'jumps');
    world.note(`the clock jumps by ${ms} ms`);
    world.sleep(ms);
    this.#quotes();
  }

  /** Minutes of quotes and nothing else: questions get their answers. */
  #quietTime(): void {
    const world = this.#world;
    for (let round = 0; round < 12; round += 1) {
      world.pass(world.luck.between(5_000, 15_000));
      this.#quotes();
    }
  }
}
