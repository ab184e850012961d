import { existsSync, readFileSync } from 'node:fs';
import { readRunningNote, whetherAlive } from '../runtime/state/running-note.ts';
import { tokenFile } from '../runtime/state/state-folder.ts';
import { CommandError, EXIT } from './exit-codes.ts';

/** A program that runs on a state folder, and how it is spoken to. */
export interface RunningProgram {
  readonly url: string;
  readonly token: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Asking {
  readonly method?: 'GET' | 'POST';
  readonly withinMs?: number;
  /** Sent as JSON. */
  readonly body?: unknown;
}

interface Ordering {
  readonly method?: 'POST' | 'PATCH';
  readonly body?: unknown;
}

/** Statuses of what was asked wrongly; other refusals are of what was asked rightly. */
const BAD_INPUT: ReadonlySet<number> = new Set([400, 404, 422]);

/** Its computer is this one: what takes longer will not come. */
const ANSWER_WITHIN_MS = 10_000;
/** The program itself waits ten seconds for a trading thread, and then says so. */
const ORDER_WITHIN_MS = 20_000;

/** The program that runs on `folder`, as its files say; they outlive a program that was cut off. */
export function runningProgram(folder: string): RunningProgram | undefined {
  const note = readRunningNote(folder);
  const file = tokenFile(folder);
  if (!note || note.url === null || !existsSync(file)) return undefined;
  if (whetherAlive(note) === 'gone') return undefined;
  return { url: note.url, token: readFileSync(file, 'utf8').trim() };
}

/** The program that runs on `folder`; ends the command when there is none. */
export function mustRun(folder: string): RunningProgram {
  const running = runningProgram(folder);
  if (running) return running;
  throw new CommandError(
    `No program runs on the state folder ${folder}. Start it (kimi-agent start), or name the ` +
      'folder of the one you mean: --state DIR',
    EXIT.notRunning,
  );
}

/** What it answers to a question; ends the command when nobody is there, or in its own words. */
export async function read(running: RunningProgram, path: string): Promise<unknown> {
  const answer = await askRunning(running, path);
  if (!answer) throw new CommandError(`Nothing answers at ${running.url}.`, EXIT.notRunning);
  return goodBody(answer);
}

/**
 * Ask the running program to do something; its answer when it did. A refusal ends the command in the
 * program's own words.
 */
export async function order(
  running: RunningProgram,
  path: string,
  { method = 'POST', body: wish }: Ordering = {},
): Promise<unknown> {
  const sent = wish === undefined ? {} : { body: JSON.stringify(wish) };
  const headers = {
    authorization: `Bearer ${running.token}`,
    ...(wish === undefined ? {} : { 'content-type': 'application/json' }),
  };
  let response: Response;
  try {
    const signal = AbortSignal.timeout(ORDER_WITHIN_MS);
    response = await fetch(`${running.url}${path}`, { method, headers, signal, ...sent });
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    throw new CommandError(
      isTimeout
        ? `${running.url} did not answer in time. It may still be carried out: look before you ask again.`
        : `Nothing answers at ${running.url}: the program has ended.`,
      isTimeout ? EXIT.notConfirmed : EXIT.notRunning,
    );
  }
  const body = (await response.json()) as { detail?: string };
  if (response.ok) return body;
  const { detail = `the program answered ${response.status}` } = body;
  throw new CommandError(detail, exitOf(response.status));
}

function exitOf(status: number): number {
  if (status === 504) return EXIT.notConfirmed;
  if (status >= 500) return EXIT.failed;
  return BAD_INPUT.has(status) ? EXIT.badInput : EXIT.refused;
}

/** What it answers; undefined when nobody is there, or somebody who does not know the token. */
export async function askRunning(
  { url, token }: RunningProgram,
  path: string,
  { method = 'GET', withinMs = ANSWER_WITHIN_MS, body }: Asking = {},
): Promise<ApiAnswer | undefined> {
  try {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const signal = AbortSignal.timeout(withinMs);
    const response = await fetch(`${url}${path}`, { method, headers, signal, ...sent });
    if (response.status === 401) return undefined;
    return { status: response.status, body: await response.json() };
  } catch {
    return undefined;
  }
}

/** The body of a good answer; a refusal ends the command in the program's own words. */
export function goodBody({ status, body }: ApiAnswer, more = ''): unknown {
  if (status === 200) return body;
  const { detail = `the program answered ${status}` } = body as { detail?: string };
  throw new CommandError(`${detail}${more}`);
}
