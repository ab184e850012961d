import { isDeepStrictEqual } from 'node:util';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { CoreEvent } from '../../agents/core-event.ts';
import { TIMEFRAMES } from '../../market/timeframe.ts';
import { ByteSink, ByteSource } from './byte-sink.ts';
import { TapeDecoder, TapeEncoder } from './tape-codec.ts';
import type { TapeEntry } from './tape-entry.ts';

/** What comes out of a decoder when entries were written, in pieces of so many. */
function through(entries: readonly TapeEntry[], pieces = 1): { read: TapeEntry[]; bytes: number } {
  const sink = new ByteSink(4, 0);
  const encoder = new TapeEncoder(sink);
  const decoder = new TapeDecoder();
  const read: TapeEntry[] = [];
  let bytes = 0;
  for (let at = 0; at < entries.length; at += pieces) {
    for (const entry of entries.slice(at, at + pieces)) encoder.put(entry);
    bytes += sink.length;
    read.push(...decoder.read(new ByteSource(Buffer.from(sink.bytes))));
    sink.length = 0;
  }
  return { read, bytes };
}

/** Prices as brokers write them, and numbers that no broker should. */
const price = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 400_000 }).map((points) => points / 1e5), weight: 6 },
  { arbitrary: fc.double(), weight: 1 },
  { arbitrary: fc.constantFrom(-0, 0, NaN, Infinity, 2 ** 53, 5e-324, 0.1 + 0.2), weight: 1 },
);
const time = fc.oneof(
  { arbitrary: fc.integer({ min: 1.7e12, max: 1.8e12 }), weight: 9 },
  { arbitrary: fc.double(), weight: 1 },
);
const symbol = fc.constantFrom('EURUSD', 'XAUUSD', 'Öl#1', '');
const quote = fc.record({
  type: fc.constant('quote'),
  time,
  quote: fc.record({ symbol, time, bid: price, ask: price }),
});
const bar = fc.record({
  time,
  open: price,
  high: price,
  low: price,
  close: price,
  volume: fc.oneof(fc.nat(), fc.double()),
  spread: fc.oneof(fc.nat(), fc.double()),
});
const bars = fc.record(
  {
    type: fc.constant('bars'),
    time,
    bars: fc.array(fc.record({ symbol, bar }), { maxLength: 4 }),
    history: fc.boolean(),
    timeframe: fc.constantFrom(...TIMEFRAMES),
  },
  { requiredKeys: ['type', 'time', 'bars', 'history'] },
);
const others = fc.constantFrom<CoreEvent>(
  { type: 'broker', time: 5, event: { type: 'link', time: 5, up: true, detail: 'ü' } } as never,
  {
    type: 'strategy-answer',
    time: 6,
    run: 1,
    symbol: 'EURUSD',
    answer: { said: [NaN, -0] },
  } as never,
  { type: 'command', time: 7, id: 'a', by: 'page', command: { type: 'emergency-stop' } } as never,
);
const clock = fc.record({ type: fc.constant('clock'), time });
const entry = fc
  .oneof(quote, bars, clock, others)
  .map((event) => ({ kind: 'event', event }) as unknown as TapeEntry);

test.prop([fc.array(entry, { maxLength: 60 }), fc.integer({ min: 1, max: 7 })])(
  'what is read from a tape is what was written, to the last bit',
  (entries, pieces) => {
    const { read } = through(entries, pieces);
    expect(read).toHaveLength(entries.length);
    // Objects of fast-check have no prototype: plain ones are compared, by every bit of their numbers.
    const wrong = entries.filter((one, at) => !isDeepStrictEqual(read[at], structuredClone(one)));
    expect(wrong).toEqual([]);
  },
);

describe('a tape', () => {
  it('takes seven bytes for a quote a tenth of a second after the last', () => {
    const quotes = Array.from({ length: 1000 }, (_, at): TapeEntry => {
      const bid = (110_000 + (at % 7)) / 1e5;
      const when = (1.7e12 + at * 100) as never;
      const one = { symbol: 'EURUSD' as never, time: when, bid, ask: (110_012 + (at % 7)) / 1e5 };
      return { kind: 'event', event: { type: 'quote', time: when, quote: one } };
    });
    const { bytes } = through(quotes, 1000);
    expect(bytes / 1000).toBeGreaterThan(6);
    expect(bytes / 1000).toBeLessThan(9);
  });

  it('refuses bytes that are no entry', () => {
    const decoder = new TapeDecoder();
    expect(() => [...decoder.read(new ByteSource(Buffer.from([200])))]).toThrow(/begins with 200/);
    expect(() => [...decoder.read(new ByteSource(Buffer.from([2, 9, 0])))]).toThrow(/number 9/);
    expect(() => [...decoder.read(new ByteSource(Buffer.from([1, 255])))]).toThrow(RangeError);
    expect(() => [...decoder.read(new ByteSource(Buffer.from([0, 50, 1])))]).toThrow(RangeError);
  });
});
