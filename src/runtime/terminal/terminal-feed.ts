import type { WatchRequest, HistoryWish } from '../../agents/output.ts';
import type { Push } from '../../brokers/mt5/wire/messages.ts';
import type { Bar } from '../../market/bar.ts';
import { bucketStart, timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import { toUtc, toWall } from '../../market/clock-rule.ts';
import { MINUTE_MS, type SymbolName, type UtcMs } from '../../market/units.ts';
import type { AccountLife } from '../account-life.ts';
import { feedHistory } from '../feed-history.ts';
import type { ThreadStart } from '../messages.ts';
import { MinuteGatherer } from '../simulated/minute-gatherer.ts';
import type { PaperBroker } from './paper-broker.ts';
import { BARS_SHOWN, storeSettings } from '../state/store-settings.ts';
import type { TerminalMarket } from './terminal-market.ts';

/** A bar that ended longer ago than this is history: a signal in it is missed, never traded. */
const LIVE_WITHIN_MS = 60_000;

/** What a symbol's agent waits for, and how far its bars have come. */
interface Watched {
  request: WatchRequest;
  /** Bars that were pushed while history is on its way; undefined once it has been told. */
  waiting: Bar[] | undefined;
  /** Open of the newest base bar told. */
  last: number;
}

/**
 * Carries a terminal's market to an account: history of every timeframe as the terminal has it, then
 * its closed M1 bars, out of which the longer ones are built, and every quote.
 */
export class TerminalFeed {
  readonly #start: ThreadStart;
  readonly #life: AccountLife;
  readonly #market: TerminalMarket;
  readonly #now: () => UtcMs;
  readonly #paper: PaperBroker | undefined;
  readonly #watched = new Map<SymbolName, Watched>();
  readonly #minutes = new MinuteGatherer(() => [...this.#watched.keys()]);
  /** History can be asked for: the terminal is in step and its clock is understood. */
  #begun = false;

  constructor(
    start: ThreadStart,
    life: AccountLife,
    market: TerminalMarket,
    now: () => UtcMs,
    paper: PaperBroker | undefined,
  ) {
    this.#start = start;
    this.#life = life;
    this.#market = market;
    this.#now = now;
    this.#paper = paper;
  }

  begin(): void {
    this.#begun = true;
    for (const watched of this.#watched.values()) void this.#tellHistory(watched);
  }

  /** Nothing is told any more, whatever is still on its way. */
  end(): void {
    this.#watched.clear();
  }

  watch(request: WatchRequest): void {
    const watched: Watched = { request, waiting: [], last: -Infinity };
    this.#watched.set(request.symbol, watched);
    if (this.#begun) void this.#tellHistory(watched);
  }

  /** Ask for what closed while nothing was heard. */
  catchUp(): void {
    for (const watched of this.#watched.values()) void this.#tellMissed(watched);
  }

  onTicks({ symbol: theirs, rows }: Extract<Push, { t: 'ticks' }>, offsetMs: number): void {
    const symbol = this.#market.ours(theirs);
    const { loop, publisher } = this.#life;
    for (const [ms, bid, ask] of rows) {
      if (bid <= 0 || ask <= 0) continue; // a side that has no price yet
      const time = (ms - offsetMs) as UtcMs;
      const quote = { symbol, time, bid, ask };
      this.#paper?.onQuote(quote);
      loop.feed({ type: 'quote', time, quote });
    }
    publisher.quoted(symbol);
    this.#life.afterwards(performance.now());
  }

  onBars({ symbol: theirs, tf, gap, rows }: Extract<Push, { t: 'bars' }>): void {
    const symbol = this.#market.ours(theirs);
    const watched = this.#watched.get(symbol);
    if (tf !== 'M1' || !watched) return;
    if (gap && !watched.waiting) return void this.#tellMissed(watched);
    for (const row of rows) {
      const bar = this.#market.barOf(row);
      if (!bar) continue;
      if (watched.waiting) watched.waiting.push(bar);
      else this.#take(watched, bar);
    }
    this.look(performance.now());
  }

  /** Give out the minutes that are whole. */
  look(now: number): void {
    for (const { time, bars } of this.#minutes.due(now)) {
      this.#life.loop.feed({ type: 'bars', time, bars, history: false });
    }
  }

  #take(watched: Watched, bar: Bar): void {
    if (bar.time <= watched.last) return; // told already
    watched.last = bar.time;
    const { symbol } = watched.request;
    const time = (bar.time + MINUTE_MS) as UtcMs;
    if (this.#now() - time < LIVE_WITHIN_MS) {
      return this.#minutes.add({ symbol, bar }, performance.now());
    }
    this.#life.loop.feed({ type: 'bars', time, bars: [{ symbol, bar }], history: true });
  }

  async #tellHistory(watched: Watched): Promise<void> {
    const { request } = watched;
    const { symbol } = request;
    const answer = await this.#market.history(symbol, this.#wishes(request));
    if (this.#watched.get(symbol) !== watched) return; // watched anew meanwhile
    if (typeof answer === 'string') {
      setTimeout(() => {
        if (this.#watched.get(symbol) === watched) void this.#tellHistory(watched);
      }, RETRY_MS).unref();
      return;
    }
    const store = storeSettings(this.#start);
    const { loop, publisher } = this.#life;
    const bars = { bars: (timeframe: Timeframe) => answer.get(timeframe) };
    publisher.whileReadingHistory(symbol, () =>
      feedHistory(loop, bars, request, store, BARS_SHOWN),
    );
    const base = answer.get(store.base);
    if (base && base.length > 0) watched.last = base.time[base.length - 1] as number;
    this.#release(watched);
  }

  /** Minutes that closed while the line was cut; those that are old are history. */
  async #tellMissed(watched: Watched): Promise<void> {
    if (watched.waiting) return; // its history is on its way and holds them
    watched.waiting = [];
    const { symbol } = watched.request;
    const bars = await this.#market.minutesAfter(symbol, watched.last as UtcMs);
    if (this.#watched.get(symbol) !== watched) return;
    if (typeof bars !== 'string') for (const bar of bars) this.#take(watched, bar);
    this.#release(watched);
  }

  #release(watched: Watched): void {
    const waiting = watched.waiting ?? [];
    watched.waiting = undefined;
    for (const bar of waiting) this.#take(watched, bar);
    this.look(performance.now());
    this.#life.afterwards(performance.now());
  }

  /** What charts show and strategies read, and the minutes of the longest bar that is open. */
  #wishes({ history }: WatchRequest): readonly HistoryWish[] {
    const { base, timeframes, clock } = storeSettings(this.#start);
    const wanted = new Map<Timeframe, number>();
    for (const timeframe of [base, ...timeframes]) wanted.set(timeframe, BARS_SHOWN);
    for (const { timeframe, bars } of history) {
      wanted.set(timeframe, Math.max(bars, wanted.get(timeframe) ?? 0));
    }
    const now = this.#now();
    const longest =
      [...wanted.keys()].toSorted((a, b) => timeframeMs(b) - timeframeMs(a))[0] ?? base;
    const since = toUtc(clock, bucketStart(toWall(clock, now), longest));
    const open = Math.ceil((now - since) / timeframeMs(base)) + SPARE_BARS;
    wanted.set(base, Math.max(wanted.get(base) ?? 0, open));
    return [...wanted].map(([timeframe, bars]) => ({ timeframe, bars: Math.min(bars, MOST_BARS) }));
  }
}

const RETRY_MS = 5_000;
const SPARE_BARS = 60;
/** Of one question to a terminal. */
const MOST_BARS = 50_000;
