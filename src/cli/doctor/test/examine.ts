import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Finding } from '../finding.ts';
import type { Asker } from '../settle-symbols.ts';
import { terminalChecks } from '../terminal-checks.ts';
import {
  booksOf,
  DiallingTerminal,
  freePort,
  listed,
  newFolder,
  SECRET,
  type OddBroker,
} from './odd-broker.ts';
import { groundOf } from './test-ground.ts';

export const nobody: Asker = () => Promise.resolve(undefined);

interface Examined {
  readonly broker?: OddBroker;
  readonly hello?: Readonly<Record<string, unknown>>;
  readonly heartbeat?: Readonly<Record<string, unknown>>;
  readonly secret?: string;
  readonly symbols?: string;
  readonly mt5?: string;
  readonly account?: readonly string[];
  readonly answers?: Readonly<Record<string, string>>;
  readonly ask?: Asker;
  readonly folder?: string;
  readonly waitS?: number;
  /** No terminal dials in. */
  readonly isAlone?: boolean;
}

export const USUAL: OddBroker = { symbols: [listed('EURUSD', 'EURUSD')] };

/** Have an account looked at whose terminal dials in as an Expert Advisor does. */
export async function examine(undo: (() => unknown)[], wishes: Examined = {}) {
  const port = await freePort();
  const folder = wishes.folder ?? newFolder(undo);
  const yaml = [
    'accounts:',
    '  - name: main',
    '    mode: demo',
    '    currency: USD',
    `    symbols: [${wishes.symbols ?? 'EURUSD'}]`,
    '    server_clock: utc+2',
    `    mt5: { login: 5012345, server: Example-Demo, port: ${port}${wishes.mt5 ?? ''} }`,
    ...(wishes.account ?? []).map((line) => `    ${line}`),
  ].join('\n');
  const environment = { KIMI_MT5_SECRET: SECRET };
  const ground = groundOf(yaml, { folder, environment });
  const books = booksOf(wishes.broker ?? USUAL);
  const { hello = {}, secret = SECRET } = wishes;
  const terminal = wishes.isAlone
    ? undefined
    : new DiallingTerminal({ port, hello, secret, books });
  const findings = await terminalChecks(ground, {
    waitS: wishes.waitS ?? 20,
    answers: new Map(Object.entries(wishes.answers ?? {})),
    ask: wishes.ask ?? nobody,
    isQuiet: true,
  });
  await terminal?.end();
  expect(books.sent.size).toBe(0);
  return { findings, folder, port, requests: terminal?.requests ?? [] };
}

const line = ({ state, seen, todo }: Finding): string =>
  [state, seen, ...(todo === undefined ? [] : [todo])].join(' | ');

export function told(findings: readonly Finding[], item: string, symbol?: string): string[] {
  return findings
    .filter((one) => one.item === item && (symbol === undefined || one.symbol === symbol))
    .map(line);
}

export const troubles = (findings: readonly Finding[]): string[] =>
  findings.filter(({ state }) => state === 'failing').map(line);

export const keptIn = (folder: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'accounts', 'main', 'mt5-symbols.json'), 'utf8'));
