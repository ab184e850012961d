import { CommandError, EXIT } from '../exit-codes.ts';
import { programOf } from './panel-options.ts';
import { askRunning, goodBody } from '../running-program.ts';

export interface LinkOptions {
  readonly config?: string;
  readonly state?: string;
}

/** Ask the running program for a one-time code and print the link that carries it. */
export async function printLink(options: LinkOptions): Promise<void> {
  const running = programOf(options);
  const answer = await askRunning(running, '/api/session/code', { method: 'POST' });
  if (!answer) throw new CommandError(`Nothing answers at ${running.url}.`, EXIT.notRunning);
  const { code } = goodBody(answer) as { code: string };
  process.stdout.write(`${running.url}/#code=${code}\n`);
}
