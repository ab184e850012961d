import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Bar } from '../market/bar.ts';
import { clockRule, toUtc } from '../market/clock-rule.ts';
import { MINUTE_MS, type Points, type WallMs } from '../market/units.ts';

const ROOT = process.env['KIMI_MARKET_DATA'] ?? '../shared/market-data';
const FILE = resolve(ROOT, 'smart-money-concepts/EURUSD/EURUSD_15M.csv');

/** The file of EURUSD M15 bars from October 2022 to October 2023; undefined where it is absent. */
export const REAL_M15: string | undefined = existsSync(FILE) ? FILE : undefined;

export const M15_MS = 15 * MINUTE_MS;

/** Its 24,424 bars; the clock is that of a server in Eastern Europe. */
export function readRealM15(): readonly Bar[] {
  const clock = clockRule('eet-eu');
  const lines = readFileSync(FILE, 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [when = '', open, high, low, close] = line.split(',');
    const wall = Date.parse(`${when.replaceAll('.', '-').replace(' ', 'T')}Z`) as WallMs;
    return {
      time: toUtc(clock, wall),
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: 0,
      spread: 0 as Points,
    };
  });
}
