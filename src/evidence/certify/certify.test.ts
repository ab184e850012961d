import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../brokers/simulated/seeded-random.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { HOUR_MS } from '../../market/units.ts';
import type { Certificate } from './certificate.ts';
import type { AskedHistory, CertifiedEvent, CertifiedSubject } from './certified-subject.ts';
import { certify } from './certify.ts';
import { handMade, randomBars, saidAt, type Saying } from './certify-fixture.ts';

const BARS = randomBars(1500, 7, Date.UTC(2021, 0, 10), HOUR_MS, { price: 1.2, point: 0.00001 });
const randomFrom = (seed: number): SeededRandom => new SeededRandom(seed);
const OPTIONS = { samples: 60, seed: 11, randomFrom, point: 0.00001 };

const at = (bars: BarSeries, row: number): number => bars.close[row] as number;

/** Says the close of every bar that is above the ten before it. */
function newHighs(bars: BarSeries, from = 0, recent: number[] = []): CertifiedEvent[] {
  const events: CertifiedEvent[] = [];
  for (let row = from; row < bars.length; row += 1) {
    const close = at(bars, row);
    if (recent.length === 10 && recent.every((earlier) => earlier < close)) {
      events.push(saidAt(row, { at: row, level: close }));
    }
    if (recent.length === 10) recent.shift();
    recent.push(close);
  }
  return events;
}

/** Asks for so many bars before the first one that it speaks of. */
function asking(history: number): AskedHistory {
  const runFrom = (bars: BarSeries, start: number, to: number): CertifiedEvent[] =>
    newHighs(bars.slice(0, to), start - history).filter(({ confirmedAt }) => confirmedAt >= start);
  return { group: 'hand-made', words: `${history} bars`, spanBars: history, runFrom };
}

function propertiesOf({ violations }: Certificate): readonly string[] {
  return violations.map(({ property }) => property);
}

const certificateOf = (subject: CertifiedSubject): Certificate => certify(subject, BARS, OPTIONS);

describe('an honest subject', () => {
  const honest = handMade((bars) => newHighs(bars), {
    asks: asking(10),
    runInterrupted: (bars, stops) => {
      const events: CertifiedEvent[] = [];
      let recent: number[] = [];
      [...stops, bars.length].forEach((stop, nth) => {
        const upTo = bars.slice(0, stop);
        events.push(...newHighs(upTo, stops[nth - 1] ?? 0, recent));
        recent = JSON.parse(JSON.stringify(recent)) as number[];
      });
      return events;
    },
  });

  test('passes, and its history is found to the bar', () => {
    const certificate = certificateOf(honest);
    expect(certificate.violations).toEqual([]);
    const [row] = certificate.groups;
    expect(certificate.randomCuts).toBe(60);
    expect(certificate.eventCuts).toBe(2);
    expect(row?.events).toBe(newHighs(BARS).length);
    expect(row?.prefix).toEqual({ checks: 62, violations: 0 });
    expect(row?.future).toEqual({ checks: 62, violations: 0 });
    // Cuts at one and the same bar are one stop.
    expect(row?.restore?.checks).toBeGreaterThan(50);
    // Ten bars before a new high: the first bar that is spoken of alike is the eleventh.
    expect(row?.warmStart).toEqual({ checks: 60, tried: 250, bars: 10, verdict: 'holds' });
  });

  test('gets the same certificate again, and another seed other cuts', () => {
    expect(certificateOf(honest)).toEqual(certificateOf(honest));
    const other = certify(honest, BARS, { ...OPTIONS, seed: 12 });
    expect(other.violations).toEqual([]);
    expect(other.seed).toBe(12);
  });

  test('that asks for one bar less than it needs is told so', () => {
    const certificate = certificateOf({ ...honest, asks: asking(9) });
    expect(propertiesOf(certificate)).toEqual(['asked history']);
    expect(certificate.asked?.verdict).toBe('violated');
  });
});

describe('what must be caught', () => {
  test('a look at the next bar', () => {
    const peeks = handMade((bars) =>
      newHighs(bars).filter(({ confirmedAt: row }) => {
        return row + 1 < bars.length && at(bars, row + 1) > at(bars, row);
      }),
    );
    const certificate = certificateOf(peeks);
    expect(propertiesOf(certificate)).toContain('prefix');
    expect(propertiesOf(certificate)).toContain('future');
    const [violation] = certificate.violations;
    expect(violation?.group).toBe('hand-made');
    // The first violation names the bar and what was said of it.
    const said = JSON.parse(violation?.whole ?? 'null') as Saying;
    expect(said.at).toBe(violation?.bar);
    expect(violation?.time).toBe(new Date(BARS.time[said.at] as number).toISOString());
    expect(violation?.instead).toBeNull();
  });

  test('a swing stamped at its own bar rather than at its confirmation', () => {
    const swings = handMade((bars) => {
      const events: CertifiedEvent[] = [];
      for (let row = 1; row < bars.length - 1; row += 1) {
        const isHigh = at(bars, row) > at(bars, row - 1) && at(bars, row) > at(bars, row + 1);
        if (isHigh) events.push(saidAt(row, { at: row, level: at(bars, row) }));
      }
      return events;
    });
    expect(propertiesOf(certificateOf(swings))).toContain('prefix');
  });

  test('an old event that is taken back', () => {
    const erases = handMade((bars) =>
      newHighs(bars).filter(({ confirmedAt: row }) => {
        const after = Array.from(bars.close.subarray(row + 1, Math.min(row + 6, bars.length)));
        return after.every((close) => close > at(bars, row) - 0.001);
      }),
    );
    expect(propertiesOf(certificateOf(erases))).toContain('prefix');
  });

  test('an old event that is edited in place', () => {
    const edits = handMade((bars) => {
      let last: Saying | undefined;
      return newHighs(bars).map(({ confirmedAt }) => {
        if (last !== undefined) last.level = at(bars, confirmedAt);
        last = { at: confirmedAt, level: at(bars, confirmedAt) };
        return saidAt(confirmedAt, last);
      });
    });
    expect(propertiesOf(certificateOf(edits))).toContain('prefix');
  });

  test('a measure taken over the whole history', () => {
    const scaled = handMade((bars) => {
      let top = 0;
      for (let row = 0; row < bars.length; row += 1) top = Math.max(top, at(bars, row));
      return newHighs(bars).filter(({ confirmedAt: row }) => at(bars, row) > top * 0.99);
    });
    expect(propertiesOf(certificateOf(scaled))).toContain('prefix');
  });

  test('events out of order, or of bars that are not there', () => {
    const reversed = handMade((bars) => newHighs(bars).toReversed());
    expect(propertiesOf(certificateOf(reversed))).toContain('order');
    const beyond = handMade((bars) => [saidAt(bars.length, { at: bars.length, level: 1 })]);
    expect(propertiesOf(certificateOf(beyond))).toContain('order');
  });

  test('a state that a restart loses', () => {
    const forgets = handMade((bars) => newHighs(bars), {
      runInterrupted: (bars, stops) =>
        [0, ...stops].flatMap((stop, nth) =>
          newHighs(bars.slice(0, stops[nth] ?? bars.length), stop),
        ),
    });
    const certificate = certificateOf(forgets);
    expect(propertiesOf(certificate)).toEqual(['restore']);
  });

  test('a memory that has no end', () => {
    const remembers = handMade((bars) => {
      let lowest = Infinity;
      return newHighs(bars).map(({ confirmedAt: row }) => {
        for (let earlier = 0; earlier <= row; earlier += 1) {
          lowest = Math.min(lowest, at(bars, earlier));
        }
        return saidAt(row, { at: row, level: lowest });
      });
    });
    expect(propertiesOf(certificateOf(remembers))).toEqual(['warm start']);
  });
});

test('a file too short for what is asked proves no warm start and accuses nobody', () => {
  const subject = handMade((bars) => newHighs(bars), {
    asks: asking(5000),
    forgetsAfter: () => 5000,
  });
  const certificate = certificateOf(subject);
  expect(certificate.violations).toEqual([]);
  expect(certificate.groups[0]?.warmStart.bars).toBe(10);
  expect(certificate.asked?.verdict).toBe('file too short');
});

test('too few bars are refused', () => {
  expect(() =>
    certify(
      handMade(() => []),
      BARS.slice(0, 50),
      OPTIONS,
    ),
  ).toThrow('50 bars');
});
