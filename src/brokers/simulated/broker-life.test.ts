import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import type { BrokerEvent, BrokerRequest } from '../../execution/broker-port.ts';
import { magicOf, orderNumberOf, type OrderNumber, type Ticket } from '../../execution/order.ts';
import type {
  Currency,
  Lots,
  Money,
  Percent,
  Points,
  SymbolName,
  UtcMs,
} from '../../market/units.ts';
import { NOON, shipped } from './broker-fixture.ts';
import { SeededRandom } from './seeded-random.ts';
import { DEFAULT_SIMULATED_BROKER, type SimulatedBrokerSettings } from './settings.ts';
import { SimulatedBroker } from './simulated-broker.ts';

const NAMESPACE = 3;
const PRICES: Readonly<Record<string, readonly [price: number, digits: number]>> = {
  EURUSD: [1.1, 5],
  USDJPY: [150, 3],
  EURJPY: [165, 3],
};

const KINDS = ['market', 'market', 'limit', 'stop', 'stop-limit'] as const;
const FILLINGS = ['ioc', 'return'] as const;

/** Where the rest of a market order may work on, and swap is charged. */
function instruments() {
  return shipped({ executionMode: 'exchange' });
}

/** A random life: quotes that wander, gap and repeat, and requests good and bad. */
class RandomLife {
  broker: SimulatedBroker;
  readonly events: BrokerEvent[] = [];
  readonly #settings: SimulatedBrokerSettings;
  readonly #random: SeededRandom;
  readonly #middle = new Map<string, number>();
  #time = NOON;
  #number = 0;

  constructor(seed: number, settings: SimulatedBrokerSettings) {
    this.#settings = settings;
    this.#random = new SeededRandom(seed);
    this.broker = new SimulatedBroker(settings, instruments());
    for (const [symbol, [price]] of Object.entries(PRICES)) this.#middle.set(symbol, price);
  }

  live(steps: number): void {
    for (let step = 0; step < steps; step += 1) {
      if (this.#random.integer(3) === 0) this.broker.submit(this.#request());
      this.#quote();
      this.events.push(...this.broker.drain());
    }
  }

  restart(): void {
    const state = JSON.parse(JSON.stringify(this.broker.snapshot())) as ReturnType<
      SimulatedBroker['snapshot']
    >;
    this.broker = new SimulatedBroker(this.#settings, instruments(), state);
  }

  #pick(): string {
    return Object.keys(PRICES)[this.#random.integer(3)] as string;
  }

  #quote(): void {
    const symbol = this.#pick();
    const [, digits] = PRICES[symbol] as readonly [number, number];
    const jump = this.#random.integer(20) === 0 ? 0.005 : 0.0005;
    const middle = (this.#middle.get(symbol) as number) * (1 + jump * this.#random.normalish());
    this.#middle.set(symbol, middle);
    // Now and then a quarter of a day passes: nights are charged, and the market closes.
    const long = this.#random.integer(40) === 0 ? 6 * 3_600_000 : 0;
    this.#time = (this.#time + this.#random.integer(3) * 500 + long) as UtcMs;
    const bid = Number(middle.toFixed(digits));
    const ask = Number((bid + (5 + this.#random.integer(20)) / 10 ** digits).toFixed(digits));
    const quote = { symbol: symbol as SymbolName, time: this.#time, bid, ask };
    if (this.#random.integer(4) === 0) this.broker.walkTo(quote);
    else this.broker.onQuote(quote);
  }

  #request(): BrokerRequest {
    // Now and then a number is used again.
    if (this.#random.integer(12) > 0) this.#number += 1;
    const number = Math.max(1, this.#number) as OrderNumber;
    const head = { number, magic: magicOf(NAMESPACE, number) };
    const kind = this.#random.integer(6);
    const state = this.broker.snapshot();
    const positions = state.books.flatMap((book) => book.positions.map((held) => held.position));
    const orders = state.books.flatMap((book) => book.orders);
    const position = positions[this.#random.integer(positions.length + 1)];
    const order = orders[this.#random.integer(orders.length + 1)];
    if (kind === 0) {
      const lots = (position?.lots ?? 0.1) / (1 + this.#random.integer(2));
      const tidy = Number(lots.toFixed(2)) as Lots;
      return { type: 'close', position: position?.ticket ?? ('0' as Ticket), lots: tidy, ...head };
    }
    if (kind === 1) return { type: 'cancel', order: order?.ticket ?? ('0' as Ticket), ...head };
    if (kind === 2 && position) return { ...this.#modified(position), ...head };
    if (kind === 3) return { type: 'read-books', dealsSince: 0 as UtcMs };
    return { ...this.#opening(), ...head };
  }

  #modified({ ticket, symbol }: { ticket: Ticket; symbol: SymbolName }) {
    const [stopLoss, takeProfit] = [this.#near(symbol), this.#near(symbol)];
    return { type: 'modify', position: ticket, stopLoss, takeProfit } as const;
  }

  #opening() {
    const symbol = this.#pick() as SymbolName;
    const side = this.#random.integer(2) === 0 ? 'buy' : 'sell';
    return {
      type: 'open',
      symbol,
      side,
      kind: KINDS[this.#random.integer(5)] as 'market',
      filling: FILLINGS[this.#random.integer(2)] as 'ioc',
      limitPrice: this.#near(symbol),
      lots: ((1 + this.#random.integer(60)) / 100) as Lots,
      price: this.#near(symbol),
      stopLoss: this.#random.integer(3) === 0 ? 0 : this.#near(symbol),
      takeProfit: this.#random.integer(2) === 0 ? 0 : this.#near(symbol),
      deviation: 10 as Points,
      comment: '',
    } as const;
  }

  #near(symbol: string): number {
    const [, digits] = PRICES[symbol] as readonly [number, number];
    const middle = this.#middle.get(symbol) as number;
    return Number((middle * (1 + 0.002 * this.#random.normalish())).toFixed(digits));
  }
}

const settings = fc.record({
  positionMode: fc.constantFrom('hedging' as const, 'netting' as const),
  latencyMs: fc.constantFrom(0, 700),
  slip: fc.constantFrom(0, 4),
  partial: fc.constantFrom(0, 30),
});

function settingsOf(choice: {
  positionMode: 'hedging' | 'netting';
  latencyMs: number;
  slip: number;
  partial: number;
}): SimulatedBrokerSettings {
  return {
    ...DEFAULT_SIMULATED_BROKER,
    currency: 'USD' as Currency,
    initialBalance: 3000 as Money,
    leverage: 200,
    positionMode: choice.positionMode,
    latencyMs: choice.latencyMs as never,
    partialFills: { kind: 'seeded', chancePct: choice.partial as Percent, seed: 9 },
    slippage: { kind: 'seeded', maxPoints: choice.slip as Points, seed: 5 },
  };
}

test.prop([fc.integer(), settings], { numRuns: 60 })(
  'a broker restored from its books goes on as one that never stopped',
  (seed, choice) => {
    const straight = new RandomLife(seed, settingsOf(choice));
    const stopped = new RandomLife(seed, settingsOf(choice));
    for (let round = 0; round < 4; round += 1) {
      straight.live(60);
      stopped.live(60);
      stopped.restart();
    }
    expect(stopped.events).toEqual(straight.events);
    expect(stopped.broker.snapshot()).toEqual(straight.broker.snapshot());
  },
);

test.prop([fc.integer(), settings], { numRuns: 60 })(
  'books, deals and balance agree, and no number is carried out twice',
  (seed, choice) => {
    const life = new RandomLife(seed, settingsOf(choice));
    life.live(300);
    const deals = life.events.flatMap((event) => (event.type === 'deal' ? [event.deal] : []));
    const cents = deals.map((deal) =>
      Math.round((deal.profit + deal.commission + deal.swap) * 100),
    );
    const sum = cents.reduce((total, one) => total + one, 300_000);
    expect(Math.round(life.broker.account().balance * 100)).toBe(sum);

    const open = new Map<Ticket, number>();
    for (const { position, entry, lots } of deals) {
      const hundredths = Math.round(lots * 100) * (entry === 'in' ? 1 : -1);
      open.set(position, (open.get(position) ?? 0) + hundredths);
    }
    const held = life.broker.snapshot().books.flatMap((book) => book.positions);
    for (const { position } of held) {
      expect(open.get(position.ticket)).toBe(Math.round(position.lots * 100));
      open.delete(position.ticket);
    }
    expect([...open.values()].every((lots) => lots === 0)).toBe(true);

    // An order has one number, however many fills it has.
    const entries = deals.filter((deal) => deal.entry === 'in');
    const orders = new Map(entries.map((deal) => [deal.order, deal.magic]));
    const numbers = [...orders.values()].map((magic) => orderNumberOf(NAMESPACE, magic));
    expect(new Set(numbers).size).toBe(numbers.length);
  },
);

test.prop([fc.integer(), settings], { numRuns: 40 })(
  'after each price nothing is left that it should have set off',
  (seed, choice) => {
    const life = new RandomLife(seed, settingsOf(choice));
    for (let step = 0; step < 200; step += 1) {
      life.live(1);
      for (const book of life.broker.snapshot().books) {
        for (const { position } of book.positions) {
          const { side, stopLoss, takeProfit } = position;
          const gain = side === 'buy' ? book.bid : -book.ask;
          if (stopLoss > 0) expect(gain).toBeGreaterThan(side === 'buy' ? stopLoss : -stopLoss);
          if (takeProfit > 0) expect(gain).toBeLessThan(side === 'buy' ? takeProfit : -takeProfit);
        }
      }
      const { equity, margin } = life.broker.account();
      expect(margin === 0 || equity >= margin * 0.35).toBe(true);
    }
  },
);

test.prop([fc.integer(), settings, fc.integer({ min: 1, max: 199 })], { numRuns: 30 })(
  'what happens later changes nothing of what was told before',
  (seed, choice, steps) => {
    const short = new RandomLife(seed, settingsOf(choice));
    const long = new RandomLife(seed, settingsOf(choice));
    short.live(steps);
    long.live(200);
    expect(long.events.slice(0, short.events.length)).toEqual(short.events);
  },
);
