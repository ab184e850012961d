import { createInterface } from 'node:readline/promises';
import { CommandError } from './exit-codes.ts';

export interface Confirmation {
  /** What will happen, and to what. */
  readonly what: string;
  /** What is to be typed in the second step. */
  readonly word: string;
  /** Given on the command line: nothing is asked. */
  readonly yes: boolean;
}

/** Two steps at a terminal; a script says --yes. Throws when it is not confirmed. */
export async function confirm({ what, word, yes }: Confirmation): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new CommandError(`${what}\nThere is no terminal to confirm it at: add --yes`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    process.stdout.write(`${what}\n`);
    const first = await terminal.question('Go on? (yes/no) ');
    if (first.trim().toLowerCase() !== 'yes') throw notConfirmed();
    const second = await terminal.question(`Type ${word} to confirm: `);
    if (second.trim() !== word) throw notConfirmed();
  } finally {
    terminal.close();
  }
}

function notConfirmed(): CommandError {
  return new CommandError('Not confirmed: nothing was done');
}
