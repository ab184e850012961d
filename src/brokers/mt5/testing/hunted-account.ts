import { AccountCore } from '../../../agents/account-core.ts';
import type { Fact } from '../../../agents/fact.ts';
import { Script, ScriptedStrategy } from '../../../agents/test/scripted-strategy.ts';
import { SETTINGS } from '../../../agents/test/settings.ts';
import type { BrokerPort } from '../../../execution/broker-port.ts';
import { MemoryJournal } from '../../../journal/memory-journal.ts';
import { TradingLoop } from '../../../journal/trading-loop.ts';
import type { Points, UtcMs } from '../../../market/units.ts';
import { shipped } from '../../simulated/broker-fixture.ts';
import { SeededRandom } from '../../simulated/seeded-random.ts';
import type { SimulatedBroker } from '../../simulated/simulated-broker.ts';
import { Mt5Broker } from '../mt5-broker.ts';
import { SymbolNames } from '../symbol-names.ts';
import type { TerminalPort } from '../terminal-port.ts';
import { EURUSD, NAMESPACE } from './account-behind.ts';

const BAR_MS = 300_000;

/** A life of core and gateway ends here: thrown where a process would be killed. */
class Killed extends Error {}

/** A road to a terminal whose broker is simulated, with faults of its own. */
export interface HuntedLine {
  /** Another one after {@link kill} where the process held it. */
  readonly terminal: TerminalPort;
  readonly clock: { time: UtcMs };
  readonly simulated: SimulatedBroker;
  /** Requests that reached the broker, by magic. */
  readonly sent: ReadonlyMap<number, number>;
  /** How often each fault happened. */
  readonly happened: Readonly<Record<string, number>>;
  quote(bid: number, ask: number): void;
  /** Until what was asked is answered, over a line that is there again. */
  settle(): Promise<void>;
  /** The process is killed. */
  kill(): void;
  end(): Promise<void>;
}

/** What a line draws its faults from: no more of them once the hunt rests. */
export interface Luck {
  readonly random: SeededRandom;
  isFaulty: boolean;
}

/**
 * An account's core and a terminal at the end of a line, under a clock that a hunt moves and with faults
 * that a seed chooses: those of the line, and the process killed between an intent on the disk and its
 * request on the wire.
 */
export class HuntedAccount {
  readonly facts: Fact[] = [];
  readonly script = new Script();
  readonly line: HuntedLine;
  readonly #luck: Luck;
  #core: AccountCore;
  #loop: TradingLoop;
  /** How often the process was killed. */
  killed = 0;

  private constructor(line: HuntedLine, luck: Luck) {
    this.line = line;
    this.#luck = luck;
    [this.#core, this.#loop] = this.#born();
  }

  static async begin(
    seed: number,
    lineOf: (luck: Luck) => Promise<HuntedLine>,
  ): Promise<HuntedAccount> {
    const luck = { random: new SeededRandom(seed), isFaulty: true };
    const hunted = new HuntedAccount(await lineOf(luck), luck);
    await hunted.#live();
    hunted.#feed(() =>
      hunted.#loop.feed({
        type: 'command',
        time: hunted.now,
        id: 'c',
        by: 'hunt',
        command: { type: 'create-agent', symbol: EURUSD },
      }),
    );
    return hunted;
  }

  get now(): UtcMs {
    return this.line.clock.time;
  }

  get state() {
    return this.#core.desk.state;
  }

  /** Five minutes pass, and the agent wants to buy. */
  async bar(): Promise<void> {
    await this.#pass(BAR_MS - 2_000);
    await this.#quote(1.1);
    this.script.at(this.now, { price: 1.10008, stopLoss: 1.09808, takeProfit: 1.10408 });
    const bar = {
      time: (this.now - BAR_MS) as UtcMs,
      open: 1.1,
      high: 1.101,
      low: 1.099,
      close: 1.1,
      volume: 10,
      spread: 8 as Points,
    };
    this.#feed(() =>
      this.#loop.feed({
        type: 'bars',
        time: this.now,
        bars: [{ symbol: EURUSD, bar }],
        history: false,
      }),
    );
    await this.#settle();
    await this.#quote(1.1);
  }

  /** The price reaches every target, so that the next signal finds nothing open. */
  async target(): Promise<void> {
    await this.#quote(1.1045);
    await this.#pass(2_000);
  }

  /** No more faults; time enough for every question to be answered. */
  async rest(): Promise<void> {
    this.#luck.isFaulty = false;
    for (let step = 0; step < 20; step += 1) await this.#pass(25_000);
  }

  async end(): Promise<void> {
    await this.line.end();
  }

  async #quote(bid: number): Promise<void> {
    const { clock } = this.line;
    clock.time = (clock.time + 1_000) as UtcMs;
    const quote = {
      symbol: EURUSD,
      time: clock.time,
      bid,
      ask: Number((bid + 0.00008).toFixed(5)),
    };
    this.line.quote(quote.bid, quote.ask);
    await this.#settle();
    this.#feed(() => this.#loop.feed({ type: 'quote', time: quote.time, quote }));
    await this.#settle();
  }

  async #pass(ms: number): Promise<void> {
    const { clock, simulated } = this.line;
    clock.time = (clock.time + ms) as UtcMs;
    simulated.advance(clock.time);
    this.#feed(() => this.#loop.feed({ type: 'clock', time: this.now }));
    await this.#settle();
  }

  /** Until all that was asked is answered, over a link that is there again. */
  async #settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await this.line.settle();
      this.#feed(() => this.#loop.takeBrokerEvents());
    }
  }

  /** Whatever is done ends the life where the process is killed, and another begins. */
  #feed(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.killed += 1;
      this.line.kill();
      [this.#core, this.#loop] = this.#born();
      this.#wake();
    }
  }

  async #live(): Promise<void> {
    this.#wake();
    await this.#settle();
  }

  /** Begin a life from what the journal holds. */
  #wake(): void {
    this.#core.recover(this.facts.slice());
    this.#loop.feed({ type: 'clock', time: this.now });
    const session = { version: '1', node: '', zoneData: '', settingsHash: '' };
    this.#loop.carry(this.#core.start(session));
  }

  #born(): [AccountCore, TradingLoop] {
    const instruments = shipped();
    const settings = { ...SETTINGS, mode: 'demo' as const, magicNamespace: NAMESPACE };
    const core = new AccountCore(settings, instruments, {
      strategyFor: ({ instrument }) => new ScriptedStrategy(instrument.symbol, this.script),
      watched: [],
      observed: false,
    });
    const port = new Mt5Broker({
      terminal: this.line.terminal,
      names: new SymbolNames(),
      now: () => this.now,
      instrument: (symbol) => instruments.get(symbol),
    });
    const broker: BrokerPort = {
      submit: (request) => {
        const { random, isFaulty } = this.#luck;
        const dies = 'number' in request && isFaulty && random.uniform() < 0.08;
        if (dies && random.uniform() < 0.5) throw new Killed('before the request was sent');
        port.submit(request);
        if (dies) throw new Killed('after the request was sent');
      },
      drain: () => port.drain(),
      onEvent: () => {},
    };
    const loop = new TradingLoop({
      core,
      journal: new MemoryJournal(),
      broker,
      watch: () => {},
      observe: ({ facts }) => {
        this.facts.push(...(JSON.parse(JSON.stringify(facts)) as Fact[]));
      },
    });
    return [core, loop];
  }
}
