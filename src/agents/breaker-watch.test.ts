import { describe, expect, test } from 'vitest';
import { shipped } from '../brokers/simulated/broker-fixture.ts';
import type { AccountSnapshot } from '../execution/broker-port.ts';
import type { Deal, Magic, Position, Ticket } from '../execution/order.ts';
import {
  DAY_MS,
  type Currency,
  type Lots,
  type Money,
  type SymbolName,
  type UtcMs,
} from '../market/units.ts';
import type { BreakerSettings } from '../risk/breaker-settings.ts';
import { BreakerWatch } from './breaker-watch.ts';
import { Desk } from './desk.ts';
import { NOON, SETTINGS } from './test/world.ts';

const account = (balance: number, equity = balance, credit = 0): AccountSnapshot => ({
  currency: 'USD' as Currency,
  balance: balance as Money,
  equity: equity as Money,
  ...(credit === 0 ? {} : { credit: credit as Money }),
  margin: 0 as Money,
  freeMargin: equity as Money,
  leverage: 100,
  tradeMode: 'demo',
});

/** A lot of EURUSD from 1.1, and 0.01 of GBPUSD that only quotes. */
const position = (ticket: string, symbol: string, lots: number, openPrice: number): Position => ({
  ticket: ticket as Ticket,
  magic: 0 as Magic,
  symbol: symbol as SymbolName,
  side: 'buy',
  lots: lots as Lots,
  openPrice,
  openedAt: NOON,
  stopLoss: 0,
  takeProfit: 0,
  swap: 0 as Money,
  comment: '',
});

class Scene {
  readonly desk: Desk;
  readonly watch: BreakerWatch;
  time = NOON as number;

  constructor(
    told = account(10_000),
    deals: readonly Deal[] = [],
    change: Partial<BreakerSettings> = {},
  ) {
    const breaker = { ...SETTINGS.breaker, ...change };
    this.desk = new Desk({ ...SETTINGS, mode: 'demo', breaker }, shipped());
    this.watch = new BreakerWatch(this.desk);
    this.desk.begin(NOON);
    const positions = [position('1', 'EURUSD', 1, 1.1), position('2', 'GBPUSD', 0.01, 1.3)];
    const differences: string[] = [];
    this.desk.emit({ kind: 'reconciled', account: told, positions, orders: [], differences });
    this.watch.onBooks({ type: 'books', time: NOON, account: told, positions, orders: [], deals });
    this.quote('GBPUSD', 1.3).quote('EURUSD', 1.1);
  }

  quote(name: string, bid: number, afterMs = 3_000): this {
    this.time += afterMs;
    const time = this.time as UtcMs;
    this.desk.begin(time);
    const quote = { symbol: name as SymbolName, time, bid, ask: bid + 0.0001 };
    this.desk.setQuote(quote);
    this.watch.look({ type: 'quote', time, quote });
    return this;
  }

  told(snapshot: AccountSnapshot): this {
    this.watch.onBrokerAccount(snapshot, this.time as UtcMs);
    return this;
  }

  get state(): string | undefined {
    return this.desk.state.breaker?.state;
  }
}

describe('a trip', () => {
  test('rests on no single quote', () => {
    const scene = new Scene().quote('EURUSD', 0.9);
    expect(scene.state).toBe('armed');
    expect(scene.quote('EURUSD', 1.1).state).toBe('armed');
    expect(scene.quote('EURUSD', 1.09).state).toBe('armed');
    expect(scene.quote('EURUSD', 1.0901).state).toBe('tripped');
  });

  test('is not confirmed by a quote of another symbol that leaves the outlier standing', () => {
    const scene = new Scene().quote('EURUSD', 0.9).quote('GBPUSD', 1.3, 1_000);
    expect(scene.state).toBe('armed');
    expect(scene.quote('EURUSD', 1.1, 1_000).state).toBe('armed');
  });

  test('does not wait for ever on a symbol that has gone silent', () => {
    const scene = new Scene().quote('EURUSD', 1.09).quote('GBPUSD', 1.3, 4_999);
    expect(scene.state).toBe('armed');
    expect(scene.quote('GBPUSD', 1.3, 1).state).toBe('tripped');
  });

  test('may rest on what the broker says of its equity', () => {
    const scene = new Scene().quote('EURUSD', 1.0985);
    expect(scene.told(account(10_000, 9_799)).state).toBe('tripped');
    const other = new Scene().told(account(10_000, 9_790)).desk.state.breaker;
    expect(other?.trip?.cause).toBe('daily-loss');
  });

  test('does not rest on a withdrawal that the books have yet to tell of', () => {
    expect(new Scene().told(account(5_000)).state).toBe('armed');
  });
});

test("a sum that is not the broker's is told, once", () => {
  const scene = new Scene().told(account(10_000, 9_890)).told(account(10_000, 9_880));
  const faults = scene.desk.output.facts.filter(({ body }) => body.kind === 'fault');
  expect(faults).toHaveLength(1);
  expect(faults[0]?.body).toMatchObject({ where: 'breaker' });
});

test('an empty memory takes the base of the day from the deals', () => {
  const deal = { time: NOON - 1, profit: -155, commission: -7, swap: 0 } as Deal;
  const { breaker } = new Scene(account(9_838), [deal]).desk.state;
  expect(breaker).toMatchObject({ baseline: 10_000, limit: 9_800, state: 'warned' });
});

test('credit is in the base, and its end is no loss', () => {
  const scene = new Scene(account(10_000, 11_000, 1_000));
  expect(scene.desk.state.breaker).toMatchObject({ baseline: 11_000, limit: 10_780 });
  const flow = scene.watch.onCashFlow(11_000 as Money, account(10_000));
  scene.desk.emit({ kind: 'account-read', account: account(10_000), ...flow });
  scene.quote('EURUSD', 1.1).quote('EURUSD', 1.1);
  expect(scene.desk.state.breaker).toMatchObject({ limit: 9_800, state: 'armed' });
});

test('credit is in the base that is the balance, so that it widens no limit', () => {
  const scene = new Scene(account(10_000, 11_000, 1_000), [], { baseline_basis: 'balance' });
  scene.quote('EURUSD', 1.1, DAY_MS);
  expect(scene.desk.state.breaker).toMatchObject({ baseline: 11_000, limit: 10_780 });
});

test('a person arms it again, with a new base, and only when it is tripped', () => {
  const scene = new Scene();
  expect(scene.watch.rearm('Ann')).toBe(false);
  scene.quote('EURUSD', 1.09).quote('EURUSD', 1.09);
  expect(scene.state).toBe('tripped');
  expect(scene.watch.rearm('Ann')).toBe(true);
  expect(scene.desk.state.breaker).toMatchObject({ baseline: 9_000, limit: 8_820, state: 'armed' });
});
