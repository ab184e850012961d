import { AccountCore } from '../agents/account-core.ts';
import type { AccountSettings } from '../agents/account-settings.ts';
import { equityOf } from '../agents/equity.ts';
import type { Fact } from '../agents/fact.ts';
import type { Intent, Output } from '../agents/output.ts';
import { disturbs } from '../agents/quiet.ts';
import { TradeLedger, type Trade } from '../agents/trade-ledger.ts';
import { BarPath } from '../brokers/simulated/bar-path.ts';
import type { SimulatedBrokerSettings } from '../brokers/simulated/settings.ts';
import { SimulatedBroker } from '../brokers/simulated/simulated-broker.ts';
import type { Ticket } from '../execution/order.ts';
import type { Bar } from '../market/bar.ts';
import type { EconomicCalendar } from '../market/economic-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Quote } from '../market/quote.ts';
import { timeframeMs } from '../market/timeframe.ts';
import { HOUR_MS, type Money, type SymbolName, type UtcMs } from '../market/units.ts';
import type { Strategy, StrategyContext } from '../signals/strategy.ts';
import { BarWalk, type BarSource } from './bar-source.ts';
import { ClosingBars } from './closing-bars.ts';
import { IntrabarExits } from './intrabar-exits.ts';
import { PriceWalk, type PriceKind } from './price-walk.ts';
import { QuietBars } from './quiet-bars.ts';

export interface BacktestSetup {
  readonly settings: AccountSettings;
  readonly broker: SimulatedBrokerSettings;
  readonly sources: readonly BarSource[];
  /** Instruments quoted besides the traded ones, for conversion; each at one constant rate. */
  readonly rates: readonly {
    readonly instrument: Instrument;
    readonly bid: number;
    readonly ask: number;
  }[];
  /** Spread in points of a bar of an instrument: from the data or from a model. */
  readonly spreadPoints: (instrument: Instrument, barSpread: number, time: UtcMs) => number;
  /** Widens the distance from bid to ask of ticks. Default: 1. */
  readonly tickSpreadFactor?: number;
  /**
   * Walk through every price of every bar, also while nothing is open: slower, and the same trades.
   * For tests of exactly that.
   */
  readonly everyPrice?: boolean;
  readonly strategyFor: (context: StrategyContext) => Strategy;
  /** Scheduled news for the rules of conduct, where there is a calendar. */
  readonly calendar?: EconomicCalendar;
  /** Told now and then how many of all moments are done. */
  readonly onProgress?: (done: number, all: number) => void;
}

export interface BacktestRun {
  readonly trades: readonly Trade[];
  /** Time, equity, balance: hourly, and at each end of a trade. */
  readonly equity: readonly (readonly [UtcMs, Money, Money])[];
  readonly facts: readonly Fact[];
  /** Positions whose stop and target lay within the one bar that closed them: the path decided. */
  readonly intrabar: readonly Ticket[];
  /** Bars of sources with ticks in which none came: they were walked through as bars. */
  readonly barsWithoutTicks: number;
  /** Base bars read, all symbols together. */
  readonly bars: number;
  readonly from: UtcMs;
  readonly to: UtcMs;
}

const PROGRESS_EVERY = 4096;

/**
 * Runs the core over bars with a simulated broker: the loop that trades live, with a file as its feed
 * and the file's time as its clock. Same input, same facts, every time.
 */
export class BacktestRunner {
  readonly #setup: BacktestSetup;
  readonly #core: AccountCore;
  readonly #broker: SimulatedBroker;
  readonly #baseMs: number;
  readonly #paths: readonly BarPath[];
  /** The bar of each source at the present moment. */
  readonly #bars: (Bar | undefined)[];
  readonly #closing: ClosingBars;
  /** Ask minus bid of that bar, in price. */
  readonly #spreads: Float64Array;
  readonly #quiet: QuietBars;
  readonly #walk: PriceWalk;
  readonly #facts: Fact[] = [];
  readonly #trades: Trade[] = [];
  readonly #equity: [UtcMs, Money, Money][] = [];
  readonly #ledger = new TradeLedger((trade) => this.#trades.push(trade));
  readonly #intrabar = new IntrabarExits();
  #nextSampleAt = -Infinity;

  constructor(setup: BacktestSetup) {
    const { settings, sources, rates, strategyFor } = setup;
    this.#setup = setup;
    const known = [...sources, ...rates].map(({ instrument }) => instrument);
    const instruments = new Map<SymbolName, Instrument>(known.map((one) => [one.symbol, one]));
    this.#broker = new SimulatedBroker(setup.broker, instruments);
    this.#core = new AccountCore(settings, instruments, {
      strategyFor,
      watched: [],
      ...(setup.calendar ? { calendar: setup.calendar } : {}),
      observed: false,
      losesNothing: true,
    });
    this.#baseMs = timeframeMs(settings.baseTimeframe);
    this.#paths = sources.map(({ instrument }) => new BarPath(instrument));
    this.#bars = sources.map(() => undefined);
    this.#closing = new ClosingBars(sources.map(({ instrument }) => instrument.symbol));
    this.#spreads = new Float64Array(sources.length);
    this.#quiet = new QuietBars(sources, this.#broker, this.#core, this.#baseMs);
    this.#walk = new PriceWalk({
      sources,
      broker: this.#broker,
      intrabar: this.#intrabar,
      barMs: this.#baseMs,
      tickSpreadFactor: setup.tickSpreadFactor ?? 1,
      show: (quote, kind) => this.#show(quote, kind),
    });
  }

  run(): BacktestRun {
    const { sources, onProgress } = this.#setup;
    const walk = new BarWalk(sources);
    const longest = sources.reduce((most, { bars }) => Math.max(most, bars.length), 0);
    const bars = sources.reduce((sum, source) => sum + source.bars.length, 0);
    let moments = 0;
    let from = 0 as UtcMs;
    while (walk.step()) {
      if (moments === 0) {
        from = walk.time;
        this.#begin(from);
      }
      this.#moment(walk);
      moments += 1;
      if (onProgress && moments % PROGRESS_EVERY === 0) {
        onProgress(Math.min(moments, longest), longest);
      }
    }
    if (moments > 0) this.#sample(this.#core.desk.now);
    const to = this.#core.desk.now;
    return {
      trades: this.#trades,
      equity: this.#equity,
      facts: this.#facts,
      intrabar: this.#intrabar.positions,
      barsWithoutTicks: this.#walk.barsWithoutTicks,
      bars,
      from,
      to,
    };
  }

  #begin(time: UtcMs): void {
    const { settings, rates } = this.#setup;
    this.#broker.advance(time);
    for (const { instrument, bid, ask } of rates) {
      const quote = { symbol: instrument.symbol, time, bid, ask };
      this.#broker.onQuote(quote);
      this.#take(this.#core.process({ type: 'quote', time, quote }));
    }
    this.#take(this.#core.process({ type: 'clock', time }));
    this.#take(this.#core.start({ version: '', node: '', zoneData: '', settingsHash: '' }));
    this.#broker.setLink(true, 'simulated');
    this.#takeBroker();
    for (const symbol of settings.symbols) {
      const command = { type: 'create-agent', symbol } as const;
      this.#take(
        this.#core.process({ type: 'command', time, id: symbol, by: 'backtest', command }),
      );
    }
  }

  /** One moment: the bars that opened at it are walked through, then closed and decided on. */
  #moment(walk: BarWalk): void {
    const { sources, spreadPoints } = this.#setup;
    this.#closing.begin();
    for (let index = 0; index < sources.length; index += 1) {
      const { instrument, bars } = sources[index] as BarSource;
      const at = walk.now[index] as number;
      const bar = at < 0 ? undefined : bars.at(at);
      this.#bars[index] = bar;
      if (!bar) continue;
      this.#closing.add(index, bar);
      this.#spreads[index] = spreadPoints(instrument, bar.spread, bar.time) * instrument.point;
    }
    const time = (walk.time + this.#baseMs) as UtcMs;
    const isQuiet = this.#goThrough(time);
    this.#broker.advance(time);
    const closing = this.#closing.at(time);
    this.#take(isQuiet ? this.#core.processInQuiet(closing) : this.#core.process(closing));
    this.#takeBroker();
    if (time >= this.#nextSampleAt) this.#sample(time);
  }

  /**
   * Through the present bars up to `closesAt`, by as few of their prices as can change anything. Was
   * it found that nothing happens?
   */
  #goThrough(closesAt: UtcMs): boolean {
    const mayPass = this.#setup.everyPrice !== true;
    if (this.#walk.hasTicks) {
      const isIdle = mayPass && this.#quiet.isIdle;
      this.#walk.throughTicks(this.#bars, this.#spreads, closesAt, isIdle);
      return false;
    }
    const passage = mayPass
      ? this.#quiet.passage(this.#bars, this.#spreads, closesAt)
      : 'every-price';
    if (passage === 'every-price') this.#walk.throughBars(this.#bars, this.#spreads);
    else this.#goToCloses(passage);
    return passage === 'told';
  }

  #goToCloses(passage: 'closes' | 'told'): void {
    for (let index = 0; index < this.#bars.length; index += 1) {
      const bar = this.#bars[index];
      if (!bar) continue;
      if (passage === 'told') this.#tell(index, bar);
      else this.#showClose(index, bar);
    }
  }

  /** Nothing is open, and the close is the only price that is shown. */
  #showClose(index: number, bar: Bar): void {
    const path = this.#paths[index] as BarPath;
    const quote = path.close(bar, this.#spreads[index] as number, this.#baseMs);
    this.#broker.openBar(quote);
    this.#take(this.#core.process({ type: 'quote', time: quote.time, quote }));
  }

  /** Nothing follows from this bar: it is told where its close is, and how far its prices went. */
  #tell(index: number, bar: Bar): void {
    const path = this.#paths[index] as BarPath;
    const spread = this.#spreads[index] as number;
    const quote = path.close(bar, spread, this.#baseMs);
    this.#broker.quiet.passTo(quote);
    this.#core.passTo(quote, path.span(bar, spread));
  }

  #show(quote: Quote, kind: PriceKind): void {
    if (kind === 'tick') this.#broker.onQuote(quote);
    else if (kind === 'open') this.#broker.openBar(quote);
    else this.#broker.walkTo(quote);
    this.#takeBroker();
    this.#take(this.#core.process({ type: 'quote', time: quote.time, quote }));
    this.#takeBroker();
  }

  #takeBroker(): void {
    for (let events = this.#broker.drain(); events.length > 0; events = this.#broker.drain()) {
      this.#quiet.disturb();
      for (const event of events) {
        this.#intrabar.take(event);
        this.#take(this.#core.process({ type: 'broker', time: event.time, event }));
      }
    }
  }

  #take(output: Output): void {
    const { facts, intents } = output;
    if (facts.length === 0 && intents.length === 0) return;
    if (intents.length > 0 || facts.some(disturbs)) this.#quiet.disturb();
    const trades = this.#trades.length;
    for (const fact of facts) {
      this.#facts.push(fact);
      this.#ledger.add(fact);
    }
    if (this.#trades.length > trades) this.#sample(this.#core.desk.now);
    const sent: readonly Intent[] = [...intents];
    for (const intent of sent) if (intent.type !== 'watch') this.#broker.submit(intent);
  }

  #sample(time: UtcMs): void {
    const equity = equityOf(this.#core.desk);
    if (equity === undefined) return;
    this.#nextSampleAt = (Math.floor(time / HOUR_MS) + 1) * HOUR_MS;
    this.#equity.push([time, equity, this.#core.desk.state.balance]);
  }
}
