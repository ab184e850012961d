import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TestBooks } from '../../../brokers/mt5/testing/test-books.ts';
import { OFFSET_MS } from '../../../brokers/mt5/testing/test-rows.ts';
import {
  TEST_SECRET,
  TestTerminal,
  type TestTerminalOptions,
} from '../../../brokers/mt5/testing/test-terminal.ts';
import { DEFAULT_SIMULATED_BROKER } from '../../../brokers/simulated/settings.ts';
import { SimulatedBroker } from '../../../brokers/simulated/simulated-broker.ts';
import type { Bar } from '../../../market/bar.ts';
import { shippedInstrument } from '../../../market/instruments.ts';
import type { Instrument } from '../../../market/instrument.ts';
import { isTimeframe, timeframeMs } from '../../../market/timeframe.ts';
import type { Currency, Money, Points, SymbolName, UtcMs } from '../../../market/units.ts';

/** A shipped instrument under a broker's name for it. */
export function listed(model: string, name: string, change: Partial<Instrument> = {}): Instrument {
  const shipped = shippedInstrument(model);
  if (!shipped) throw new Error(`${model} is not shipped`);
  return { ...shipped, symbol: name as SymbolName, ...change };
}

/** Prices at which each shipped instrument stands still. */
const PRICES: Readonly<Record<string, number>> = {
  EURUSD: 1.1,
  USDJPY: 150,
  XAUUSD: 2000,
  US30: 40_000,
};

/** A hundredth of a per cent each way, bar after bar: true range and spread never change. */
function stillBars(price: number, newest: number, timeframe: string, count: number): Bar[] {
  if (!isTimeframe(timeframe)) return [];
  const length = timeframeMs(timeframe);
  const last = Math.floor((newest + OFFSET_MS) / length) * length - OFFSET_MS - length;
  return Array.from({ length: count }, (_, at) => ({
    time: (last - (count - 1 - at) * length) as UtcMs,
    open: price,
    high: price * 1.0001,
    low: price * 0.9999,
    close: price,
    volume: 10,
    spread: 8 as Points,
  }));
}

export interface OddBroker {
  readonly symbols: readonly Instrument[];
  /** How far the server's clock is ahead of this machine's. */
  readonly aheadMs?: number;
  readonly balance?: number;
  /** Bars that the terminal has of each timeframe. */
  readonly bars?: number;
}

/** The books of a broker that calls things as it likes. */
export function booksOf({
  symbols,
  aheadMs = 0,
  balance = 10_000,
  bars = 9_000,
}: OddBroker): TestBooks {
  const instruments = new Map(symbols.map((one) => [one.symbol, one]));
  const priceOf = (symbol: string): number => {
    const { baseCurrency, profitCurrency } = instruments.get(symbol as SymbolName) ?? {};
    return PRICES[`${baseCurrency}${profitCurrency}`] ?? PRICES['US30'] ?? 1;
  };
  const now = (): UtcMs => (Date.now() + aheadMs) as UtcMs;
  const settings = {
    ...DEFAULT_SIMULATED_BROKER,
    currency: 'USD' as Currency,
    initialBalance: balance as Money,
    commissionPerLot: 0 as Money,
    tradeMode: 'demo' as const,
  };
  const broker = new SimulatedBroker(settings, instruments);
  const books = new TestBooks({
    broker,
    namespace: 1,
    instruments,
    now,
    bars: (symbol, timeframe) => stillBars(priceOf(symbol), Date.now(), timeframe, bars),
  });
  for (const { symbol, point } of symbols) {
    const price = priceOf(symbol);
    books.quote(symbol, price, price + 8 * point);
  }
  return books;
}

/** Dials a port as an Expert Advisor does, again and again, until it is let in or told to end. */
export class DiallingTerminal {
  readonly requests: string[] = [];
  #isOver = false;
  #terminal: TestTerminal | undefined;
  readonly #done: Promise<void>;

  constructor(options: TestTerminalOptions) {
    this.#done = this.#dial(options);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    this.#terminal?.cut();
    await this.#done;
  }

  async #dial(options: TestTerminalOptions): Promise<void> {
    while (!this.#isOver) {
      const terminal = new TestTerminal(options);
      this.#terminal = terminal;
      void terminal.start();
      await terminal.closed;
      this.requests.push(
        ...terminal.received.flatMap(({ t, id }) => (id === undefined ? [] : String(t))),
      );
      await pause(50);
    }
  }
}

export const SECRET = TEST_SECRET;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => {
    server.once('listening', () => resolve());
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  return typeof address === 'object' && address ? address.port : 0;
}

export function newFolder(undo: (() => unknown)[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-doctor-'));
  undo.push(() => rmSync(folder, { recursive: true }));
  return folder;
}
