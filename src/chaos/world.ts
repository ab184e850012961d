import type { AccountSettings } from '../agents/account-settings.ts';
import type { Command } from '../agents/command.ts';
import { SimulatedBroker } from '../brokers/simulated/simulated-broker.ts';
import { JournalError } from '../journal/journal.ts';
import { MemoryDisk } from '../journal/memory-disk.ts';
import type { Points, SymbolName, UtcMs } from '../market/units.ts';
import type { BadDays } from './chaos-strategy.ts';
import { Others } from './others.ts';
import { ProcessDeath, Reaper } from './death.ts';
import { WorldDiskTrouble } from './disk-trouble.ts';
import { extrasOf, type Extras } from './extras.ts';
import { FaultTable } from './fault-table.ts';
import { Inspector } from './inspector.ts';
import { Life } from './life.ts';
import { Luck } from './luck.ts';
import type { Makers } from './makers.ts';
import { Market } from './market.ts';
import {
  accountSettings,
  BEGINS,
  BEGINS_WITH,
  brokerSettings,
  INSTRUMENTS,
  managementSettings,
  tightLimits,
} from './setting.ts';
import { Truth } from './truth.ts';
import { TruthPromises } from './truth-promises.ts';
import { Wire } from './wire.ts';

const BAR_MS = 300_000;
const COMMIT_CHANCE = 0.3;
const LONGEST_STEP_MS = 60_000;
/** The runtime's clock goes each second; this is enough for waits of 10 s and more. */
const CLOCK_MS = 10_000;
const NOTES_KEPT = 60;

/** Facts between two snapshots, in every fourth world. */
const SNAPSHOT_EVERY = 60;

/** One account, its broker, its disk and its market, made from a seed. */
export class World {
  readonly table = new FaultTable();
  readonly luck: Luck;
  /** Of what only some worlds have. */
  readonly fate: Luck;
  readonly extras: Extras;
  /** What is at the account through payments alone, after each of them. */
  readonly paid: number[] = [BEGINS_WITH];
  readonly settings: AccountSettings;
  readonly broker: SimulatedBroker;
  readonly truth = new Truth();
  readonly wire: Wire;
  readonly disk = new MemoryDisk();
  readonly reaper: Reaper;
  readonly inspector: Inspector;
  readonly market: Market;
  readonly #promises: TruthPromises;
  readonly others: Others;
  readonly #makers: Makers;
  readonly #snapshotEvery: number;
  readonly #ideas: Luck;
  life: Life | undefined;
  now: UtcMs = BEGINS;
  /** What the process takes for the time, less the time. */
  skewMs = 0;
  calm = false;
  crashes = 0;
  #lookedAt: UtcMs = BEGINS;
  #barAt: UtcMs = BEGINS;
  readonly #notes: { readonly at: UtcMs; readonly what: string }[] = [];

  constructor(seed: number, makers: Makers, extras?: Extras) {
    // What they show does not hang on the world, and each takes a while to be made.
    this.#snapshotEvery = seed % 4 === 0 ? SNAPSHOT_EVERY : Infinity;
    this.luck = new Luck(seed, 1);
    this.#ideas = new Luck(seed, 2);
    this.#makers = makers;
    this.fate = new Luck(seed, 4);
    this.extras = extras ?? extrasOf(this.fate);
    const management = managementSettings(new Luck(seed, 3));
    const settings = accountSettings(this.luck);
    const tight = tightLimits(new Luck(seed, 5), settings.limits.risk_per_trade_pct);
    const limits = { ...settings.limits, ...tight };
    this.settings = { ...settings, limits, ...(management ? { management } : {}) };
    this.broker = new SimulatedBroker(brokerSettings(this.luck, seed, this.extras), INSTRUMENTS);
    this.broker.setLink(false, 'not connected');
    this.broker.drain();
    this.broker.advance(BEGINS);
    this.market = new Market(this.luck, this.table);
    const rate = this.luck.pick([0.02, 0.1, 0.25]);
    const { luck, table, broker, truth } = this;
    const overwrites = luck.chance(0.5);
    // A simulated broker is our own: what an empty state folder reads of it is whole.
    const trusted = this.settings.mode === 'simulated';
    const mayBeShort = (): boolean => !trusted || this.inspector.hasRead;
    const nets = this.extras.netting;
    const account = { nets, overwrites, mayBeShort, isTerminal: !trusted };
    this.wire = new Wire({ luck, table, broker, truth, rate, ...account });
    this.disk.trouble = new WorldDiskTrouble(this);
    this.wire.now = this.now;
    this.reaper = new Reaper(table);
    this.inspector = new Inspector(this);
    this.#promises = new TruthPromises(this.truth, this.settings);
    this.others = new Others(this, () => this.#hear());
  }

  /** The time as the process has it. */
  get clock(): UtcMs {
    return (this.now + this.skewMs) as UtcMs;
  }

  /** What was done, newest last, for who reads of a broken promise. */
  get diary(): string[] {
    return this.#notes.map(({ at, what }) => `${new Date(at).toISOString()} ${what}`);
  }

  note(what: string): void {
    this.#notes.push({ at: this.now, what });
    if (this.#notes.length > NOTES_KEPT) this.#notes.shift();
  }

  /** Let time pass: messages arrive, and the process hears of them and sees its clock go. */
  pass(ms: number): void {
    const until = (this.now + ms) as UtcMs;
    let tickAt = this.now + CLOCK_MS;
    const next = (): number => Math.min(this.wire.nextDue, tickAt);
    for (let due = next(); due < until; due = next()) {
      this.#arrive(Math.max(due, this.now) as UtcMs);
      if (due < tickAt) continue;
      tickAt += CLOCK_MS;
      this.tick();
    }
    this.#arrive(until);
  }

  /** The process's own clock, by which it sees that answers are late. */
  tick(): void {
    this.alive(({ loop }) => loop.feed({ type: 'clock', time: this.clock }));
  }

  /** The machine sleeps: the broker goes on, and what it says waits until the machine wakes. */
  sleep(ms: number): void {
    this.now = (this.now + ms) as UtcMs;
    this.#lookedAt = (this.#lookedAt + ms) as UtcMs; // nobody can do anything in his sleep
    this.broker.advance(this.now);
    this.wire.pump(this.now);
  }

  quote(symbol: SymbolName): void {
    const quote = this.market.quote(symbol, this.now, this.calm);
    this.broker.onQuote(quote);
    this.#hear();
    this.alive(({ loop }) => {
      loop.feed({ type: 'quote', time: quote.time, quote });
      loop.takeBrokerEvents();
    });
  }

  /** The bars of all symbols close. */
  bars(): void {
    if (this.now === this.#barAt) return;
    this.#barAt = this.now;
    const bars = this.market.symbols.map((symbol) => {
      const close = this.market.bidOf(symbol);
      const time = (this.now - BAR_MS) as UtcMs;
      const bar = { time, open: close, high: close, low: close, close, volume: 1 };
      return { symbol, bar: { ...bar, spread: 8 as Points } };
    });
    this.alive(({ loop }) => {
      loop.feed({ type: 'bars', time: this.now, bars, history: false });
      loop.takeBrokerEvents();
    });
  }

  command(command: Command): void {
    this.note(`command ${JSON.stringify(command)}`);
    this.alive(({ loop }) => {
      loop.feed({ type: 'command', time: this.clock, id: 'c', by: 'chaos', command });
      loop.takeBrokerEvents();
    });
  }

  setLink(up: boolean): void {
    if (this.wire.linked === up) return;
    this.note(up ? 'the link is back' : 'the link is cut');
    this.wire.setLink(up);
    this.#hear();
  }

  begin(): void {
    this.note('the process starts');
    this.wire.listen();
    this.#mortal(() => {
      const { settings, disk, wire, reaper, inspector: witness } = this;
      const makers = this.#makers;
      const badDays = this.#badDays;
      const supervised = this.extras.agentFaults.making > 0;
      const [ideas, snapshotEvery] = [this.#ideas, this.#snapshotEvery];
      const own = { badDays, supervised, snapshotEvery };
      const parts = { settings, makers, disk, wire, reaper, witness, ideas, ...own };
      this.life = new Life(parts);
      this.life.start(this.clock);
    });
  }

  /** Something the process does, if it is there and for as long as it lives. */
  alive(act: (life: Life) => void): void {
    const { life } = this;
    if (life) this.#mortal(() => act(life));
  }

  commit(): void {
    this.alive((life) => life.commit());
  }

  kill(): void {
    if (this.life) this.#end('killed');
  }

  /** Look at the broker's side of it. */
  look(): void {
    const able = this.life && this.wire.linked && this.skewMs === 0;
    const passed = Math.min(this.now - this.#lookedAt, LONGEST_STEP_MS);
    this.#promises.look(this.life?.core.desk.state, able ? passed : 0);
    this.#lookedAt = this.now;
  }

  readonly #badDays: BadDays = (step) => {
    const chance = this.calm ? 0 : this.extras.agentFaults[step];
    const isBad = chance > 0 && this.fate.chance(chance);
    if (isBad) this.table.count('agent', step, 'throws');
    return isBad;
  };

  #arrive(time: UtcMs): void {
    this.now = time;
    this.broker.advance(time);
    this.#hear();
  }

  #hear(): void {
    this.wire.pump(this.now);
    this.alive(({ loop }) => loop.takeBrokerEvents());
    if (!this.calm && this.life && this.luck.chance(COMMIT_CHANCE)) this.commit();
  }

  #mortal(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (error instanceof ProcessDeath) this.#end('dead');
      else if (error instanceof JournalError && error.problem.kind === 'cannot-write') {
        this.#end('its disk failed');
      } else throw error;
    }
  }

  #end(why: string): void {
    const { life, disk, luck, table } = this;
    this.note(`the process ends: ${why}`);
    this.crashes += 1;
    this.life = undefined;
    if (life) this.inspector.died(life.core);
    const rows = disk.writtenRows.length;
    const kept = luck.between(0, rows);
    if (kept < rows) table.count('disk', 'append', 'forgets');
    const forgetsMark = !this.calm && luck.chance(0.2);
    if (forgetsMark && disk.forgetMark()) table.count('disk', 'mark', 'forgets');
    disk.die(kept);
    this.setLink(false);
    this.wire.deafen();
  }
}
