import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import type { Fact } from '../../agents/fact.ts';
import type { AccountName, UtcMs } from '../../market/units.ts';
import { JournalError, type JournalProblem } from '../journal.ts';
import { SqliteJournal } from '../sqlite-journal.ts';

export const MAIN = 'main' as AccountName;

/** A folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function scratchFile(): string {
  return join(scratchFolder(), 'journal.sqlite');
}

/** Facts number `from` to `to`. */
export function factsOf(from: number, to: number): Fact[] {
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    seq: from + at,
    account: MAIN,
    time: (1_700_000_000_000 + from + at) as UtcMs,
    body: { kind: 'fault', where: 'test', detail: `number ${from + at}: “λ” 0.1` },
  }));
}

/** Make a journal that holds the facts up to `to`, committed one by one, and close it. */
export function write(file: string, to: number, nextNumber = 1): void {
  const journal = SqliteJournal.open(file, MAIN);
  const from = journal.opened.lastSeq + 1;
  for (let seq = from; seq <= to; seq += 1) {
    journal.append(factsOf(seq, seq));
    journal.commit(nextNumber);
  }
  journal.close();
}

/** Do something to the file that no journal would do. */
export function tamper(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

export function readAll(file: string): Fact[] {
  const journal = SqliteJournal.open(file, MAIN);
  try {
    return [...journal.read()];
  } finally {
    journal.close();
  }
}

/** What is wrong, told by the error that `act` throws. */
export function problemOf(act: () => unknown): JournalProblem | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof JournalError) return error.problem;
    throw error;
  }
}

/** Run a script that has a journal of its own, and wait for the line `ready`. */
export async function inAnotherProcess(
  folder: string,
  body: string,
  options: { readonly uid?: number } = {},
): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const script = join(folder, 'script.mjs');
  const room = (name: string): string =>
    JSON.stringify(new URL(`../${name}`, import.meta.url).href);
  const head =
    `import { SqliteJournal } from ${room('sqlite-journal.ts')};\n` +
    'const say = (text) => process.stdout.write(`${text}\\n`);\n' +
    'const fact = (seq) => ({ seq, account: "main", time: seq, ' +
    'body: { kind: "fault", where: "test", detail: `number ${seq}` } });\n';
  writeFileSync(script, `${head}${body}\nsay("ready"); setInterval(() => {}, 1000);\n`);
  const child = spawn(process.execPath, [script], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('ready\n')) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('exit', () => reject(new Error(`the other process ended: ${said}`)));
  });
  return { child, said };
}

/** The hard end, as a power cut or `kill -9` makes it. */
export async function killHard(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit');
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGKILL');
  await gone;
}
