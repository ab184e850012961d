import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SIMULATED_BROKER } from '../brokers/simulated/settings.ts';
import { SimulatedBroker } from '../brokers/simulated/simulated-broker.ts';
import type { BrokerEvent } from '../execution/broker-port.ts';
import { magicOf, type Deal, type OrderNumber, type Ticket } from '../execution/order.ts';
import { QuoteBarBuilder } from '../market/bar-builder.ts';
import type { Bar } from '../market/bar.ts';
import { clockRule } from '../market/clock-rule.ts';
import type { Instrument } from '../market/instrument.ts';
import { shippedInstrument } from '../market/instruments.ts';
import { opposite, type Quote, type Side } from '../market/quote.ts';
import { timeframeMs, type Timeframe } from '../market/timeframe.ts';
import type { Currency, Lots, Money, Percent, Points, Price, UtcMs } from '../market/units.ts';

const FOLDER = join(
  process.env['KIMI_MARKET_DATA'] ?? join(import.meta.dirname, '../../../shared/market-data'),
  'nautilus_trader',
);

export const hasPeerData = existsSync(join(FOLDER, 'fxcm'));

/** Milliseconds before the end of a minute at which its four prices come: open, high, low, close. */
const BEFORE = [301, 201, 101, 1] as const;

/** Four quotes a minute from bid and ask bars whose times are those of their closes. */
export function peerQuotes(pair: string, year: number): readonly Quote[] {
  const bids = rows(`${pair}-m1-bid-${year}.csv`);
  const asks = rows(`${pair}-m1-ask-${year}.csv`);
  const { symbol } = instrumentOf(pair);
  return bids.flatMap(([text, ...bid], row) => {
    const [there, ...ask] = asks[row] ?? [];
    if (there !== text || text === undefined) throw new Error(`row ${row} has no partner`);
    const time = Date.parse(text);
    return BEFORE.map((before, at): Quote => {
      const instant = (time - before) as UtcMs;
      return { symbol, time: instant, bid: Number(bid[at]), ask: Number(ask[at]) };
    });
  });
}

/** Short-term interest of a country in per cent a year, by its month. */
export function shortRate(country: string, month: string): number {
  const line = readFileSync(join(FOLDER, 'short-term-interest.csv'), 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`"${country}"`) && one.includes(`"M","${month}"`));
  return Number(line?.split(',')[6]);
}

export function instrumentOf(pair: string, change: Partial<Instrument> = {}): Instrument {
  const shipped = shippedInstrument(pair.toUpperCase()) as Instrument;
  return { ...shipped, ...change };
}

function rows(file: string): string[][] {
  const text = readFileSync(join(FOLDER, 'fxcm', file), 'utf8').trimEnd();
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

/** An exponential average that starts at its first value. */
class Average {
  value = NaN;
  readonly #share: number;

  constructor(length: number) {
    this.#share = 2 / (length + 1);
  }

  add(price: Price): void {
    if (Number.isNaN(this.value)) this.value = price;
    else this.value += this.#share * (price - this.value);
  }
}

const SLOW = 20;

/**
 * A cross of the averages of 10 and 20 closes, always in the market with ten lots once both are full.
 * It trades at the quote that stands as its bar closes: the broker is shown that quote again.
 */
export class AverageCross {
  readonly broker: SimulatedBroker;
  readonly deals: Deal[] = [];
  bars = 0;
  orders = 0;
  /** Sum of what the deals brought in the profit currency, over the price each was closed at, in cents. */
  profitAtExitPrice = 0;
  readonly #instrument: Instrument;
  /** Does a window in which no quote came count as a bar of the last close? */
  readonly #emptyBars: boolean;
  readonly #length: number;
  readonly #builder: QuoteBarBuilder;
  readonly #fast = new Average(10);
  readonly #slow = new Average(SLOW);
  #open: { ticket: Ticket; side: Side; price: Price } | undefined;
  #last: Quote | undefined;
  #end = NaN;

  constructor(instrument: Instrument, timeframe: Timeframe, emptyBars: boolean) {
    this.#instrument = instrument;
    this.#emptyBars = emptyBars;
    this.#length = timeframeMs(timeframe);
    this.#builder = new QuoteBarBuilder(timeframe, clockRule('utc'), instrument.point);
    const settings = {
      ...DEFAULT_SIMULATED_BROKER,
      currency: 'USD' as Currency,
      initialBalance: 1_000_000 as Money,
      leverage: 1000,
      commissionPerLot: 0 as Money,
      commissionPctOfValue: 0.002 as Percent,
      dealsKept: 1,
    };
    const always = { ...instrument, week: { zone: 'UTC', windows: ALL_WEEK } };
    this.broker = new SimulatedBroker(settings, new Map([[instrument.symbol, always]]));
  }

  run(quotes: readonly Quote[]): this {
    for (const quote of quotes) {
      const bar = this.#builder.push(quote);
      if (bar) this.#closed(bar, quote.time);
      if (Number.isNaN(this.#end)) this.#end = endOf(quote.time, this.#length);
      this.#last = quote;
      this.broker.onQuote(quote);
      this.#take();
    }
    const bar = this.#builder.closeUntil(Infinity as UtcMs);
    if (bar) this.#closed(bar, 0);
    if (this.#open) this.#close((this.#last?.time ?? 0) + 2);
    return this;
  }

  /** A bar, and after it the windows up to `until` in which no quote came. */
  #closed(bar: Bar, until: number): void {
    this.#decide(bar.close, bar.high === bar.low);
    while (this.#emptyBars && this.#end + this.#length <= until) {
      this.#end += this.#length;
      this.#decide(bar.close, true);
    }
    this.#end = until > 0 ? endOf(until as UtcMs, this.#length) : this.#end;
  }

  #decide(close: Price, single: boolean): void {
    this.bars += 1;
    this.#fast.add(close);
    this.#slow.add(close);
    // A bar of a single price tells nothing of the market.
    if (this.bars < SLOW || single) return;
    const side = this.#fast.value >= this.#slow.value ? 'buy' : 'sell';
    if (this.#open?.side === side) return;
    const time = (this.#last?.time ?? 0) + 1;
    if (this.#open) this.#close(time);
    this.#submitOpen(side);
    this.#showAgain(time);
  }

  #submitOpen(side: Side): void {
    this.orders += 1;
    const number = this.orders as OrderNumber;
    this.broker.submit({
      type: 'open',
      number,
      magic: magicOf(1, number),
      symbol: this.#instrument.symbol,
      side,
      kind: 'market',
      lots: 10 as Lots,
      price: 0,
      stopLoss: 0,
      takeProfit: 0,
      deviation: 0 as Points,
      comment: '',
    });
  }

  #close(time: number): void {
    const position = this.#open?.ticket;
    if (position === undefined) return;
    this.orders += 1;
    const number = this.orders as OrderNumber;
    const magic = magicOf(1, number);
    this.broker.submit({ type: 'close', number, magic, position, lots: 10 as Lots });
    this.#showAgain(time - 0.5);
  }

  #showAgain(time: number): void {
    if (this.#last) this.broker.onQuote({ ...this.#last, time: time as UtcMs });
    this.#take();
  }

  #take(): void {
    for (const event of this.broker.drain()) this.#note(event);
  }

  #note(event: BrokerEvent): void {
    if (event.type === 'order-result' && event.outcome === 'rejected')
      throw new Error(event.detail);
    if (event.type !== 'deal') return;
    const { deal } = event;
    this.deals.push(deal);
    if (deal.entry === 'in') {
      this.#open = { ticket: deal.position, side: deal.side, price: deal.price };
    } else if (this.#open) {
      const gain = (deal.price - this.#open.price) * (opposite(deal.side) === 'buy' ? 1 : -1);
      const profit = (gain * deal.lots * this.#instrument.contractSize) / deal.price;
      this.profitAtExitPrice += Math.round(profit * 100) / 100;
      this.#open = undefined;
    }
  }
}

const ALL_WEEK = [{ openMinute: 0, closeMinute: 7 * 1440 }];

/** First instant after the bar that `time` lies in. */
function endOf(time: UtcMs, length: number): number {
  return (Math.floor(time / length) + 1) * length;
}
