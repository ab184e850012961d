import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../brokers/simulated/seeded-random.ts';
import { importBars } from '../../data/import-bars.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { clockRule } from '../../market/clock-rule.ts';
import type { Instrument } from '../../market/instrument.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import { HOUR_MS, MINUTE_MS, type AccountName } from '../../market/units.ts';
import { DEFAULT_SIGNAL_SETTINGS } from '../../signals/default-signal-settings.ts';
import type { Candidate } from '../../signals/signal.ts';
import { SmcStrategy } from '../../signals/smc-strategy.ts';
import type { ClosedBar, StrategyContext } from '../../signals/strategy.ts';
import type { Certificate } from '../../evidence/certify/certificate.ts';
import type { CertifiedSubject } from '../../evidence/certify/certified-subject.ts';
import { certify } from '../../evidence/certify/certify.ts';
import { randomBars } from '../../evidence/certify/certify-fixture.ts';
import { smcSubject } from './certify-subject.ts';
import { StrategySubject } from '../../evidence/certify/strategy-subject.ts';

const SERVER = clockRule('eet-us');
const randomFrom = (seed: number): SeededRandom => new SeededRandom(seed);

function instrumentOf(symbol: string): Instrument {
  const instrument = shippedInstrument(symbol);
  if (instrument === undefined) throw new Error(`${symbol} is not shipped`);
  return instrument;
}

/** The shipped strategy, deciding on the bars as they are. */
function certificateOf(
  bars: BarSeries,
  symbol: string,
  timeframe: Timeframe,
  samples: number,
): Certificate {
  const instrument = instrumentOf(symbol);
  const settings = { ...DEFAULT_SIGNAL_SETTINGS, timeframe };
  const subject = smcSubject(instrument, timeframe, SERVER, settings);
  return certify(subject, bars, { samples, seed: 3, randomFrom, point: instrument.point });
}

function spoke(certificate: Certificate): readonly string[] {
  return certificate.groups.filter(({ events }) => events > 0).map(({ group }) => group);
}

/** Hundreds of whole runs; a busy machine may need several times what they take alone. */
const PATIENCE = { timeout: 60_000 };

describe('a strategy that reads the bar after the present one', PATIENCE, () => {
  const EURUSD = instrumentOf('EURUSD');
  const settings = { ...DEFAULT_SIGNAL_SETTINGS, timeframe: 'H1' } as const;

  /** The shipped strategy, but only those of its trades that the next bar goes along with. */
  class Peeking extends SmcStrategy {
    readonly #all: BarSeries;
    readonly #kept: Candidate[] = [];

    constructor(context: StrategyContext, all: BarSeries) {
      super(context, settings);
      this.#all = all;
    }

    override onBar(closed: ClosedBar): readonly Candidate[] {
      this.#kept.length = 0;
      for (const candidate of super.onBar(closed)) {
        const next = this.#all.indexAtOrAfter(closed.bar.time) + 1;
        const close = next < this.#all.length ? (this.#all.close[next] as number) : NaN;
        const gain = close - closed.bar.close;
        if ((candidate.signal.side === 'buy' ? gain : -gain) > 0) this.#kept.push(candidate);
      }
      return this.#kept;
    }
  }

  test('is caught, and its detectors are not', () => {
    const bars = randomBars(4000, 5, Date.UTC(2021, 1, 1), HOUR_MS, { price: 1.2, point: 0.00001 });
    const context = { account: 'certify' as AccountName, instrument: EURUSD };
    const subjectOn = (all: BarSeries): StrategySubject =>
      new StrategySubject({
        name: 'peeking',
        instrument: EURUSD,
        base: 'H1',
        clock: SERVER,
        strategy: () => new Peeking(context, all),
        longestAgeBars: 3000,
      });
    const { name, groups, asks } = subjectOn(bars);
    const subject: CertifiedSubject = {
      name,
      groups,
      asks,
      forgetsAfter: (group) => subjectOn(bars).forgetsAfter(group),
      run: (all) => subjectOn(all).run(all),
    };
    const { violations } = certify(subject, bars, {
      samples: 20,
      seed: 1,
      randomFrom,
      point: 0.00001,
    });
    expect(violations.map(({ property }) => property)).toContain('prefix');
    expect(new Set(violations.map(({ group }) => group))).toEqual(new Set(['H1 signals']));
  });
});

describe('the shipped strategy and its detectors', PATIENCE, () => {
  test.each([
    ['March, in which summer time begins', 'EURUSD', Date.UTC(2021, 2, 1), 1.2],
    ['October and November, in which it ends', 'USDJPY', Date.UTC(2021, 9, 18), 114],
    ['gold over both', 'XAUUSD', Date.UTC(2022, 9, 17), 1650],
  ])('pass on random bars of %s', (_name, symbol, from, price) => {
    const { point } = instrumentOf(symbol);
    const bars = randomBars(3000, 9, from, 15 * MINUTE_MS, { price, point });
    const certificate = certificateOf(bars, symbol, 'M15', 15);
    expect(certificate.violations).toEqual([]);
    expect(spoke(certificate)).toContain('M15 swings');
  });

  const DATA =
    process.env['KIMI_MARKET_DATA'] ?? join(import.meta.dirname, '../../../../shared/market-data');
  const FILES = [
    ['smart-money-concepts/EURUSD/EURUSD_15M.csv', 'EURUSD', 'eet-eu', 'M15'],
    ['ejtraderLabs/USDJPYh1.csv', 'USDJPY', 'ejtrader', 'H1'],
    ['ejtraderLabs/XAUUSDh1.csv', 'XAUUSD', 'eet-eu', 'H1'],
  ] as const;
  for (const [file, symbol, clock, timeframe] of FILES) {
    const path = join(DATA, file);
    const missing = existsSync(path) ? '' : ` (skipped: no ${path})`;
    test.skipIf(missing !== '')(`pass on 5,000 bars of ${file}${missing}`, () => {
      const instrument = instrumentOf(symbol);
      const imported = importBars([path], { instrument, clock, trustClock: true });
      if (!imported.ok) throw new Error(imported.problem.reason);
      const bars = imported.value.bid.slice(10_000, 15_000);
      const certificate = certificateOf(bars, symbol, timeframe, 12);
      expect(certificate.violations).toEqual([]);
      expect(spoke(certificate)).toEqual(certificate.groups.map(({ group }) => group));
    });
  }
});
