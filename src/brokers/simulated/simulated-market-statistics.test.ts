import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, type SymbolName, type UtcMs } from '../../market/units.ts';
import { SimulatedMarket } from './simulated-market.ts';

const MONDAY = Date.UTC(2026, 0, 5) as UtcMs;
const WEEK_MINUTES = 5 * 1440;
const EURUSD = 'EURUSD' as SymbolName;

/** Changes of the middle of the quotes, minute by minute, over a week of one seed. */
function minuteMoves(seed: number, symbol = EURUSD, minutes = WEEK_MINUTES): Float64Array {
  const market = new SimulatedMarket(seed, [symbol], MONDAY);
  const moves = new Float64Array(minutes);
  let before = 0;
  let at = 0;
  while (at < minutes) {
    const [quote] = market.step();
    if (!quote || quote.time % MINUTE_MS !== 0) continue;
    const middle = (quote.bid + quote.ask) / 2;
    if (before > 0) {
      moves[at] = middle / before - 1;
      at += 1;
    }
    before = middle;
  }
  return moves;
}

function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance =
    values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

/** Sum of products of values `lag` apart, over the sum of squares. */
function autocorrelation(values: Float64Array, lag: number): number {
  let products = 0;
  let squares = 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let index = 0; index + lag < values.length; index += 1) {
    const value = (values[index] as number) - mean;
    products += value * ((values[index + lag] as number) - mean);
    squares += value * value;
  }
  return products / squares;
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);
const weeks = SEEDS.map((seed) => minuteMoves(seed));

describe('prices are a martingale before costs', () => {
  test('the mean move over many seeds is nothing', () => {
    const { mean, error } = meanAndError(
      weeks.map((moves) => moves.reduce((sum, m) => sum + m, 0)),
    );
    expect(Math.abs(mean)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.002);
  });

  test.each([1, 2, 5, 15, 60])('moves %d minutes apart are not correlated', (lag) => {
    const { mean, error } = meanAndError(weeks.map((moves) => autocorrelation(moves, lag)));
    // Quotes lie on a grid, and their rounding alone brings a trace of reversal at the first lag.
    expect(Math.abs(mean)).toBeLessThan(4 * error + (lag === 1 ? 0.002 : 0));
    expect(error).toBeLessThan(0.01);
  });

  test.each([3, 15, 60])('neither runs of %d minutes nor large moves foretell the next', (span) => {
    const follow: number[] = [];
    for (const moves of weeks) {
      let sum = 0;
      let squares = 0;
      for (let at = span; at + span <= moves.length; at += span) {
        let past = 0;
        let next = 0;
        for (let k = 0; k < span; k += 1) {
          past += moves[at - span + k] as number;
          next += moves[at + k] as number;
        }
        sum += Math.sign(past) * next;
        squares += next * next;
      }
      follow.push(sum / Math.sqrt(squares));
    }
    const { mean, error } = meanAndError(follow);
    expect(Math.abs(mean)).toBeLessThan(4 * error);
  });

  test('the largest moves go up as often as down', () => {
    let up = 0;
    let down = 0;
    for (const moves of weeks) {
      const square = moves.reduce((sum, move) => sum + move * move, 0) / moves.length;
      const large = 7 * Math.sqrt(square);
      for (const move of moves) {
        if (move > large) up += 1;
        else if (move < -large) down += 1;
      }
    }
    expect(up + down).toBeGreaterThan(50);
    expect(Math.abs(up - down)).toBeLessThan(4 * Math.sqrt(up + down));
  });

  test('up and down are alike: no skew', () => {
    const { mean, error } = meanAndError(
      weeks.map((moves) => {
        const square = moves.reduce((sum, move) => sum + move * move, 0) / moves.length;
        const cube = moves.reduce((sum, move) => sum + move * move * move, 0) / moves.length;
        return cube / (square * Math.sqrt(square));
      }),
    );
    expect(Math.abs(mean)).toBeLessThan(4 * error);
  });
});

describe('and yet it lives', () => {
  test('large moves come in clusters and tails are heavy', () => {
    const clustering = meanAndError(weeks.map((moves) => autocorrelation(moves.map(Math.abs), 1)));
    expect(clustering.mean).toBeGreaterThan(0.15);
    const kurtosis = meanAndError(
      weeks.map((moves) => {
        const square = moves.reduce((sum, move) => sum + move * move, 0) / moves.length;
        const fourth =
          moves.reduce((sum, move) => sum + move * move * move * move, 0) / moves.length;
        return fourth / (square * square);
      }),
    );
    expect(kurtosis.mean).toBeGreaterThan(5);
  });

  test('clusters are more than the hours of the day and the wake of jumps', () => {
    const usual = weeks[0]?.map((_, at) => {
      let squares = 0;
      for (const moves of weeks) squares += (moves[at] as number) * (moves[at] as number);
      return Math.sqrt(squares / weeks.length);
    }) as Float64Array;
    const { mean } = meanAndError(
      weeks.map((moves) => {
        // Each move against the usual size of its own minute, the largest cut down.
        const sizes = moves.map((move, at) => Math.min(3, Math.abs(move) / (usual[at] as number)));
        return autocorrelation(sizes, 1);
      }),
    );
    expect(mean).toBeGreaterThan(0.12);
  });

  test('London and New York are busier than Asia', () => {
    const hour = (from: number): number => {
      let squares = 0;
      for (const moves of weeks) {
        for (let day = 0; day < 5; day += 1) {
          const start = day * 1440 + from * 60;
          for (let at = start; at < start + 60; at += 1) {
            const move = moves[at] as number;
            squares += move * move;
          }
        }
      }
      return Math.sqrt(squares);
    };
    const [asia, london, newYork] = [hour(4), hour(8), hour(14)];
    expect(london / asia).toBeGreaterThan(1.7);
    expect(newYork / asia).toBeGreaterThan(2);
  });

  test.each([
    // symbol, mean range of a day in price, from its low to its high
    ['EURUSD', 0.007],
    ['USDJPY', 1.1],
    ['XAUUSD', 27.6],
    ['GBPUSD', 0.009],
    ['AUDUSD', 0.0055],
    ['EURJPY', 1.25],
    ['US30', 370],
    ['BTCUSD', 2200],
  ] as const)('a day of %s spans about %d', (symbol, expected) => {
    const ranges: number[] = [];
    for (let seed = 100; seed < 130; seed += 1) {
      const market = new SimulatedMarket(seed, [symbol as SymbolName], MONDAY, 60_000);
      let low = Infinity;
      let high = -Infinity;
      while (market.nextQuoteTime < MONDAY + 24 * HOUR_MS) {
        const bid = market.step()[0]?.bid ?? NaN;
        low = Math.min(low, bid);
        high = Math.max(high, bid);
      }
      ranges.push(high - low);
    }
    const { mean } = meanAndError(ranges);
    expect(mean / expected).toBeGreaterThan(0.75);
    expect(mean / expected).toBeLessThan(1.35);
  });
});
