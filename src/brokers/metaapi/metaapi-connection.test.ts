import { describe, expect, it } from 'vitest';
import type { Bar } from '../../market/bar.ts';
import type { Points, UtcMs } from '../../market/units.ts';
import { barsAnswer } from '../mt5/wire/answers.ts';
import { NOON } from '../simulated/broker-fixture.ts';
import { loadSdk } from './load-sdk.ts';
import type { Sdk } from './sdk.ts';
import { cloudAccount, TERMS } from './testing/cloud-account.ts';
import { FakeSdkError } from './testing/fake-faults.ts';
import { OFFSET_MS } from './testing/fake-records.ts';
import { opened } from './testing/opened-account.ts';
import { EURUSD, until } from '../mt5/testing/account-behind.ts';

describe('the market at MetaApi', () => {
  /** Closed minutes before noon, the one of noon being open. */
  const minutes = (count: number): Bar[] =>
    Array.from({ length: count }, (_, at) => ({
      time: (NOON - (count - 1 - at) * 60_000) as UtcMs,
      open: 1.1,
      high: 1.1005,
      low: 1.0995,
      close: 1.1001,
      volume: 10,
      spread: 8 as Points,
    }));

  it('gives closed candles of several pages, oldest first, on the server’s clock', async () => {
    const bars = minutes(2_500);
    const { terminal, cloud, clock } = await opened({}, {}, { bars: () => bars });
    clock.time = (NOON + 10_000) as UtcMs;
    const asked = await new Promise<unknown>((resolve) => {
      terminal.ask(
        { t: 'bars', symbol: EURUSD, tf: 'M1', count: 2_100 },
        barsAnswer,
        5_000,
        resolve,
      );
    });
    const { parts } = asked as { parts: [{ rows: number[][] }] };
    const [{ rows }] = parts;
    expect(rows).toHaveLength(2_100);
    expect(rows.at(-1)?.[0]).toBe((NOON - 60_000 + OFFSET_MS) / 1000);
    expect(rows[0]?.[0]).toBe((NOON - 2_100 * 60_000 + OFFSET_MS) / 1000);
    expect(cloud.calls.filter((call) => call === 'getHistoricalCandles')).toHaveLength(3);
    terminal.close();
  });

  it('tells a minute once it has ended and its candle is there', async () => {
    const bars = minutes(10);
    const { terminal, cloud, clock } = await opened({}, {}, { bars: () => bars });
    clock.time = (NOON + 10_000) as UtcMs;
    const told: number[] = [];
    terminal.listen({
      onPush: (push) => {
        if (push.t === 'bars') told.push(...push.rows.map(([second]) => second));
      },
    });
    await new Promise((resolve) => {
      terminal.ask({ t: 'sub', symbol: EURUSD, ticks: 'all' }, barsAnswer, 5_000, resolve);
    });
    await new Promise((resolve) => {
      terminal.ask({ t: 'bars', symbol: EURUSD, tf: 'M1', count: 5 }, barsAnswer, 5_000, resolve);
    });
    cloud.quote(EURUSD, 1.1, 1.1001);
    clock.time = (NOON + 61_000) as UtcMs;
    cloud.quote(EURUSD, 1.1, 1.1001);
    await until(() => told.length > 0, 'the minute of noon');
    expect(told).toEqual([(NOON + OFFSET_MS) / 1000]);
    terminal.close();
  });

  it('is looked at where the stream has fallen silent', async () => {
    const { terminal, cloud, clock } = await opened();
    const bids: number[] = [];
    terminal.listen({
      onPush: (push) => {
        if (push.t === 'ticks') bids.push(...push.rows.map(([, bid]) => bid));
      },
    });
    await new Promise((resolve) => {
      terminal.ask({ t: 'sub', symbol: EURUSD, ticks: 'all' }, barsAnswer, 5_000, resolve);
    });
    cloud.faults.deaf = true;
    clock.time = (clock.time + 1000) as UtcMs;
    cloud.quote(EURUSD, 1.2, 1.2001);
    await until(() => bids.includes(1.2), 'the price that nobody told');
    terminal.close();
  });
});

describe('a connection to MetaApi', () => {
  const failed = async (...settings: Parameters<typeof cloudAccount>): Promise<string> => {
    const { terminal, log } = cloudAccount(...settings);
    terminal.open();
    await until(() => log.some((line) => line.startsWith('error')), 'an error');
    terminal.close();
    expect(terminal.inStep).toBe(false);
    return log.find((line) => line.startsWith('error')) ?? '';
  };

  it('is refused for another account than the one that is meant', async () => {
    const terms = { ...TERMS, login: '777' };
    expect(await failed({}, { terms })).toContain(
      'account an-account at MetaApi is 5012345 on Example-Demo; account main means 777',
    );
  });

  it('is refused for another currency, and for real money that nobody armed', async () => {
    const terms = { ...TERMS, currency: 'EUR' as typeof TERMS.currency };
    expect(await failed({}, { terms })).toContain('write currency: USD');
    const { terminal, log, cloud } = cloudAccount({}, { terms: { ...TERMS, mode: 'real' } });
    cloud.type = 'ACCOUNT_TRADE_MODE_REAL';
    terminal.open();
    await until(() => log.some((line) => line.includes('E_REAL')), 'a refusal');
    expect(log.join()).toContain('metaapi: arm_real_login: 5012345');
    terminal.close();
  });

  it('never shows the token', async () => {
    const token = (): string => 'a-wrong-token-of-somebody';
    const line = await failed({}, { token });
    expect(line).toContain('(token)');
    expect(line).not.toContain('a-wrong-token-of-somebody');
  });

  it('says what to do where the SDK is not installed', async () => {
    const line = await failed({}, { load: async (): Promise<Sdk> => loadSdk() });
    expect(line).toContain('npm install --no-save metaapi.cloud-sdk@29.3.3');
    expect(line).toContain('holds the password');
  });

  it('is refused where trades would carry no magic', async () => {
    const { terminal, log, cloud } = cloudAccount();
    cloud.manualTrades = true;
    terminal.open();
    await until(() => log.some((line) => line.includes('manual trades off')), 'a refusal');
    expect(terminal.inStep).toBe(false);
    terminal.close();
  });

  it('says how far it is, and what will not work', async () => {
    const progress: string[] = [];
    const { terminal, log, cloud, open } = cloudAccount(
      {},
      { progress: (text) => void progress.push(text) },
    );
    cloud.investor = true;
    await open();
    expect(progress).toEqual([
      'MetaApi connects to the broker',
      'MetaApi synchronises the account',
    ]);
    expect(log.join()).toContain("the investor's password");
    terminal.close();
  });

  it('waits for the history before it believes the books', async () => {
    const { terminal, log, cloud, open } = cloudAccount();
    cloud.historyLoads = 9;
    await open();
    expect(log.join()).toContain('MetaApi is still reading the history of the account');
    expect(cloud.historyLoads).toBe(0);
    terminal.close();
  });

  it('deploys only what it was told to deploy', async () => {
    const { terminal, log, cloud } = cloudAccount();
    cloud.state = 'UNDEPLOYED';
    terminal.open();
    await until(() => log.some((line) => line.includes('deploy: true')), 'a word of the state');
    expect(cloud.calls).not.toContain('deploy');
    terminal.close();
    const willing = cloudAccount({}, { deploy: true });
    willing.cloud.state = 'UNDEPLOYED';
    await willing.open();
    expect(willing.cloud.calls).toContain('deploy');
    willing.terminal.close();
  });

  it('is made again after a failure, and begun anew when it does not come back', async () => {
    const { terminal, cloud } = cloudAccount();
    cloud.faults.connectError = new FakeSdkError('InternalError', 'no service');
    terminal.open();
    await until(() => cloud.calls.length >= 3, 'three tries');
    expect(terminal.inStep).toBe(false);
    cloud.faults.connectError = undefined;
    await until(() => terminal.inStep, 'being in step');
    const before = cloud.calls.filter((call) => call === 'getAccount').length;
    cloud.disconnect();
    await until(
      () => cloud.calls.filter((call) => call === 'getAccount').length > before,
      'another beginning',
    );
    cloud.reconnect();
    await until(() => terminal.inStep, 'being in step again');
    terminal.close();
  });
});
