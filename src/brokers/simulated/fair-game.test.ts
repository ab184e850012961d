import { expect, test } from 'vitest';
import { magicOf, type OrderNumber } from '../../execution/order.ts';
import type { Quote } from '../../market/quote.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import { DAY_MS, MINUTE_MS } from '../../market/units.ts';
import type { Currency, Lots, Money, Points, SymbolName, UtcMs } from '../../market/units.ts';
import { playBar, shipped } from './broker-fixture.ts';
import { MinuteBars } from './minute-bars.ts';
import { SeededRandom } from './seeded-random.ts';
import { DEFAULT_SIMULATED_BROKER } from './settings.ts';
import { SimulatedBroker } from './simulated-broker.ts';
import { SimulatedMarket } from './simulated-market.ts';

const MONDAY = Date.UTC(2026, 0, 5) as UtcMs;
const EURUSD = 'EURUSD' as SymbolName;
const HALF_HOUR_MS = 30 * MINUTE_MS;
const INSTRUMENTS = shipped();
const { point } = shippedInstrument(EURUSD) as Instrument;

/** Trades by the toss of a coin, one after another, and counts what they would have won at no cost. */
class CoinTosser {
  readonly gains: number[] = [];
  readonly broker = new SimulatedBroker(
    {
      ...DEFAULT_SIMULATED_BROKER,
      currency: 'USD' as Currency,
      initialBalance: 1_000_000 as Money,
      commissionPerLot: 0 as Money,
    },
    INSTRUMENTS,
  );
  readonly #coin: SeededRandom;
  readonly #kind: 'market' | 'limit' | 'stop';
  #number = 0;
  #halfSpread = 0;

  constructor(seed: number, kind: 'market' | 'limit' | 'stop') {
    this.#coin = new SeededRandom(seed, 99);
    this.#kind = kind;
  }

  /** After each price: book what closed, and toss again when nothing is open. */
  act({ time, bid, ask }: Pick<Quote, 'time' | 'bid' | 'ask'>): void {
    const half = (ask - bid) / 2;
    for (const event of this.broker.drain()) {
      if (event.type !== 'deal') continue;
      const { deal } = event;
      if (deal.entry === 'in') this.#halfSpread = half;
      else this.gains.push(deal.profit + (this.#halfSpread + half) * 100_000 * deal.lots);
    }
    if (!this.broker.hasWork(EURUSD)) this.#toss(time, bid, ask);
  }

  #toss(time: UtcMs, bid: number, ask: number): void {
    this.#number += 1;
    const number = this.#number as OrderNumber;
    const buy = this.#coin.integer(2) === 0;
    const sign = buy ? 1 : -1;
    const tidy = (price: number): number => Number(price.toFixed(5));
    const away = { market: 0, limit: -40, stop: 40 }[this.#kind] * sign * point;
    const price = (buy ? ask : bid) + away;
    this.broker.submit({
      type: 'open',
      symbol: EURUSD,
      side: buy ? 'buy' : 'sell',
      kind: this.#kind,
      lots: 0.1 as Lots,
      price: tidy(price),
      stopLoss: tidy(price - sign * 110 * point),
      takeProfit: tidy(price + sign * 190 * point),
      deviation: 0 as Points,
      ...(this.#kind === 'market' ? {} : { expiresAt: (time + HALF_HOUR_MS) as UtcMs }),
      comment: '',
      number,
      magic: magicOf(1, number),
    });
  }
}

function score(gains: readonly number[]): { count: number; mean: number; error: number } {
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) * (gain - mean), 0);
  return { count: gains.length, mean, error: Math.sqrt(squares) / gains.length };
}

test.each(['market', 'limit', 'stop'] as const)(
  'on quotes a coin wins nothing before costs and loses nothing else: %s orders',
  (kind) => {
    const gains: number[] = [];
    for (let seed = 0; seed < 24; seed += 1) {
      const market = new SimulatedMarket(seed, [EURUSD], MONDAY, 20_000);
      const tosser = new CoinTosser(seed, kind);
      while (market.nextQuoteTime < MONDAY + 12 * DAY_MS) {
        for (const quote of market.step()) {
          tosser.broker.onQuote(quote);
          tosser.act(quote);
        }
      }
      gains.push(...tosser.gains);
    }
    const { count, mean, error } = score(gains);
    expect(count).toBeGreaterThan(1200);
    expect(error).toBeLessThan(0.5);
    expect(Math.abs(mean)).toBeLessThan(4 * error);
  },
);

test.each(['market', 'limit', 'stop'] as const)(
  'on minute bars the declared path never helps the trader: %s orders',
  (kind) => {
    const gains: number[] = [];
    const eurusd = shippedInstrument(EURUSD) as Instrument;
    for (let seed = 0; seed < 20; seed += 1) {
      const market = new SimulatedMarket(seed, [EURUSD], MONDAY, 20_000);
      const bars = new MinuteBars([eurusd]);
      const tosser = new CoinTosser(seed, kind);
      while (market.nextQuoteTime < MONDAY + 12 * DAY_MS) {
        const time = market.nextQuoteTime;
        for (const { bar } of bars.closeUntil(time)) {
          const spread = bar.spread * point;
          playBar(tosser.broker, eurusd, bar, spread, MINUTE_MS);
          tosser.broker.advance((bar.time + MINUTE_MS) as UtcMs);
          tosser.act({
            time: (bar.time + MINUTE_MS) as UtcMs,
            bid: bar.close,
            ask: bar.close + spread,
          });
        }
        for (const quote of market.step()) bars.push(quote);
      }
      gains.push(...tosser.gains);
    }
    const { count, mean, error } = score(gains);
    expect(count).toBeGreaterThan(1000);
    expect(mean).toBeLessThan(4 * error);
    // Nor is it pessimistic beyond reason: a pip at most, of the 11 and 19 that are at stake.
    expect(mean).toBeGreaterThan(-1);
  },
);
