import { paint } from '../table.ts';
import type { TerminalAccountConfig } from './ground.ts';

/** Tells a person what is waited for, on the error output: the report stays clean. */
export interface Countdown {
  readonly tick: (account: TerminalAccountConfig, leftMs: number) => void;
  /** Nothing is waited for any more, of this account. */
  readonly done: (account: TerminalAccountConfig) => void;
  /** Keep the line clear while something else is said there. */
  readonly clearFor: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

const CLEAR = '\r\u001b[K';

/** A line that counts down on a terminal; one line for each account in a file. */
export function countdownFor(
  isShown: boolean,
  stream: NodeJS.WriteStream = process.stderr,
): Countdown {
  if (!isShown) return { tick: () => {}, done: () => {}, clearFor: (work) => work() };
  const left = new Map<string, number>();
  const told = new Set<string>();
  let isHeld = false;
  let shown = '';
  const show = (text: string): void => {
    if (text === shown || isHeld) return;
    shown = text;
    stream.write(`${CLEAR}${text === '' ? '' : paint('dim', text)}`);
  };
  const line = (): string => {
    if (left.size === 0) return '';
    const names = [...left.keys()].join(', ');
    return `waiting for the terminal of ${names}: ${Math.max(...left.values())} s`;
  };
  return {
    tick: ({ name, mt5 }, leftMs) => {
      const seconds = Math.ceil(leftMs / 1000);
      const where = `${name} at ${mt5.host}:${mt5.port}`;
      left.set(where, seconds);
      if (stream.isTTY) return show(line());
      if (told.has(where)) return;
      told.add(where);
      stream.write(`waiting for the terminal of ${where}: ${seconds} s\n`);
    },
    done: ({ name, mt5 }) => {
      left.delete(`${name} at ${mt5.host}:${mt5.port}`);
      if (stream.isTTY) show(line());
    },
    clearFor: async (work) => {
      if (stream.isTTY) show('');
      isHeld = true;
      try {
        return await work();
      } finally {
        isHeld = false;
      }
    },
  };
}
