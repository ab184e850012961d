import type { AccountView } from '../../api/views.ts';
import { paint } from '../table.ts';

/** How amounts, multiples and times are written by every command about a trading program. */

export function money(amount: number | null, currency: string): string {
  return amount === null ? 'unknown' : `${amount.toFixed(2)} ${currency}`;
}

export function signed(amount: number, digits = 2): string {
  return `${amount < 0 ? '−' : '+'}${Math.abs(amount).toFixed(digits)}`;
}

export function rWords(r: number | null): string {
  return r === null ? 'R unknown' : `${signed(r)}R`;
}

/** `2026-01-06 12:00:00` in UTC. */
export function utcWords(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** Whose money: the first thing that is said of an account. */
export function modeWords({ mode }: Pick<AccountView, 'mode'>): string {
  const words = mode.toUpperCase();
  return paint(mode === 'real' ? ['bold', 'red'] : ['bold', 'cyan'], words);
}

export const NOTHING_RUNS =
  'kimi-agent: nothing runs on this state folder; this is what its journal says\n';

export function sayJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 1)}\n`);
}
