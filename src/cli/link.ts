import { existsSync, readFileSync } from 'node:fs';
import { addressFile, tokenFile } from '../runtime/state-folder.ts';
import { configuration } from './configuration.ts';
import { CommandError } from './exit-codes.ts';

export interface LinkOptions {
  readonly config?: string;
  readonly state?: string;
}

/** Ask the running program for a one-time code and print the link that carries it. */
export async function printLink(options: LinkOptions): Promise<void> {
  const folder = options.state ?? configuration(options.config).state_dir;
  if (!existsSync(tokenFile(folder)) || !existsSync(addressFile(folder))) {
    throw new CommandError(`No program has run on the state folder ${folder} yet: npm start`);
  }
  const token = readFileSync(tokenFile(folder), 'utf8').trim();
  const { url } = JSON.parse(readFileSync(addressFile(folder), 'utf8')) as { url: string };
  const response = await ask(url, token);
  if (!response.ok) {
    throw new CommandError(`${url} answered ${response.status}: ${await response.text()}`);
  }
  const { code } = (await response.json()) as { code: string };
  process.stdout.write(`${url}/#code=${code}\n`);
}

async function ask(url: string, token: string): Promise<Response> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    return await fetch(`${url}/api/session/code`, { method: 'POST', headers });
  } catch {
    throw new CommandError(`Nothing answers at ${url}: start the program with npm start`);
  }
}
