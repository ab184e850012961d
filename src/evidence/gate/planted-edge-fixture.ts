import type { Trade } from '../../agents/trade-ledger.ts';
import { BarSeries } from '../../market/bar-series.ts';
import { clockRule } from '../../market/clock-rule.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import { opposite, type Side } from '../../market/quote.ts';
import type { Lots, Money, RMultiple, UtcMs } from '../../market/units.ts';
import { meanOf } from '../metrics.ts';
import type { BracketMarket } from '../replay/bracket-market.ts';
import { TradeReplay } from '../replay/trade-replay.ts';
import { SeededDraws } from '../stats/seeded-draws.ts';
import { statisticalChecks, tradesAsked, type Figures } from './statistical-checks.ts';

const BAR_MS = 300_000;
/** Bars from one entry to the next: brackets may overlap, as they do in trading. */
const BARS_APART = 12;
const STOP_POINTS = 200;
const REWARD_RISK = 2;
const BEGIN = Date.UTC(2020, 0, 6);

export interface PlantedMarket {
  readonly seed: number;
  /** Points from bid to ask. */
  readonly spread: number;
  /** How often the side is chosen by someone who has seen the future: 0 is no edge at all. */
  readonly knows: number;
}

/** A market whose price is a fair game, and someone who trades it, with an edge or without. */
export function plantedFigures(planted: PlantedMarket, count: number): Figures {
  const once = marketOf(planted, count, planted.spread);
  const twice = { ...once, spreadPoints: () => 2 * planted.spread };
  const draws = new SeededDraws(planted.seed * 7919 + 13);
  const replay = new TradeReplay(new Map([[once.instrument.symbol, once]]));
  const replayTwice = new TradeReplay(new Map([[once.instrument.symbol, twice]]));
  const same: number[] = [];
  const other: number[] = [];
  const rAtTwice: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const bar = 1 + at * BARS_APART;
    const tossed: Side = (draws.next() & 1) === 1 ? 'buy' : 'sell';
    const first = replay.replay(entry(once, bar, tossed, planted.spread));
    if (!first) continue;
    const isSeen = draws.uniform() < planted.knows;
    const turns = isSeen && first.other > first.same;
    const side = turns ? opposite(tossed) : tossed;
    const again = replayTwice.replay(entry(once, bar, side, 2 * planted.spread));
    if (!again) continue;
    same.push(turns ? first.other : first.same);
    other.push(turns ? first.same : first.other);
    rAtTwice.push(again.same);
  }
  const spreadCostR = planted.spread / STOP_POINTS;
  return { r: same, rAtTwice, same, other, seeds: 1000, spreadCostR, trials: 1 };
}

/** Knowledge that brings a mean of `meanR` at the spread, measured on one long market. */
export function knowledgeFor(meanR: number, spread: number): number {
  const { same, other } = plantedFigures({ seed: 999_983, spread, knows: 0 }, 20_000);
  const plain = meanOf(same) ?? 0;
  const best = meanOf(same.map((r, at) => Math.max(r, other[at] ?? r))) ?? 0;
  return (meanR - plain) / (best - plain);
}

/** Trades until the gate's own question is answered, and then its answer. */
export function passesGate(planted: PlantedMarket): {
  readonly passed: boolean;
  readonly trades: number;
} {
  let count = 300;
  for (;;) {
    const figures = plantedFigures(planted, count);
    const asked = tradesAsked(figures) ?? 0;
    if (count >= asked) {
      return { passed: statisticalChecks(figures).every(({ passed }) => passed), trades: count };
    }
    count = Math.max(count + 20, asked);
  }
}

function marketOf({ seed }: PlantedMarket, count: number, spread: number): BracketMarket {
  const model = shippedInstrument('EURUSD');
  if (!model) throw new Error('the shipped instruments lack EURUSD');
  const instrument = { ...model, swap: { ...model.swap, mode: 'disabled' as const } };
  return {
    instrument,
    bars: fairBars(seed, count * BARS_APART + 2000),
    barMs: BAR_MS,
    serverClock: clockRule('utc'),
    spreadPoints: () => spread,
  };
}

/** Twelve steps of a coin within each bar: its close is a fair game, and so is every price in it. */
function fairBars(seed: number, length: number): BarSeries {
  const draws = new SeededDraws(seed);
  const bars = new BarSeries(length);
  let price = 120_000;
  for (let at = 0; at < length; at += 1) {
    const open = price;
    let high = price;
    let low = price;
    let bits = draws.next();
    for (let step = 0; step < 12; step += 1) {
      price += (bits & 1) === 1 ? 16 : -16;
      bits >>>= 1;
      if (price > high) high = price;
      if (price < low) low = price;
    }
    const time = BEGIN + at * BAR_MS;
    bars.pushValues(time, open / 1e5, high / 1e5, low / 1e5, price / 1e5, 1, 0);
  }
  return bars;
}

function entry(
  { bars, instrument }: BracketMarket,
  bar: number,
  side: Side,
  spread: number,
): Trade {
  const sign = side === 'buy' ? 1 : -1;
  const bid = bars.open[bar] ?? 0;
  const rounded = (points: number): number => Math.round(points) / 1e5;
  const openPoints = bid * 1e5 + (side === 'buy' ? spread : 0);
  const openedAt = bars.time[bar] as UtcMs;
  const money = (amount: number): Money => amount as Money;
  return {
    position: String(bar) as Trade['position'],
    symbol: instrument.symbol,
    side,
    lots: 1 as Lots,
    openedAt,
    openPrice: rounded(openPoints),
    closedAt: openedAt,
    closePrice: rounded(openPoints),
    stopLoss: rounded(openPoints - sign * STOP_POINTS),
    takeProfit: rounded(openPoints + sign * REWARD_RISK * STOP_POINTS),
    risk: money(STOP_POINTS),
    gross: money(0),
    commission: money(0),
    swap: money(0),
    net: money(0),
    r: 0 as RMultiple,
    exit: 'stop-loss',
    signalId: '',
    confidence: 0,
  };
}
