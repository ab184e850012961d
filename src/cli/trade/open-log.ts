import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { pino, type Logger } from 'pino';
import { createStream } from 'rotating-file-stream';
import type { HouseObserver } from '../../runtime/house-observer.ts';
import { describeFact } from '../../runtime/describe-fact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const LEVEL_OF = { info: 'info', good: 'info', warning: 'warn', danger: 'error' } as const;

export interface OpenedLog {
  readonly log: Logger;
  /** Resolves when the last line is written. */
  readonly close: () => Promise<void>;
}

interface LogSize {
  /** Of one file, in the words of rotating-file-stream. */
  readonly size: `${number}M` | `${number}K`;
  readonly files: number;
}

/** What a state folder holds of it at most: 100 MB, the older files compressed. */
const USUAL: LogSize = { size: '10M', files: 10 };

/**
 * The structured log: a line of JSON for whatever happens, in `logs` of the state folder. A full file
 * becomes one of the ten older ones. That it cannot be written is told once and holds nothing up.
 */
export function openLog(
  folder: string,
  level: LogLevel,
  { size, files }: LogSize = USUAL,
): OpenedLog {
  const path = join(folder, 'logs');
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const name = (index: Date | number | null): string =>
    index === null ? 'kimi-agent.log' : `kimi-agent.${Number(index)}.log.gz`;
  const stream = createStream(name as Parameters<typeof createStream>[0], {
    path,
    size,
    rotate: files,
    compress: 'gzip',
    mode: 0o600,
  });
  let hasFailed = false;
  stream.on('error', (error) => {
    if (!hasFailed) process.stderr.write(`kimi-agent: no log is written: ${error.message}\n`);
    hasFailed = true;
  });
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  const close = async (): Promise<void> => {
    stream.end();
    await finished(stream);
  };
  return { log, close };
}

/** Writes what the accounts tell into the log, and passes it on to `next`. */
export function loggedHouse(log: Logger, next: HouseObserver): HouseObserver {
  return {
    opened: (account, facts) => next.opened(account, facts),
    before(account, fact) {
      next.before(account, fact);
      const event = describeFact(fact, account.settings.currency);
      if (!event) return;
      const { kind, seq, symbol, text, level } = event;
      const about = { account: fact.account, seq, at: fact.time, kind };
      log[LEVEL_OF[level]](symbol === null ? about : { ...about, symbol }, text);
    },
    folded: (account) => next.folded(account),
    note: (level, text) => log[level](text),
    status(account, status) {
      next.status(account, status);
      const level = status.state === 'failed' ? 'error' : 'info';
      log[level]({ account: account.settings.name, state: status.state }, status.detail);
    },
  };
}
