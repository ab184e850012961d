import { configuration } from './configuration.ts';
import { CommandError } from './exit-codes.ts';
import { askRunning, goodBody, runningProgram } from './running-program.ts';

export interface LinkOptions {
  readonly config?: string;
  readonly state?: string;
}

/** Ask the running program for a one-time code and print the link that carries it. */
export async function printLink(options: LinkOptions): Promise<void> {
  const folder = options.state ?? configuration(options.config).state_dir;
  const running = runningProgram(folder);
  if (!running) {
    throw new CommandError(`No program runs on the state folder ${folder}: npm start`);
  }
  const answer = await askRunning(running, '/api/session/code', { method: 'POST' });
  if (!answer) {
    throw new CommandError(`Nothing answers at ${running.url}: start the program with npm start`);
  }
  const { code } = goodBody(answer) as { code: string };
  process.stdout.write(`${running.url}/#code=${code}\n`);
}
