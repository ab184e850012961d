import { DEFAULT_SIMULATED_BROKER } from '../../brokers/simulated/settings.ts';
import type { SimulatedBrokerSettings } from '../../brokers/simulated/settings.ts';
import { SimulatedBroker } from '../../brokers/simulated/simulated-broker.ts';
import { shipped } from '../../brokers/simulated/broker-fixture.ts';
import type { BrokerRequest, OpenRequest } from '../../execution/broker-port.ts';
import { magicOf, type OrderNumber } from '../../execution/order.ts';
import type { Journal } from '../../journal/journal.ts';
import { MemoryJournal } from '../../journal/memory-journal.ts';
import type { Bar } from '../../market/bar.ts';
import type { EconomicCalendar } from '../../market/economic-calendar.ts';
import type { Instrument } from '../../market/instrument.ts';
import type {
  Currency,
  Lots,
  Money,
  Points,
  Price,
  SymbolName,
  UtcMs,
} from '../../market/units.ts';
import type { StrategyWorkers } from '../../runtime/strategies/strategy-workers.ts';
import { TradingLoop } from '../../journal/trading-loop.ts';
import { AccountCore } from '../account-core.ts';
import type { AccountSettings } from '../account-settings.ts';
import type { Command, CommandAnswer } from '../command.ts';
import type { Fact, FactBody, FactKind } from '../fact.ts';
import type { WatchRequest } from '../output.ts';
import { Script, ScriptedStrategy, type Idea } from './scripted-strategy.ts';
import { SETTINGS } from './settings.ts';
import { UnreliablePort } from './unreliable-port.ts';

export { SETTINGS };

/** Tuesday 2026-01-06 12:00 UTC. */
export const NOON = Date.UTC(2026, 0, 6, 12) as UtcMs;
export const MINUTE = 60_000;
export const BAR = 5 * MINUTE;
export const SESSION = { version: '1', node: '24', zoneData: '2026a', settingsHash: 'h' };
const FOREIGN_NAMESPACE = 99;

export interface WorldOptions {
  readonly settings?: Partial<AccountSettings>;
  readonly broker?: Partial<SimulatedBrokerSettings>;
  readonly instruments?: ReadonlyMap<SymbolName, Instrument>;
  /** Scheduled news. */
  readonly calendar?: EconomicCalendar;
  /** Where strategies run when they do not run in the core. */
  readonly elsewhere?: Pick<StrategyWorkers, 'ask' | 'observe'>;
  readonly supervised?: boolean;
}

/** Ask minus bid in the worlds of these tests, by symbol: 8 points of EURUSD. */
const SPREAD: Readonly<Record<string, number>> = { EURUSD: 0.00008, GBPUSD: 0.00012 };

/**
 * An account, its broker and its market under a clock that a test moves. The broker and the journal
 * outlive the core: {@link die} and {@link live} are a crash and the start after it.
 */
export class World {
  readonly settings: AccountSettings;
  readonly instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly script = new Script();
  readonly broker: SimulatedBroker;
  readonly port: UnreliablePort;
  journal: Journal = new MemoryJournal();
  core: AccountCore;
  loop: TradingLoop;
  time = NOON;
  /** Facts of all lives. */
  readonly facts: Fact[] = [];
  readonly watched: WatchRequest[] = [];
  readonly #options: WorldOptions;
  #foreign = 0;
  #answer: CommandAnswer | undefined;

  constructor(options: WorldOptions = {}) {
    const { settings, broker, instruments } = options;
    this.#options = options;
    this.settings = { ...SETTINGS, ...settings };
    this.instruments = instruments ?? shipped();
    const brokerSettings = {
      ...DEFAULT_SIMULATED_BROKER,
      currency: 'USD' as Currency,
      leverage: 100,
      commissionPerLot: 0 as Money,
      ...broker,
    };
    this.broker = new SimulatedBroker(brokerSettings, this.instruments);
    this.port = new UnreliablePort(this.broker);
    this.core = this.#newCore();
    this.loop = this.#newLoop();
  }

  get state() {
    return this.core.desk.state;
  }

  /** Begin a life from the facts given; with the link the books are read. */
  live(facts: Iterable<Fact> = this.facts.slice(), { link = true, lostFacts = 0 } = {}): this {
    this.core = this.#newCore();
    this.loop = this.#newLoop();
    this.broker.drain(); // what was on its way to the process that died
    this.broker.advance(this.time);
    this.core.recover(facts);
    this.loop.feed({ type: 'clock', time: this.time });
    this.loop.carry(this.core.start(SESSION, lostFacts));
    if (link) this.link(true);
    return this;
  }

  link(up: boolean, detail = up ? 'connected' : 'cable cut'): this {
    this.broker.setLink(up, detail);
    this.loop.takeBrokerEvents();
    return this;
  }

  /** A quote some time later: the broker sees it first, as the market does. */
  quote(symbol: string, bid: Price, ask?: Price, afterMs = 1000): this {
    this.time = (this.time + afterMs) as UtcMs;
    const quote = {
      symbol: symbol as SymbolName,
      time: this.time,
      bid,
      ask: ask ?? Number((bid + (SPREAD[symbol] ?? 0.0001)).toFixed(5)),
    };
    this.broker.onQuote(quote);
    this.loop.takeBrokerEvents();
    this.loop.feed({ type: 'quote', time: this.time, quote });
    this.loop.takeBrokerEvents();
    return this;
  }

  /** Nothing happens for a while. */
  wait(ms: number): this {
    this.time = (this.time + ms) as UtcMs;
    this.broker.advance(this.time);
    this.loop.takeBrokerEvents();
    this.loop.feed({ type: 'clock', time: this.time });
    this.loop.takeBrokerEvents();
    return this;
  }

  /** The bars of these symbols close now. */
  close(...symbols: readonly string[]): this {
    return this.#bars(symbols, this.time, false);
  }

  /** A bar of one symbol closes now, with other prices than all others have. */
  bar(symbol: string, change: Partial<Bar>): this {
    return this.#bars([symbol], this.time, false, change);
  }

  /** Bars that closed while nobody watched. */
  history(time: UtcMs, ...symbols: readonly string[]): this {
    return this.#bars(symbols, time, true);
  }

  command(command: Command): CommandAnswer {
    this.#answer = undefined;
    this.loop.feed({ type: 'command', time: this.time, id: 'c', by: 'tester', command });
    this.loop.takeBrokerEvents();
    if (!this.#answer) throw new Error('the command was not answered');
    return this.#answer;
  }

  create(...symbols: readonly string[]): this {
    for (const symbol of symbols)
      this.command({ type: 'create-agent', symbol: symbol as SymbolName });
    return this;
  }

  /** Someone else opens a position on the same account, at the next quote. */
  foreignOrder(change: Partial<OpenRequest> = {}): this {
    this.#foreign += 1;
    const number = this.#foreign as OrderNumber;
    this.broker.submit({
      type: 'open',
      number,
      magic: magicOf(FOREIGN_NAMESPACE, number),
      symbol: 'EURUSD' as SymbolName,
      side: 'buy',
      kind: 'market',
      lots: 0.1 as Lots,
      price: 0,
      stopLoss: 0,
      takeProfit: 0,
      deviation: 20 as Points,
      comment: 'by hand',
      ...change,
    });
    return this;
  }

  /** Numbered requests handed to the port so far. */
  get requests(): readonly Exclude<BrokerRequest, { type: 'read-books' }>[] {
    return this.port.submitted.filter((request) => request.type !== 'read-books');
  }

  bodies(from = 0): FactBody[] {
    return this.facts.slice(from).map((fact) => fact.body);
  }

  of<Kind extends FactKind>(kind: Kind): Extract<FactBody, { kind: Kind }>[] {
    return this.bodies().filter((body) => body.kind === kind) as Extract<
      FactBody,
      { kind: Kind }
    >[];
  }

  /** The broker's own books, read past the port. */
  get books() {
    const { books } = this.broker.snapshot();
    return {
      positions: books.flatMap((book) => book.positions.map((held) => held.position)),
      orders: books.flatMap((book) => book.orders),
    };
  }

  #bars(
    symbols: readonly string[],
    time: UtcMs,
    history: boolean,
    change: Partial<Bar> = {},
  ): this {
    const bars = symbols.map((symbol) => ({
      symbol: symbol as SymbolName,
      bar: {
        time: (time - BAR) as UtcMs,
        open: 1.1,
        high: 1.101,
        low: 1.099,
        close: 1.1,
        volume: 10,
        spread: 8 as Points,
        ...change,
      },
    }));
    this.loop.feed({ type: 'bars', time, bars, history });
    this.loop.takeBrokerEvents();
    return this;
  }

  #newCore(): AccountCore {
    return new AccountCore(this.settings, this.instruments, {
      strategyFor: ({ instrument }) =>
        this.#options.elsewhere ? undefined : new ScriptedStrategy(instrument.symbol, this.script),
      watched: [],
      ...(this.#options.calendar ? { calendar: this.#options.calendar } : {}),
      observed: false,
      supervised: this.#options.supervised ?? false,
    });
  }

  #newLoop(): TradingLoop {
    return new TradingLoop({
      core: this.core,
      journal: this.journal,
      broker: this.port,
      watch: (request) => this.watched.push(request),
      ask: (question) => this.#options.elsewhere?.ask(question),
      observe: ({ facts }) => {
        this.facts.push(...asStored(facts));
        this.#options.elsewhere?.observe(facts);
        const last = facts.findLast((fact) => fact.body.kind === 'command');
        if (last?.body.kind === 'command') this.#answer = last.body.answer;
      },
    });
  }
}

/** Facts as a journal gives them back. */
function asStored(facts: readonly Fact[]): Fact[] {
  return JSON.parse(JSON.stringify(facts)) as Fact[];
}

/** The idea of most of these tests: half a lot of EURUSD risks 100 between 1.10008 and 1.09808. */
export const LONG = { price: 1.10008, stopLoss: 1.09808, takeProfit: 1.10408 } as const;
export const CABLE = {
  symbol: 'GBPUSD',
  price: 1.30012,
  stopLoss: 1.29812,
  takeProfit: 1.30412,
} as const;

/** A world whose agents run on quotes just seen, with the books read. */
export function runningWorld(options: WorldOptions = {}, symbols = ['EURUSD', 'GBPUSD']): World {
  const world = new World(options).live();
  world.create(...symbols);
  world.quote('EURUSD', 1.1).quote('GBPUSD', 1.3);
  return world.close(...symbols);
}

/** Let an agent say `ideas` at the next bar, five minutes on; quotes come just before it. */
export function say(world: World, ...ideas: readonly Idea[]): World {
  const at = (world.time + BAR) as UtcMs;
  world.script.at(at, ...ideas);
  const symbols = [...new Set(ideas.map((idea) => idea.symbol ?? 'EURUSD'))];
  world.quote('GBPUSD', 1.3, undefined, BAR - 1000).quote('EURUSD', 1.1, undefined, 1000);
  return world.close(...symbols);
}
