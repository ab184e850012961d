import type { z } from 'zod';
import type { FlatMessage } from './flat-message.ts';
import type { Terminal } from './terminal.ts';
import type { Asked } from './terminal-requests.ts';

/** {@link Terminal.ask} for those who wait for the answer. */
export async function askTerminal<Part>(
  terminal: Terminal,
  question: FlatMessage,
  schema: z.ZodType<Part>,
  patienceMs: number,
): Promise<Asked<Part>> {
  return new Promise((resolve) => {
    terminal.ask(question, schema, patienceMs, resolve);
  });
}
