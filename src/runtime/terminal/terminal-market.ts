import type { z } from 'zod';
import type { SymbolBar } from '../../agents/core-event.ts';
import type { HistoryWish } from '../../agents/output.ts';
import type { TerminalCalendar } from '../../brokers/mt5/terminal-calendar.ts';
import { instrumentOf } from '../../brokers/mt5/instrument-of.ts';
import { judgeSymbol } from '../../brokers/mt5/symbol-match.ts';
import type { SymbolNames } from '../../brokers/mt5/symbol-names.ts';
import type { TerminalPort, TerminalQuestion } from '../../brokers/mt5/terminal-port.ts';
import { barsAnswer, calendarAnswer } from '../../brokers/mt5/wire/answers.ts';
import type { BarRow } from '../../brokers/mt5/wire/rows.ts';
import { specificationSchema, type Specification } from '../../brokers/mt5/wire/specification.ts';
import { barDefect, type Bar } from '../../market/bar.ts';
import { BarSeries } from '../../market/bar-series.ts';
import { clockOffsetAt, toUtc, type ClockRule } from '../../market/clock-rule.ts';
import { conversionSymbols } from '../../market/conversion.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import {
  DAY_MS,
  type Currency,
  type Points,
  type SymbolName,
  type UtcMs,
  type WallMs,
} from '../../market/units.ts';
import { keptTrouble, type KeptSymbol } from './kept-symbols.ts';

const ANSWER_MS = 60_000;
/** History that the terminal is still loading is asked for again after so long, so often. */
const LOADING_MS = 2_000;
const LOADING_TRIES = 20;
const CALENDAR_DAYS = 7;
const NEWEST_MINUTES = 60;

export interface TerminalMarketParts {
  readonly terminal: TerminalPort;
  readonly names: SymbolNames;
  /** What symbols were when their names were settled. */
  readonly kept: ReadonlyMap<SymbolName, KeptSymbol>;
  readonly clock: ClockRule;
  readonly currency: Currency;
  readonly now: () => UtcMs;
}

/** A symbol of the terminal that is followed. */
export interface Subscribed {
  readonly instrument: Instrument;
  /** Why nothing of it may be opened. */
  readonly trouble: string | undefined;
}

/** What a terminal knows of its market, asked for in our own words and times. */
export class TerminalMarket {
  readonly #parts: TerminalMarketParts;
  readonly #theirs = new Map<SymbolName, string>();
  readonly #ours = new Map<string, SymbolName>();
  /** Symbols of which it was not told whether the larger side alone is charged margin. */
  readonly #legUntold = new Set<SymbolName>();

  constructor(parts: TerminalMarketParts) {
    this.#parts = parts;
  }

  /** Our name of a symbol that was subscribed. */
  ours(symbol: string): SymbolName {
    return this.#ours.get(symbol) ?? this.#parts.names.ours(symbol);
  }

  /** What of the hedged margin had to be assumed, in words; undefined when all of it was told. */
  get assumed(): string | undefined {
    if (this.#legUntold.size === 0) return undefined;
    return (
      'the terminal does not tell whether of opposite positions the larger side alone is charged ' +
      'margin, as an Expert Advisor from 1.1.0 on does: it is taken as no'
    );
  }

  /** Subscribe a symbol; its instrument, or why it has none. */
  async subscribe(symbol: SymbolName): Promise<Subscribed | string> {
    const { names, clock } = this.#parts;
    let why = '';
    for (const name of names.candidates(symbol)) {
      const parts = await this.#ask({ t: 'sub', symbol: name, ticks: 'all' }, specificationSchema);
      if (typeof parts === 'string') {
        why = parts;
        continue;
      }
      const [spec] = parts;
      if (!spec) continue;
      const read = instrumentOf(spec, symbol, clock);
      if (!read.ok) return read.why;
      this.#theirs.set(symbol, name);
      this.#ours.set(name, symbol);
      if (spec.margin_hedged_use_leg === undefined) this.#legUntold.add(symbol);
      else this.#legUntold.delete(symbol);
      const trouble = this.#troubleOf(symbol, spec);
      if (trouble === undefined) return { instrument: read.instrument, trouble };
      // What is open must still be valued and closed by what it is.
      return { instrument: { ...read.instrument, tradeMode: 'close-only' }, trouble };
    }
    return why.startsWith('E_SYMBOL') ? `${why}: kimi-agent doctor finds what it is called` : why;
  }

  /** Why what the terminal calls so is not our symbol; undefined when it is. */
  #troubleOf(symbol: SymbolName, spec: Specification): string | undefined {
    const told = { ...spec, name: spec.symbol, contractSize: spec.contract_size };
    const { verdict, why } = judgeSymbol(symbol, told);
    if (verdict === 'another') return `${spec.symbol} is not ${symbol}: ${why}`;
    const kept = this.#parts.kept.get(symbol);
    return kept && keptTrouble(kept, told);
  }

  /** Subscribe what an instrument's money is converted by; those that the broker has. */
  async subscribeConversions({
    profitCurrency,
    marginCurrency,
  }: Instrument): Promise<readonly Instrument[]> {
    const found: Instrument[] = [];
    for (const needed of new Set([profitCurrency, marginCurrency])) {
      for (const symbol of conversionSymbols(needed, this.#parts.currency)) {
        const subscribed = await this.subscribe(symbol);
        if (typeof subscribed === 'string' || subscribed.trouble !== undefined) continue;
        found.push(subscribed.instrument);
        break; // best first: one is enough
      }
    }
    return found;
  }

  /** The newest closed bars of each timeframe; what could not be had, in words. */
  async history(
    symbol: SymbolName,
    wishes: readonly HistoryWish[],
  ): Promise<ReadonlyMap<Timeframe, BarSeries> | string> {
    const all = new Map<Timeframe, BarSeries>();
    for (const { timeframe, bars: count } of wishes) {
      const bars = await this.#bars(symbol, timeframe, { count: Math.max(1, count) });
      if (typeof bars === 'string') return `${timeframe} of ${symbol}: ${bars}`;
      all.set(timeframe, BarSeries.of(bars));
    }
    return all;
  }

  /** Closed M1 bars that opened after `time`; the newest ones where nothing was ever told. */
  async minutesAfter(symbol: SymbolName, time: UtcMs): Promise<readonly Bar[] | string> {
    const { clock, now } = this.#parts;
    const wall = (instant: number): number =>
      Math.floor((instant + clockOffsetAt(clock, instant as UtcMs)) / 1000);
    const span = Number.isFinite(time)
      ? { from: wall(time) + 60, to: wall(now()) }
      : { count: NEWEST_MINUTES };
    const bars = await this.#bars(symbol, 'M1', span);
    return typeof bars === 'string' ? bars : bars.filter((bar) => bar.time > time);
  }

  /** Read the economic calendar of the next days. */
  async readCalendar(calendar: TerminalCalendar): Promise<void> {
    const { terminal, now } = this.#parts;
    const { offsetMs } = terminal;
    const [from, to] = [now() - DAY_MS, now() + CALENDAR_DAYS * DAY_MS];
    const seconds = (instant: number): number => Math.floor((instant + offsetMs) / 1000);
    const parts = await this.#ask(
      { t: 'cal', from: seconds(from), to: seconds(to) },
      calendarAnswer,
    );
    if (typeof parts === 'string') return;
    const rows = parts.flatMap((part) => part.rows);
    calendar.read(rows, from as UtcMs, to as UtcMs, now(), offsetMs);
  }

  /** A row of bars on our clock; undefined for one that is no bar. */
  barOf([seconds, open, high, low, close, volume, spread]: BarRow): Bar | undefined {
    const time = toUtc(this.#parts.clock, (seconds * 1000) as WallMs);
    const bar: Bar = { time, open, high, low, close, volume, spread: spread as Points };
    return barDefect(bar) === undefined ? bar : undefined;
  }

  symbolBar(symbol: SymbolName, row: BarRow): SymbolBar | undefined {
    const bar = this.barOf(row);
    return bar && { symbol, bar };
  }

  async #bars(
    symbol: SymbolName,
    tf: Timeframe,
    span: { readonly count: number } | { readonly from: number; readonly to: number },
  ): Promise<readonly Bar[] | string> {
    const name = this.#theirs.get(symbol) ?? this.#parts.names.theirs(symbol);
    let why = '';
    for (let tried = 0; tried < LOADING_TRIES; tried += 1) {
      const parts = await this.#ask({ t: 'bars', symbol: name, tf, ...span }, barsAnswer);
      if (typeof parts !== 'string') return this.#inOrder(parts.flatMap(({ rows }) => rows));
      why = parts;
      if (!parts.startsWith('E_HISTORY')) return why;
      await new Promise<void>((resolve) => {
        setTimeout(resolve, LOADING_MS);
      });
    }
    return why;
  }

  /** Of an hour that comes twice on the server's clock, the first pass is kept. */
  #inOrder(rows: readonly BarRow[]): Bar[] {
    const bars: Bar[] = [];
    for (const row of rows) {
      const bar = this.barOf(row);
      if (bar && bar.time > (bars.at(-1)?.time ?? -Infinity)) bars.push(bar);
    }
    return bars;
  }

  async #ask<Part>(
    question: TerminalQuestion,
    schema: z.ZodType<Part>,
  ): Promise<readonly Part[] | string> {
    return new Promise((resolve) => {
      this.#parts.terminal.ask(question, schema, ANSWER_MS, (asked) => {
        resolve(asked.ok ? asked.parts : `${asked.code}: ${asked.why}`);
      });
    });
  }
}
