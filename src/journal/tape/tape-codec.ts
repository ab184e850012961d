import { deserialize, serialize } from 'node:v8';
import type { CoreEvent, SymbolBar } from '../../agents/core-event.ts';
import type { Bar } from '../../market/bar.ts';
import type { Quote } from '../../market/quote.ts';
import { TIMEFRAMES } from '../../market/timeframe.ts';
import type { Points, SymbolName, UtcMs } from '../../market/units.ts';
import { PRICE_SCALE, type ByteSink, type ByteSource } from './byte-sink.ts';
import type { TapeEntry } from './tape-entry.ts';

const OTHER = 0;
const CLOCK = 1;
const QUOTE = 2;
const BARS = 3;
const HISTORY = 4;
const SYMBOL = 5;

type BarsEvent = Extract<CoreEvent, { type: 'bars' }>;

/** What the next numbers are measured from: the same at both ends. */
class References {
  time = 0;
  readonly symbols: SymbolName[] = [];
  readonly numbers = new Map<SymbolName, number>();
  readonly prices: number[] = [];
}

/**
 * Writes entries as bytes. Quotes, bars and the clock, which are nearly all there is, take a few bytes
 * each; everything else is written as the runtime serializes it.
 */
export class TapeEncoder {
  readonly #sink: ByteSink;
  readonly #known = new References();

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  put(entry: TapeEntry): void {
    if (entry.kind !== 'event') return this.#other(entry);
    const { event } = entry;
    if (event.type === 'quote') this.#quote(event.time, event.quote);
    else if (event.type === 'bars') this.#bars(event);
    else if (event.type === 'clock') {
      this.#sink.byte(CLOCK);
      this.#time(event.time);
    } else this.#other(entry);
  }

  #other(entry: TapeEntry): void {
    const bytes = serialize(entry);
    this.#sink.byte(OTHER);
    this.#sink.blob(bytes);
  }

  #quote(time: UtcMs, quote: Quote): void {
    const symbol = this.#symbol(quote.symbol);
    const { prices } = this.#known;
    this.#sink.byte(QUOTE);
    this.#sink.whole(symbol);
    this.#time(time);
    this.#sink.number(quote.time, this.#known.time, 1);
    const bid = this.#sink.number(quote.bid, prices[symbol] ?? 0, PRICE_SCALE);
    this.#sink.number(quote.ask, bid, PRICE_SCALE);
    prices[symbol] = bid;
  }

  #bars({ time, bars, history, timeframe }: BarsEvent): void {
    for (const { symbol } of bars) this.#symbol(symbol);
    this.#sink.byte(history ? HISTORY : BARS);
    this.#time(time);
    this.#sink.byte(timeframe === undefined ? 0 : TIMEFRAMES.indexOf(timeframe) + 1);
    this.#sink.whole(bars.length);
    for (const { symbol, bar } of bars) {
      const number = this.#symbol(symbol);
      this.#sink.whole(number);
      this.#bar(number, bar);
    }
  }

  #bar(symbol: number, { time, open, high, low, close, volume, spread }: Bar): void {
    const { prices } = this.#known;
    this.#sink.number(time, this.#known.time, 1);
    const first = this.#sink.number(open, prices[symbol] ?? 0, PRICE_SCALE);
    this.#sink.number(high, first, PRICE_SCALE);
    this.#sink.number(low, first, PRICE_SCALE);
    prices[symbol] = this.#sink.number(close, first, PRICE_SCALE);
    this.#sink.number(volume, 0, 1);
    this.#sink.number(spread, 0, 1);
  }

  #time(time: UtcMs): void {
    this.#known.time = this.#sink.number(time, this.#known.time, 1);
  }

  #symbol(name: SymbolName): number {
    const { numbers } = this.#known;
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(name, number);
    this.#sink.byte(SYMBOL);
    this.#sink.blob(Buffer.from(name, 'utf8'));
    return number;
  }
}

/** Reads what a {@link TapeEncoder} has written, from its beginning on. */
export class TapeDecoder {
  readonly #known = new References();

  /** The entries of a piece of whole entries. Throws when it holds anything else. */
  *read(source: ByteSource): Iterable<TapeEntry> {
    while (!source.isAtEnd) {
      const kind = source.byte();
      if (kind === SYMBOL) this.#known.symbols.push(source.blob().toString('utf8') as SymbolName);
      else if (kind === OTHER) yield deserialize(source.blob()) as TapeEntry;
      else yield { kind: 'event', event: this.#event(kind, source) };
    }
  }

  #event(kind: number, source: ByteSource): CoreEvent {
    switch (kind) {
      case CLOCK:
        return { type: 'clock', time: this.#time(source) };
      case QUOTE:
        return this.#quote(source);
      case BARS:
      case HISTORY:
        return this.#bars(source, kind === HISTORY);
      default:
        throw new TypeError(`no entry begins with ${kind}`);
    }
  }

  #quote(source: ByteSource): CoreEvent {
    const number = source.whole();
    const symbol = this.#symbol(number);
    const time = this.#time(source);
    const [quotedAt] = source.number(this.#known.time, 1);
    const [bid, scaled] = source.number(this.#known.prices[number] ?? 0, PRICE_SCALE);
    const [ask] = source.number(scaled, PRICE_SCALE);
    this.#known.prices[number] = scaled;
    return { type: 'quote', time, quote: { symbol, time: quotedAt as UtcMs, bid, ask } };
  }

  #bars(source: ByteSource, history: boolean): CoreEvent {
    const time = this.#time(source);
    const timeframe = TIMEFRAMES[source.byte() - 1];
    const count = source.whole();
    const bars: SymbolBar[] = [];
    for (let at = 0; at < count; at += 1) {
      const number = source.whole();
      bars.push({ symbol: this.#symbol(number), bar: this.#bar(number, source) });
    }
    const event = { type: 'bars', time, bars, history } as const;
    return timeframe === undefined ? event : { ...event, timeframe };
  }

  #bar(number: number, source: ByteSource): Bar {
    const { prices } = this.#known;
    const [time] = source.number(this.#known.time, 1);
    const [open, first] = source.number(prices[number] ?? 0, PRICE_SCALE);
    const [high] = source.number(first, PRICE_SCALE);
    const [low] = source.number(first, PRICE_SCALE);
    const [close, last] = source.number(first, PRICE_SCALE);
    prices[number] = last;
    const [volume] = source.number(0, 1);
    const [spread] = source.number(0, 1);
    return { time: time as UtcMs, open, high, low, close, volume, spread: spread as Points };
  }

  #time(source: ByteSource): UtcMs {
    const [time, next] = source.number(this.#known.time, 1);
    this.#known.time = next;
    return time as UtcMs;
  }

  #symbol(number: number): SymbolName {
    const symbol = this.#known.symbols[number];
    if (symbol === undefined) throw new TypeError(`no symbol has the number ${number}`);
    return symbol;
  }
}
