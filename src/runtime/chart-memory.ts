import type { Sighting } from '../agents/output.ts';
import { BarSeries } from '../market/bar-series.ts';
import { TIMEFRAMES, type Timeframe } from '../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import { NewestBars } from './simulated/newest-bars.ts';
import { Ring } from './ring.ts';

/** Bars and structures kept per symbol and timeframe, for charts. */
const BARS_KEPT = 10_000;
const STRUCTURES_KEPT = 500;

export interface KnownStructure {
  readonly event: StructureEvent;
  /** Instant at which it became known. */
  readonly at: UtcMs;
}

/** What one chart shows, as a message can carry it. */
export interface Chart {
  readonly symbol: SymbolName;
  readonly timeframe: Timeframe;
  readonly bars: BarSeries;
  readonly structures: KnownStructure[];
}

interface Rings {
  readonly symbol: SymbolName;
  readonly timeframe: Timeframe;
  readonly bars: NewestBars;
  readonly structures: Ring<KnownStructure>;
}

/** The newest bars and structures of every symbol and timeframe, from the core's sightings. */
export class ChartMemory {
  readonly #charts = new Map<string, Rings>();

  see(sighting: Sighting): void {
    const { symbol, timeframe } = sighting;
    const rings = this.#rings(symbol, timeframe);
    if (sighting.kind === 'bar') rings.bars.push(sighting.bar);
    else rings.structures.push(keptStructure(sighting));
  }

  take(chart: Chart): void {
    const rings = this.#rings(chart.symbol, chart.timeframe);
    // A message has made plain data of the series.
    for (const bar of BarSeries.fromColumns(chart.bars)) rings.bars.push(bar);
    for (const structure of chart.structures) rings.structures.push(keptStructure(structure));
  }

  /** Forget a symbol: its agent starts anew and tells its history again. */
  forget(symbol: SymbolName): void {
    for (const [key, rings] of this.#charts) if (rings.symbol === symbol) this.#charts.delete(key);
  }

  chart(symbol: SymbolName, timeframe: Timeframe, bars: number): Chart | undefined {
    const rings = this.#charts.get(keyOf(symbol, timeframe));
    if (!rings) return undefined;
    const { series } = rings.bars;
    return { symbol, timeframe, bars: series.tail(bars), structures: rings.structures.last() };
  }

  /** Timeframes of which bars of the symbol are kept, from fine to coarse. */
  timeframes(symbol: SymbolName): readonly Timeframe[] {
    return TIMEFRAMES.filter((timeframe) => this.#charts.has(keyOf(symbol, timeframe)));
  }

  /** All kept bars of a timeframe, oldest first; not to be changed. */
  bars(symbol: SymbolName, timeframe: Timeframe): BarSeries {
    return this.#charts.get(keyOf(symbol, timeframe))?.bars.series ?? new BarSeries();
  }

  charts(): Chart[] {
    return [...this.#charts.values()].map(({ symbol, timeframe, bars, structures }) => ({
      symbol,
      timeframe,
      bars: bars.series.tail(BARS_KEPT),
      structures: structures.last(),
    }));
  }

  clear(): void {
    this.#charts.clear();
  }

  #rings(symbol: SymbolName, timeframe: Timeframe): Rings {
    const key = keyOf(symbol, timeframe);
    const known = this.#charts.get(key);
    if (known) return known;
    const rings = {
      symbol,
      timeframe,
      bars: new NewestBars(BARS_KEPT),
      structures: new Ring<KnownStructure>(STRUCTURES_KEPT),
    };
    this.#charts.set(key, rings);
    return rings;
  }
}

const words = new Map<string, string>();

/** A message brings a copy of every word it holds: of tens of thousands kept, the words are few. */
function shared<Word extends string>(word: Word): Word {
  const known = words.get(word);
  if (known === undefined) words.set(word, word);
  return (known as Word | undefined) ?? word;
}

function keptStructure({ event, at }: KnownStructure): KnownStructure {
  const { kind, direction } = event;
  return { event: { ...event, kind: shared(kind), direction: shared(direction) }, at };
}

function keyOf(symbol: SymbolName, timeframe: Timeframe): string {
  return `${symbol} ${timeframe}`;
}
