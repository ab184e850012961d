import { expect, test } from 'vitest';
import { Script, ScriptedStrategy } from '../agents/test/scripted-strategy.ts';
import { SETTINGS } from '../agents/test/world.ts';
import type { Fact } from '../agents/fact.ts';
import { DEFAULT_MANAGEMENT } from '../execution/management/default-settings.ts';
import { SeededRandom } from '../brokers/simulated/seeded-random.ts';
import { DEFAULT_SIMULATED_BROKER } from '../brokers/simulated/settings.ts';
import { DEFAULT_STOP_OUT, stopOutRule, type StopOutRule } from '../brokers/stop-out-rule.ts';
import { BarSeries } from '../market/bar-series.ts';
import { shippedInstrument } from '../market/instruments.ts';
import type { Instrument } from '../market/instrument.ts';
import {
  MINUTE_MS,
  type Currency,
  type Money,
  type Percent,
  type Points,
  type UtcMs,
} from '../market/units.ts';
import { BacktestRunner, type BacktestRun, type BacktestSetup } from './runner.ts';

/** Monday 2026-01-05 00:00 UTC. */
const START = Date.UTC(2026, 0, 5);
const BARS = 2500;
const BAR_MS = 5 * MINUTE_MS;
const FIRST: Readonly<Record<string, number>> = { EURUSD: 1.1, USDJPY: 150, EURJPY: 165 };

interface Variant {
  readonly symbols: readonly string[];
  readonly currency?: string;
  readonly leverage?: number;
  readonly riskPct?: number;
  readonly stopOut?: StopOutRule;
  readonly breaker?: Partial<BacktestSetup['settings']['breaker']>;
  readonly settings?: Partial<BacktestSetup['settings']>;
  /** Confidence of what buys; what sells has 0.9. */
  readonly confidence?: number;
}

/** Random walks of the symbols, in which a script opens now and then with stops near and far. */
function runOf(seed: number, everyPrice: boolean, variant: Variant): BacktestRun {
  const { symbols, currency = 'USD', leverage = 100, riskPct = 1, breaker = {} } = variant;
  const { stopOut = DEFAULT_STOP_OUT, confidence = 0.9, settings = {} } = variant;
  const script = new Script();
  const sources = symbols.map((name, at) => {
    const instrument = shippedInstrument(name) as Instrument;
    return { instrument, bars: walk(instrument, new SeededRandom(seed, at), script, confidence) };
  });
  const money = currency as Currency;
  const limits = { ...SETTINGS.limits, risk_per_trade_pct: riskPct as Percent };
  return new BacktestRunner({
    settings: {
      ...SETTINGS,
      ...settings,
      currency: money,
      symbols: sources.map(({ instrument }) => instrument.symbol),
      limits: { ...limits, max_leverage: 400, max_total_exposure_pct: 50 as Percent },
      breaker: { ...SETTINGS.breaker, ...breaker },
    },
    broker: {
      ...DEFAULT_SIMULATED_BROKER,
      currency: money,
      initialBalance: (currency === 'JPY' ? 1_500_000 : 10_000) as Money,
      leverage,
      stopOut,
      commissionPerLot: 3 as Money,
    },
    sources,
    rates: [],
    spreadPoints: (_instrument, spread) => spread,
    everyPrice,
    strategyFor: ({ instrument }) => new ScriptedStrategy(instrument.symbol, script),
  }).run();
}

function walk(
  instrument: Instrument,
  random: SeededRandom,
  script: Script,
  confidence: number,
): BarSeries {
  const { digits, symbol } = instrument;
  const unit = Number(`1e${digits}`);
  const series = new BarSeries();
  let price = Math.round((FIRST[symbol] as number) * unit);
  for (let at = 0; at < BARS; at += 1) {
    const open = price + random.integer(7) - 3;
    const close = open + Math.round(30 * random.normalish());
    const high = Math.max(open, close) + random.integer(20);
    const low = Math.min(open, close) - random.integer(20);
    price = close;
    // Now and then a minute is missing, and the spread is not always the same.
    if (random.integer(40) === 0) continue;
    const time = START + at * BAR_MS;
    const spread = (6 + random.integer(6)) as Points;
    series.pushValues(time, open / unit, high / unit, low / unit, close / unit, 1, spread);
    if (random.integer(25) > 0) continue;
    const side = random.integer(2) === 0 ? 'buy' : 'sell';
    const sign = side === 'buy' ? 1 : -1;
    const kind = random.integer(2) === 0 ? 'market' : 'limit';
    const entry = kind === 'market' ? close : close - sign * 20;
    const away = (points: number): number => (entry + sign * points) / unit;
    script.at((time + BAR_MS) as UtcMs, {
      symbol,
      side,
      kind,
      price: entry / unit,
      stopLoss: away(-80 - random.integer(400)),
      takeProfit: away(160 + random.integer(800)),
      confidence: side === 'buy' ? confidence : 0.9,
    });
  }
  return series;
}

/** What time alone brings: while nothing is open, it is free at which price of a bar that is seen. */
const BROUGHT_BY_TIME: readonly string[] = ['day-started', 'signal-approval'];

function told({ facts }: BacktestRun): unknown[] {
  return facts.map(({ time, body }: Fact) =>
    BROUGHT_BY_TIME.includes(body.kind) ? [body] : [time, body],
  );
}

const VARIANTS: readonly [string, Variant, number][] = [
  ['one symbol in its own currency', { symbols: ['EURUSD'] }, 5],
  ['a profit that the symbol itself converts', { symbols: ['USDJPY'] }, 5],
  ['an account in yen', { symbols: ['USDJPY', 'EURJPY'], currency: 'JPY' }, 5],
  ['two symbols', { symbols: ['EURUSD', 'USDJPY'] }, 5],
  ['profits that another symbol converts', { symbols: ['EURJPY', 'USDJPY', 'EURUSD'] }, 5],
  [
    'days that end at their limit',
    { symbols: ['EURUSD'], riskPct: 2, breaker: { daily_drawdown_pct: 1.5 as Percent } },
    3,
  ],
  [
    'a base that follows the highest equity',
    { symbols: ['EURUSD'], breaker: { baseline_basis: 'trailing-high' } },
    5,
  ],
  [
    'profits that are locked',
    { symbols: ['EURUSD', 'USDJPY'], breaker: { daily_profit_lock_pct: 1 as Percent } },
    3,
  ],
  [
    'signals that wait for approval until they expire',
    {
      symbols: ['EURUSD', 'USDJPY'],
      settings: { approval: { above: 0.1, expires_minutes: 20, max_drift: 0.2 } },
      confidence: 0.5,
    },
    5,
  ],
  [
    'positions that are looked after',
    {
      symbols: ['EURUSD'],
      settings: { management: { ...DEFAULT_MANAGEMENT, break_even_at_r: 0.5, time_stop_bars: 40 } },
    },
    5,
  ],
  [
    'an account near its stop-out',
    {
      symbols: ['EURUSD'],
      leverage: 6,
      riskPct: 2,
      breaker: { daily_drawdown_pct: 90 as Percent },
    },
    3,
  ],
  [
    'two symbols near a stop-out',
    {
      symbols: ['EURUSD', 'USDJPY'],
      riskPct: 2,
      stopOut: stopOutRule('money', 9_900, 9_800),
      breaker: { daily_drawdown_pct: 90 as Percent },
    },
    3,
  ],
  [
    'a stop-out in money',
    {
      symbols: ['EURUSD'],
      riskPct: 2,
      stopOut: stopOutRule('money', 9_900, 9_800),
      breaker: { daily_drawdown_pct: 90 as Percent },
    },
    3,
  ],
];

test.each(VARIANTS)(
  'passing over quiet bars leads to the same facts: %s',
  (_name, variant, least) => {
    for (const seed of [1, 2, 3]) {
      const fast = runOf(seed, false, variant);
      const slow = runOf(seed, true, variant);
      expect(fast.trades.length).toBeGreaterThanOrEqual(least);
      expect(told(fast)).toEqual(told(slow));
      expect(fast.equity).toEqual(slow.equity);
      expect(fast.intrabar).toEqual(slow.intrabar);
    }
  },
);
