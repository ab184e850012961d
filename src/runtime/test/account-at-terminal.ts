import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '../../agents/fact.ts';
import { TestBooks } from '../../brokers/mt5/testing/test-books.ts';
import { OFFSET_MS } from '../../brokers/mt5/testing/test-rows.ts';
import { TEST_LOGIN, TEST_SECRET, TEST_SERVER } from '../../brokers/mt5/testing/test-terminal.ts';
import { DEFAULT_SIMULATED_BROKER } from '../../brokers/simulated/settings.ts';
import { SimulatedBroker } from '../../brokers/simulated/simulated-broker.ts';
import type { Bar } from '../../market/bar.ts';
import type { Instrument } from '../../market/instrument.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import { isTimeframe, timeframeMs } from '../../market/timeframe.ts';
import { ALWAYS_OPEN } from '../../market/trading-week.ts';
import {
  type Currency,
  type Money,
  type Points,
  type SymbolName,
  type UtcMs,
} from '../../market/units.ts';
import type { FromThread, ThreadStart } from '../messages.ts';
import { makeBeacon, StepBeacon } from '../step-beacon.ts';
import { roadTo } from '../terminal/terminal-road.ts';
import { TerminalAccount } from '../terminal/terminal-account.ts';
import { terminalSecret } from '../terminal/terminal-secret.ts';
import { expectReplayed } from './expect-replayed.ts';
import { youngAccount } from './young-account.ts';

export const EURUSD = 'EURUSD' as SymbolName;
export const FOREIGN = 99;

async function freePort(): Promise<number> {
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

/** Closed bars of any timeframe up to now, whose prices go nowhere. */
export function flatBars(_: string, timeframe: string): Bar[] {
  if (!isTimeframe(timeframe)) return [];
  const length = timeframeMs(timeframe);
  const newest = Math.floor((Date.now() + OFFSET_MS) / length) * length - OFFSET_MS - length;
  return Array.from({ length: 1_500 }, (__, at) => ({
    time: (newest - (1_499 - at) * length) as UtcMs,
    open: 1.1,
    high: 1.1005,
    low: 1.0995,
    close: 1.1001,
    volume: 10,
    spread: 8 as Points,
  }));
}

/** EURUSD that trades at any hour, for this test runs at any. */
export function openEurusd(): Instrument {
  const shipped = shippedInstrument(EURUSD);
  if (!shipped) throw new Error('EURUSD is not shipped');
  return { ...shipped, week: ALWAYS_OPEN, assetClass: 'crypto' };
}

export async function newAccount(
  undo: (() => unknown)[],
  change: Partial<ThreadStart['settings']> = {},
  folder?: string,
  prepare: (home: string) => void = () => {},
) {
  const home = folder ?? mkdtempSync(join(tmpdir(), 'kimi-terminal-'));
  if (folder === undefined) undo.push(() => rmSync(home, { recursive: true }));
  terminalSecret(home, TEST_SECRET);
  prepare(home);
  const young = youngAccount([EURUSD], home).start;
  const port = await freePort();
  const settings = {
    ...young.settings,
    mode: 'demo' as const,
    currency: 'USD' as Currency,
    serverClock: 'utc+2',
    ...change,
  };
  const at = {
    login: TEST_LOGIN,
    server: TEST_SERVER,
    host: '127.0.0.1',
    port,
    symbols: {},
    allowPlain: false,
  };
  const told: FromThread[] = [];
  const start = { ...young, settings, instruments: [], terminal: at };
  const account = new TerminalAccount(
    start,
    at,
    (message) => void told.push(message),
    new StepBeacon(makeBeacon(), []),
    await roadTo(at),
  );
  undo.push(() => expectReplayed(home));
  undo.push(() => account.receive({ type: 'stop' }));
  await account.open();
  const facts = (): Fact[] =>
    told.flatMap((message) => (message.type === 'news' ? message.facts : []));
  const status = (): string =>
    told.flatMap((message) => (message.type === 'status' ? message.status.detail : [])).at(-1) ??
    '';
  return { account, port, told, facts, status, home, namespace: settings.magicNamespace };
}

export function newBooks(
  namespace: number,
  bars = flatBars,
  listed: Instrument = openEurusd(),
  instruments = new Map([[listed.symbol, listed]]),
) {
  const broker = new SimulatedBroker(
    {
      ...DEFAULT_SIMULATED_BROKER,
      currency: 'USD' as Currency,
      initialBalance: 10_000 as Money,
      commissionPerLot: 0 as Money,
      tradeMode: 'demo',
    },
    instruments,
  );
  const now = (): UtcMs => Date.now() as UtcMs;
  return new TestBooks({ broker, namespace, instruments, now, bars });
}

export const stateOf = (facts: readonly Fact[]): string =>
  facts.flatMap(({ body }) => (body.kind === 'agent-state' ? body.state : [])).at(-1) ?? '';
