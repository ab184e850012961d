import { createServer } from 'node:net';
import { isLoopback } from '../../brokers/mt5/listen.ts';
import { readTls } from '../../api/door/tls-files.ts';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import { terminalAccounts, type Ground, type TerminalAccountConfig } from './ground.ts';

type Subject = Pick<Finding, 'group' | 'item' | 'account'>;

interface Door {
  readonly host: string;
  readonly port: number;
  /** Whose key of the configuration a person changes. */
  readonly key: string;
  readonly what: string;
  readonly tls: { readonly cert_file: string; readonly key_file: string } | undefined;
  readonly listen_without_tls: boolean;
}

/** Can the control panel and the terminals' gateways listen where they shall, and safely? */
export async function portChecks(ground: Ground): Promise<Finding[]> {
  const { api } = ground.config;
  const doors = [
    {
      subject: { group: 'ports', item: 'api' } as const,
      door: { ...api, key: 'api', what: 'the page and the API' },
    },
    ...terminalAccounts(ground).map(({ name, mt5 }: TerminalAccountConfig) => ({
      subject: { group: 'ports', item: 'gateway', account: name } as const,
      door: { ...mt5, key: 'mt5', what: 'its terminal' },
    })),
  ];
  const findings: Finding[] = [];
  // One after the other: a port that accounts share must not be found to be taken by this very look.
  for (const { subject, door } of doors) {
    findings.push(await freeCheck(subject, { ...door, tls: door.tls }, ground));
    findings.push(...safeCheck(subject, { ...door, tls: door.tls }));
  }
  return findings;
}

async function freeCheck(subject: Subject, door: Door, ground: Ground): Promise<Finding> {
  const { host, port, key, what } = door;
  const at = `${host}:${port}`;
  // The page's address may come from the command line, not from the file: what runs knows it.
  if (key === 'api' && ground.answers && ground.running) {
    return ok(subject, `${new URL(ground.running.url).host} is the running program's, for ${what}`);
  }
  if (port === 0) return ok(subject, `${host}, any free port, for ${what}`);
  // To try a port is to hold it for a moment: not where a program may just be opening it.
  if (ground.isHeld) {
    return ground.answers
      ? ok(subject, `${at} is the running program's, for ${what}`)
      : notChecked(subject, `${at} is left alone: a process holds the state folder`);
  }
  const code = await bindError(host, port);
  if (code === undefined) {
    return ok(subject, `${at} is free for ${what}`);
  }
  if (code === 'EADDRINUSE') {
    return failing(
      subject,
      `${at} is in use by another program`,
      `Stop that one, or write another port: ${key}.port${key === 'mt5' ? ', and the same as InpPort of the Expert Advisor' : ''}.`,
    );
  }
  if (code === 'EACCES') {
    return failing(
      subject,
      `${at} may not be opened by this user`,
      `Write a port above 1023: ${key}.port.`,
    );
  }
  const todo = `Write 127.0.0.1, or an address that this machine has: ${key}.host.`;
  return failing(subject, `${host} is no address of this machine (${code})`, todo);
}

function safeCheck(subject: Subject, door: Door): Finding[] {
  const { host, key, tls, listen_without_tls: plain } = door;
  const encryption = { ...subject, item: `${subject.item}-encryption` };
  if (tls) {
    const read = readTls(tls.cert_file, tls.key_file);
    if (read.ok) return [ok(encryption, `encrypted by ${tls.cert_file}`)];
    return [failing(encryption, read.message, `Correct ${key}.tls.`)];
  }
  if (isLoopback(host)) return [];
  const certificate = `Name certificate files (${key}.tls.cert_file and key_file), or listen on 127.0.0.1.`;
  if (plain) {
    const seen = `${host} can be reached from other machines, and nothing is encrypted (${key}.listen_without_tls)`;
    return [warning(encryption, seen, certificate)];
  }
  const seen = `${host} can be reached from other machines, and there is no certificate: it will not be opened`;
  return [failing(encryption, seen, certificate)];
}

/** Why nothing can listen there now: a code of the system; undefined when it can. */
async function bindError(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
