import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { AccountMode } from '../agents/account-settings.ts';
import type { SignalRecord } from '../api/control-room.ts';
import { DEFAULT_CONDUCT } from '../execution/conduct.ts';
import { DAY_MS, type AccountName, type SymbolName } from '../market/units.ts';
import type { ThreadStart } from './messages.ts';
import { MARKET_BEGINS } from './simulated/generated-feed.ts';
import { housedAccounts } from './housed-account.ts';
import { youngAccount } from './test/young-account.ts';
import { TradingHouse } from './trading-house.ts';

/** Longer than what a market is played before somebody looks. */
const DAYS = 90;
const EURUSD = 'EURUSD' as SymbolName;
const folder = mkdtempSync(join(tmpdir(), 'kimi-house-'));
let house: TradingHouse | undefined;

afterEach(async () => {
  await house?.stop();
  house = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** A strategy that trades one side at each M5 bar, with a stop so far away that its trade stays. */
const oneSided = (side: 'buy' | 'sell'): string => `
  const sign = ${side === 'buy' ? 1 : -1};
  export const strategy = ({ account, instrument }) => ({
    timeframes: ['M5'], historyBars: [3], confirmed: [],
    onBar({ timeframe, bar, closedAt, spread }) {
      const price = sign > 0 ? bar.close + spread : bar.close;
      const signal = {
        id: [account, instrument.symbol, timeframe, bar.time, '${side}'].join(':'),
        symbol: instrument.symbol, timeframe, side: '${side}', time: closedAt,
        entry: { kind: 'market', price },
        stopLoss: price - sign * 0.02, takeProfit: price + sign * 0.04,
        confidence: 0.9, gates: [], score: [],
      };
      return [{ signal }];
    },
    snapshot: () => null, restore: () => {},
  });`;

function startOf(name: string, side: 'buy' | 'sell', mode: AccountMode = 'simulated'): ThreadStart {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const file = join(own, 'strategy.mjs');
  writeFileSync(file, oneSided(side));
  const { start } = youngAccount([EURUSD], own);
  const { limits } = start.settings;
  return {
    ...start,
    settings: {
      ...start.settings,
      name: name as AccountName,
      mode,
      conduct: DEFAULT_CONDUCT,
      limits: { ...limits, risk_per_trade_pct: 0.5 as typeof limits.risk_per_trade_pct },
    },
    world: { ...start.world, speed: 240 },
    strategy: { file, sha256: '' },
  };
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 90_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not in time: ${String(holds)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

const signalsOf = (account: string): readonly SignalRecord[] => house?.signals(account, 1000) ?? [];
const refused = (account: string) =>
  signalsOf(account).some(
    ({ verdict }) => !verdict.taken && verdict.reason === 'opposite-elsewhere',
  );

describe('two accounts of one house', () => {
  it('do not hold opposite trades, whichever is first', async () => {
    house = new TradingHouse([startOf('bull', 'buy'), startOf('bear', 'sell')], '1');
    house.open();
    await until(() => refused('bear') || refused('bull'));
    const other = refused('bear') ? 'bull' : 'bear';
    const holders = (): string[] => house?.positions().map(({ account }) => account) ?? [];
    // A trade counts for the neighbours from its order on, before its position is told.
    await until(() => holders().length > 0);
    expect(new Set(holders())).toEqual(new Set([other]));
  }, 120_000);
});

describe('an account with a calendar file', () => {
  it('opens nothing around its news', async () => {
    const start = startOf('careful', 'buy');
    const file = join(folder, 'news.csv');
    const rows = ['datetime_utc,event,country,impact'];
    // Whatever the time in this market, a release is at most ten minutes away.
    for (
      let time = MARKET_BEGINS - DAYS * DAY_MS;
      time < MARKET_BEGINS + DAYS * DAY_MS;
      time += 1_200_000
    ) {
      rows.push(`${new Date(time).toISOString()},Claims,US,high`);
    }
    writeFileSync(file, rows.join('\n'));
    const conduct = { ...DEFAULT_CONDUCT, news_entry_minutes: 15 };
    house = new TradingHouse(
      [{ ...start, calendar: [file], settings: { ...start.settings, conduct } }],
      '1',
    );
    house.open();
    await until(() => signalsOf('careful').length > 1);
    await until(() =>
      signalsOf('careful').some(({ verdict }) => !verdict.taken && verdict.reason === 'news'),
    );
    expect(signalsOf('careful').some(({ verdict }) => verdict.taken)).toBe(false);
    expect(house.positions()).toEqual([]);
  }, 120_000);
});

describe('which accounts count together', () => {
  it('those of one mode', () => {
    const modes: readonly AccountMode[] = ['real', 'simulated', 'real', 'demo', 'paper', 'demo'];
    const starts = modes.map((mode, at) => startOf(`a${at}`, 'buy', mode));
    const neighbours = housedAccounts(starts).map(({ place }) =>
      place.neighbours.map(({ name }) => name),
    );
    expect(neighbours).toEqual([['a2'], [], ['a0'], ['a5'], [], ['a3']]);
  });
});
