import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { BarBuilder, type BarBuilderSnapshot, QuoteBarBuilder } from './bar-builder.ts';
import type { Bar } from './bar.ts';
import { clockRule } from './clock-rule.ts';
import { timeframeMs, type Timeframe } from './timeframe.ts';
import { MINUTE_MS, type Points, type SymbolName, type UtcMs } from './units.ts';

const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00Z`) as UtcMs;
const shown = (time: number) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
const shape = ({ time, open, high, low, close, volume, spread }: Bar) =>
  `${shown(time)} ${open} ${high} ${low} ${close} ${volume} ${spread}`;

/** A bar whose four prices tell where it came from. */
function bar(time: string | number, price = 100): Bar {
  return {
    time: (typeof time === 'string' ? at(time) : time) as UtcMs,
    open: price,
    high: price + 2,
    low: price - 1,
    close: price + 1,
    volume: 10,
    spread: (price % 7) as Points,
  };
}

/** Bars without a gap in [from, to). */
function run(from: string, to: string, timeframe: Timeframe): Bar[] {
  const bars: Bar[] = [];
  for (let time: number = at(from); time < at(to); time += timeframeMs(timeframe)) {
    bars.push(bar(time, 100 + bars.length));
  }
  return bars;
}

function build(bars: readonly Bar[], base: Timeframe, target: Timeframe, clock: string): Bar[] {
  const builder = new BarBuilder(base, target, clockRule(clock));
  return bars.flatMap((one) => [...builder.push(one)]);
}

describe('BarBuilder', () => {
  it('closes a bar with the base bar that ends at its end', () => {
    const builder = new BarBuilder('M15', 'H1', clockRule('utc'));
    const answers = run('2023-01-02 10:00', '2023-01-02 11:00', 'M15').map((one) =>
      builder.push(one).map(shape),
    );
    // Open 100 of the first, high 105 and close 104 of the last, low 99 of the first.
    expect(answers).toEqual([[], [], [], ['2023-01-02 10:00 100 105 99 104 40 5']]);
  });

  it('closes a bar with the first base bar after it when its last one is missing', () => {
    const builder = new BarBuilder('M15', 'H1', clockRule('utc'));
    expect(builder.push(bar('2023-01-02 10:15'))).toEqual([]);
    const closed = builder.push(bar('2023-01-02 11:00', 200));
    expect(closed.map(shape)).toEqual(['2023-01-02 10:00 100 102 99 101 10 2']);
  });

  it('closes two bars at once when a lone last base bar follows an unfinished one', () => {
    const builder = new BarBuilder('M15', 'H1', clockRule('utc'));
    builder.push(bar('2023-01-02 10:15'));
    const closed = builder.push(bar('2023-01-02 13:45', 200)).map(shape);
    expect(closed).toEqual([
      '2023-01-02 10:00 100 102 99 101 10 2',
      '2023-01-02 13:00 200 202 199 201 10 4',
    ]);
    expect(builder.push(bar('2023-01-02 14:00'))).toEqual([]);
  });

  it('hands bars of its own timeframe through', () => {
    const one = bar('2023-01-02 10:15');
    const builder = new BarBuilder('M15', 'M15', clockRule('utc+5:30'));
    expect(builder.push(one)).toEqual([one]);
    expect(builder.snapshot().forming).toBeNull();
  });

  it('closes the last bar of the week when the clock passes its end', () => {
    const builder = new BarBuilder('M15', 'H1', clockRule('utc'));
    builder.push(bar('2023-01-06 21:30'));
    expect(builder.closeUntil(at('2023-01-06 21:59'))).toBeUndefined();
    const closed = builder.closeUntil(at('2023-01-06 22:00'));
    expect(closed && shape(closed)).toBe('2023-01-06 21:00 100 102 99 101 10 2');
    expect(builder.closeUntil(at('2023-01-06 23:00'))).toBeUndefined();
    expect(builder.push(bar('2023-01-08 22:00'))).toEqual([]);
  });

  it.each([
    // On an EET server midnight is 22:00 UTC in winter, 21:00 in summer.
    ['D1', 'eet-eu', '2023-01-02 22:00', '2023-01-03 22:00'],
    ['D1', 'eet-eu', '2023-07-03 21:00', '2023-07-04 21:00'],
    ['H4', 'eet-eu', '2023-01-02 22:00', '2023-01-03 02:00'],
    ['H4', 'eet-us', '2023-03-20 21:00', '2023-03-21 01:00'],
    ['H4', 'eet-eu', '2023-03-20 22:00', '2023-03-21 02:00'],
    ['D1', 'America/New_York', '2023-03-13 04:00', '2023-03-14 04:00'],
  ] as const)('%s on %s begins at %s UTC', (target, clock, from, to) => {
    const bars = run(from, to, 'M15');
    const early = bar(at(from) - 15 * MINUTE_MS, 500);
    const closed = build([early, ...bars], 'M15', target, clock);
    expect(closed.map((one) => shown(one.time)).at(-1)).toBe(from);
    expect(closed).toHaveLength(2);
    expect(closed[1]?.volume).toBe(bars.length * 10);
  });

  it('gives the day of the change 23 and 25 hours', () => {
    const spring = build(run('2023-03-25 22:00', '2023-03-26 21:00', 'M15'), 'M15', 'D1', 'eet-eu');
    expect(spring.map((one) => [shown(one.time), one.volume])).toEqual([
      ['2023-03-25 22:00', 23 * 4 * 10],
    ]);
    const autumn = build(run('2023-10-28 21:00', '2023-10-29 22:00', 'M15'), 'M15', 'D1', 'eet-eu');
    expect(autumn.map((one) => [shown(one.time), one.volume])).toEqual([
      ['2023-10-28 21:00', 25 * 4 * 10],
    ]);
  });

  it('makes two hours of the hour that the clock reads twice', () => {
    // Helsinki reads 03:00 to 03:59 at 00:00 and again at 01:00 UTC.
    const hours = build(run('2023-10-28 23:00', '2023-10-29 03:00', 'M15'), 'M15', 'H1', 'eet-eu');
    expect(hours.map((one) => [shown(one.time), one.volume])).toEqual([
      ['2023-10-28 23:00', 40],
      ['2023-10-29 00:00', 40],
      ['2023-10-29 01:00', 40],
      ['2023-10-29 02:00', 40],
    ]);
    // H4 00:00 to 03:59 holds it twice: five hours.
    const four = build(run('2023-10-28 21:00', '2023-10-29 06:00', 'M15'), 'M15', 'H4', 'eet-eu');
    expect(four.map((one) => [shown(one.time), one.volume])).toEqual([
      ['2023-10-28 21:00', 5 * 4 * 10],
      ['2023-10-29 02:00', 4 * 4 * 10],
    ]);
  });

  it('refuses what cannot be right', () => {
    expect(() => new BarBuilder('H1', 'M15', clockRule('utc'))).toThrow(
      'M15 bars cannot be built from H1 bars',
    );
    const builder = new BarBuilder('M15', 'H1', clockRule('utc'));
    builder.push(bar('2023-01-02 10:15'));
    expect(() => builder.push(bar('2023-01-02 10:15'))).toThrow(RangeError);
    expect(() => builder.push(bar('2023-01-02 10:00'))).toThrow(RangeError);
  });

  /** Minutes with random gaps, around both changes of summer time. */
  const gappedMinutes = fc
    .tuple(
      fc.constantFrom(
        '2023-03-24 00:00',
        '2023-10-27 00:00',
        '2023-11-03 00:00',
        '2023-06-01 00:00',
      ),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 50, max: 150 })), {
        minLength: 1,
        maxLength: 250,
      }),
    )
    .map(([start, steps]) => {
      let time: number = at(start);
      return steps.map(([minutes, price]) => {
        time += minutes * MINUTE_MS;
        return bar(time, price);
      });
    });
  const clocks = fc.constantFrom(
    'utc',
    'eet-eu',
    'eet-us',
    'histdata',
    'Europe/London',
    'utc+5:30',
  );

  /** Built bars plus the one that is still forming, closed by the clock. */
  function complete(bars: readonly Bar[], base: Timeframe, target: Timeframe, clock: string) {
    const builder = new BarBuilder(base, target, clockRule(clock));
    const built = bars.flatMap((one) => [...builder.push(one)]);
    const last = builder.closeUntil(Infinity as UtcMs);
    return last ? [...built, last] : built;
  }

  test.prop([gappedMinutes, clocks, fc.constantFrom<Timeframe>('H1', 'H4', 'D1')])(
    'goes the same way in one step as in several',
    (minutes, clock, target) => {
      const quarters = complete(complete(minutes, 'M1', 'M5', clock), 'M5', 'M15', clock);
      expect(complete(quarters, 'M15', target, clock)).toEqual(
        complete(minutes, 'M1', target, clock),
      );
    },
  );

  test.prop([gappedMinutes, clocks, fc.constantFrom<Timeframe>('M5', 'H1', 'H4', 'D1')])(
    'loses no quote, keeps the extremes and goes forward in time',
    (minutes, clock, target) => {
      const built = complete(minutes, 'M1', target, clock);
      const sum = (bars: readonly Bar[]) => bars.reduce((total, one) => total + one.volume, 0);
      expect(sum(built)).toBe(sum(minutes));
      expect(Math.max(...built.map((one) => one.high))).toBe(
        Math.max(...minutes.map((one) => one.high)),
      );
      expect(Math.min(...built.map((one) => one.low))).toBe(
        Math.min(...minutes.map((one) => one.low)),
      );
      expect(built[0]?.open).toBe(minutes[0]?.open);
      expect(built.at(-1)?.close).toBe(minutes.at(-1)?.close);
      for (const [index, one] of built.entries()) {
        expect(one.time).toBeGreaterThan(built[index - 1]?.time ?? -1);
      }
    },
  );

  test.prop([gappedMinutes, clocks, fc.nat()])(
    'goes on from a snapshot as if nothing had happened',
    (minutes, clock, seed) => {
      const cut = seed % minutes.length;
      const first = new BarBuilder('M1', 'H1', clockRule(clock));
      const before = minutes.slice(0, cut).flatMap((one) => [...first.push(one)]);
      const stored = JSON.parse(JSON.stringify(first.snapshot())) as BarBuilderSnapshot;
      const second = new BarBuilder('M1', 'H1', clockRule(clock));
      second.restore(stored);
      const after = minutes.slice(cut).flatMap((one) => [...second.push(one)]);
      expect([...before, ...after]).toEqual(build(minutes, 'M1', 'H1', clock));
    },
  );
});

describe('QuoteBarBuilder', () => {
  const quote = (time: string, bid: number, ask: number) => ({
    symbol: 'EURUSD' as SymbolName,
    time: Date.parse(`2023-01-02T${time}Z`) as UtcMs,
    bid,
    ask,
  });
  const builder = () => new QuoteBarBuilder('M1', clockRule('eet-eu'), 0.00001);

  it('makes a bar of bids, a count of quotes and the widest spread', () => {
    const one = builder();
    expect(one.push(quote('10:00:05', 1.1, 1.10008))).toBeUndefined();
    expect(one.push(quote('10:00:20', 1.10005, 1.10026))).toBeUndefined();
    expect(one.push(quote('10:00:59.999', 1.09998, 1.10006))).toBeUndefined();
    const closed = one.push(quote('10:01:00', 1.2, 1.2001));
    expect(closed && shape(closed)).toBe('2023-01-02 10:00 1.1 1.10005 1.09998 1.09998 3 21');
  });

  it('closes by the clock, and leaves a late quote of the closed bar out', () => {
    const one = builder();
    one.push(quote('10:00:05', 1.1, 1.10008));
    expect(one.closeUntil(quote('10:00:59', 0, 0).time)).toBeUndefined();
    expect(one.closeUntil(quote('10:01:00', 0, 0).time)?.close).toBe(1.1);
    expect(one.push(quote('10:00:59', 9, 9))).toBeUndefined();
    expect(one.push(quote('10:01:30', 1.3, 1.3001))).toBeUndefined();
    const closed = one.closeUntil(quote('10:02:00', 0, 0).time);
    expect(closed && shape(closed)).toBe('2023-01-02 10:01 1.3 1.3 1.3 1.3 1 10');
  });

  it('counts a crossed quote as no spread', () => {
    const one = builder();
    one.push(quote('10:00:05', 1.1, 1.0999));
    expect(one.closeUntil(quote('10:01:00', 0, 0).time)?.spread).toBe(0);
  });

  it('goes on from a snapshot', () => {
    const one = builder();
    one.push(quote('10:00:05', 1.1, 1.10008));
    one.push(quote('10:01:05', 1.2, 1.20009));
    const two = builder();
    two.restore(JSON.parse(JSON.stringify(one.snapshot())) as BarBuilderSnapshot);
    expect(two.push(quote('10:00:30', 9, 9))).toBeUndefined();
    const next = quote('10:02:00', 1.3, 1.3001);
    expect(two.push(next)).toEqual(one.push(next));
    expect(two.snapshot()).toEqual(one.snapshot());
  });
});
