import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../agents/fact.ts';
import { FAST } from '../../brokers/metaapi/testing/cloud-account.ts';
import { FakeCloud } from '../../brokers/metaapi/testing/fake-cloud.ts';
import { FAKE_LOGIN, FAKE_SERVER, OFFSET_MS } from '../../brokers/metaapi/testing/fake-records.ts';
import { FAKE_TOKEN, fakeSdk } from '../../brokers/metaapi/testing/fake-sdk.ts';
import { DEFAULT_SIMULATED_BROKER } from '../../brokers/simulated/settings.ts';
import { SimulatedBroker } from '../../brokers/simulated/simulated-broker.ts';
import type { Bar } from '../../market/bar.ts';
import type { Instrument } from '../../market/instrument.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import { timeframeMs, TIMEFRAMES } from '../../market/timeframe.ts';
import { ALWAYS_OPEN } from '../../market/trading-week.ts';
import type { Currency, Money, Points, UtcMs } from '../../market/units.ts';
import type { FromThread, ThreadStart } from '../messages.ts';
import { makeBeacon, StepBeacon } from '../step-beacon.ts';
import { TerminalAccount } from './terminal-account.ts';
import { metaApiRoad } from './metaapi-road.ts';
import { youngAccount } from '../test/young-account.ts';
import { EURUSD } from '../../brokers/mt5/testing/account-behind.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

/** Seconds until the minute ends whose candle the strategy trades on: the books are believed before. */
const MINUTE_ENDS_IN_MS = 15_000;

/** Buys at each closed minute. */
const BUYING = `
  export const strategy = ({ account, instrument }) => ({
    timeframes: ['M1'],
    historyBars: [3],
    confirmed: [],
    onBar({ timeframe, bar, closedAt, spread }) {
      const price = bar.close + spread;
      const signal = {
        id: [account, instrument.symbol, timeframe, bar.time, 'buy'].join(':'),
        symbol: instrument.symbol, timeframe, side: 'buy', time: closedAt,
        entry: { kind: 'market', price }, stopLoss: price - 0.002, takeProfit: price + 0.004,
        confidence: 0.9, gates: [], score: [],
      };
      return [{ signal }];
    },
    snapshot: () => null,
    restore: () => {},
  });`;

/** EURUSD that trades at any hour, for this test runs at any. */
function openEurusd(): Instrument {
  const shipped = shippedInstrument(EURUSD);
  if (!shipped) throw new Error('EURUSD is not shipped');
  return { ...shipped, week: ALWAYS_OPEN, assetClass: 'crypto' };
}

function newCloud() {
  const shift = 60_000 - MINUTE_ENDS_IN_MS - (Date.now() % 60_000);
  const now = (): UtcMs => (Date.now() + shift) as UtcMs;
  const bars = (_: string, name: string): Bar[] => {
    const timeframe = TIMEFRAMES.find((one) => name === `${one.slice(1)}${one[0]}`.toLowerCase());
    const length = timeframeMs(timeframe ?? 'M1');
    const newest = Math.floor((now() + OFFSET_MS) / length) * length - OFFSET_MS - length;
    return Array.from({ length: 1_500 }, (__, at) => ({
      time: (newest - (1_499 - at) * length) as UtcMs,
      open: 1.1,
      high: 1.1005,
      low: 1.0995,
      close: 1.1,
      volume: 10,
      spread: 10 as Points,
    }));
  };
  const instruments = new Map([[EURUSD, openEurusd()]]);
  const terms = {
    currency: 'USD' as Currency,
    initialBalance: 10_000 as Money,
    commissionPerLot: 0 as Money,
    tradeMode: 'demo' as const,
  };
  const broker = new SimulatedBroker({ ...DEFAULT_SIMULATED_BROKER, ...terms }, instruments);
  const cloud = new FakeCloud({ broker, instruments, now, bars });
  const tick = setInterval(() => cloud.quote(EURUSD, 1.1, 1.1001), 50);
  undo.push(() => clearInterval(tick));
  return { cloud, now };
}

function startIn(home: string, change: Partial<ThreadStart['settings']> = {}): ThreadStart {
  const young = youngAccount([EURUSD], home).start;
  const file = join(home, 'buying.mjs');
  writeFileSync(file, BUYING);
  const settings = {
    ...young.settings,
    mode: 'demo' as const,
    currency: 'USD' as Currency,
    serverClock: 'utc+2',
    ...change,
  };
  return { ...young, settings, instruments: [], strategy: { file, sha256: '' } };
}

async function begin(start: ThreadStart, { cloud, now }: ReturnType<typeof newCloud>) {
  const at = {
    accountId: 'an-account',
    login: FAKE_LOGIN,
    server: FAKE_SERVER,
    symbols: {},
    deploy: false,
  };
  const told: FromThread[] = [];
  const account = new TerminalAccount(
    start,
    at,
    (message) => void told.push(message),
    new StepBeacon(makeBeacon(), []),
    (of, log) =>
      metaApiRoad(of, at, log, {
        load: async () => fakeSdk(cloud),
        token: () => FAKE_TOKEN,
        timing: FAST,
        now,
      }),
  );
  undo.push(() => account.receive({ type: 'stop' }));
  await account.open();
  const facts = (): Fact[] =>
    told.flatMap((message) => (message.type === 'news' ? message.facts : []));
  const said = (): string[] =>
    told.flatMap((message) => (message.type === 'status' ? message.status.detail : []));
  return { account, told, facts, said };
}

async function until(
  isSo: () => boolean,
  what: string,
  seen: () => readonly Fact[] = () => [],
): Promise<void> {
  // On a busy machine the first minute may end before the account is ready for it.
  const end = performance.now() + 150_000;
  while (!isSo()) {
    if (performance.now() > end) {
      const last = JSON.stringify(seen().slice(-20)); // what stood in the way
      throw new Error(`${what} did not happen: ${last}`);
    }
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'kimi-metaapi-'));
  undo.push(() => rmSync(home, { recursive: true }));
  return home;
}

const deals = (facts: readonly Fact[]) =>
  facts.flatMap(({ body }) => (body.kind === 'deal' ? [body.deal.entry] : []));

describe('an account at MetaApi', () => {
  it(
    'warms up, trades, knows its position after a restart, and closes it by an emergency stop',
    { timeout: 300_000 },
    async () => {
      const world = newCloud();
      const start = startIn(newHome());
      const first = await begin(start, world);
      expect(first.said()[0]).toMatch(/^connecting to 5012345 on Example-Demo through MetaApi\. /);
      expect(first.said()[0]).toContain('holds the password');
      await until(() => first.told.some(({ type }) => type === 'charts'), 'history on the chart');
      expect(first.said().at(-1)).toBe(
        'Example Broker, Example-Demo, account 5012345, through MetaApi',
      );
      await until(() => deals(first.facts()).includes('in'), 'a trade', first.facts);
      const [held] = world.cloud.positions();
      expect(held?.stopLoss).toBeCloseTo(1.0981, 8);
      expect(held?.takeProfit).toBeCloseTo(1.1041, 8);
      first.account.receive({ type: 'stop' });

      const second = await begin(start, world);
      const [opened] = second.told.flatMap((one) => (one.type === 'opened' ? [one] : []));
      expect([...(opened?.state.positions.keys() ?? [])]).toEqual([held?.id]);
      await until(
        () => second.said().at(-1)?.endsWith('through MetaApi') === true,
        'being in step',
      );
      const command = { type: 'emergency-stop' } as const;
      second.account.receive({ type: 'command', id: 'e', by: 'test', command });
      await until(() => world.cloud.positions().length === 0, 'an empty account');
      await until(() => deals(second.facts()).includes('out'), 'the closing deal');
      expect([...world.cloud.sent.values()].filter((times) => times !== 1)).toEqual([]);
    },
  );

  it('sends nothing to the service on paper', async () => {
    const world = newCloud();
    const paper = await begin(startIn(newHome(), { mode: 'paper' }), world);
    await until(() => paper.told.some(({ type }) => type === 'charts'), 'history on the chart');
    await until(() => paper.facts().some(({ body }) => body.kind === 'link' && body.up), 'a link');
    const command = { type: 'emergency-stop' } as const;
    paper.account.receive({ type: 'command', id: 'e', by: 'test', command });
    await until(() => paper.told.some(({ type }) => type === 'answer'), 'an answer');
    expect(world.cloud.sent.size).toBe(0);
  });
});
