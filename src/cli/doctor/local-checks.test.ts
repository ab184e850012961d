import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isFolderHeld, StateFolder } from '../../runtime/state/state-folder.ts';
import { ownersAlone } from './file-modes.ts';
import type { Finding } from './finding.ts';
import { portChecks } from './port-checks.ts';
import { secretChecks } from './secret-checks.ts';
import { stateFolderCheck } from './state-folder-check.ts';
import { demoAccount, groundOf } from './test/test-ground.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-doctor-'));
  undo.push(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o700);
  return folder;
}

function told(findings: readonly Finding[], item: string): string[] {
  return findings
    .filter((one) => one.item === item)
    .map(({ state, seen, todo }) => [state, seen, ...(todo ? [todo] : [])].join(' | '));
}

function withSecret(text: string, mode: number): string {
  const folder = folderOf();
  mkdirSync(join(folder, 'accounts', 'main'), { recursive: true });
  const file = join(folder, 'accounts', 'main', 'mt5-secret');
  writeFileSync(file, text);
  chmodSync(file, mode);
  return folder;
}

const GOOD = 'a secret of a doctor, long enough 0123456789';

describe.skipIf(process.platform === 'win32')('secretChecks', () => {
  const check = (folder: string, environment: Record<string, string> = {}): Finding[] =>
    secretChecks(groundOf(demoAccount(), { folder, environment }));

  it('is content with a secret of its owner alone', () => {
    const folder = withSecret(GOOD, 0o600);
    expect(told(check(folder), 'terminal-secret')).toEqual([
      `ok | 44 characters, in ${folder}/accounts/main/mt5-secret`,
    ]);
  });

  it('fails a secret that others may read, and says the command', () => {
    const folder = withSecret(GOOD, 0o644);
    const file = `${folder}/accounts/main/mt5-secret`;
    expect(told(check(folder), 'terminal-secret')).toEqual([
      `failing | 44 characters, in ${file}, but ${file} is open to other users of this machine ` +
        `(mode 0644) | Run: chmod 600 ${file}`,
    ]);
  });

  it('fails one that is missing, and one that is too short', () => {
    const empty = folderOf();
    expect(told(check(empty), 'terminal-secret')).toEqual([
      'failing | no secret yet: neither in the environment nor in ' +
        `${empty}/accounts/main/mt5-secret | Run: kimi-agent mt5 install --account main (start makes one, too).`,
    ]);
    const short = withSecret('short', 0o600);
    const file = `${short}/accounts/main/mt5-secret`;
    expect(told(check(short), 'terminal-secret')).toEqual([
      `failing | the secret in ${file} has 5 characters, and needs 32 | Remove ${file}, and run: ` +
        'kimi-agent mt5 install --account main',
    ]);
  });

  it('looks where start looks first, and never shows a secret', () => {
    const folder = withSecret('short', 0o600);
    const findings = check(folder, { KIMI_MT5_SECRET_MAIN: GOOD });
    expect(told(findings, 'terminal-secret')).toEqual([
      'ok | 44 characters, in KIMI_MT5_SECRET_MAIN',
    ]);
    expect(JSON.stringify(findings)).not.toContain(GOOD);
    const file = join(folder, 'secret.txt');
    writeFileSync(file, GOOD, { mode: 0o640 });
    chmodSync(file, 0o640);
    const named = check(folder, { KIMI_MT5_SECRET_MAIN_FILE: file });
    expect(told(named, 'secret-file')).toEqual([
      `failing | KIMI_MT5_SECRET_MAIN_FILE: ${file}, but ${file} is open to other users of this ` +
        `machine (mode 0640) | Run: chmod 600 ${file}`,
    ]);
    const gone = check(folder, { KIMI_MT5_SECRET_FILE: '/nowhere' });
    expect(told(gone, 'terminal-secret')).toEqual([
      'failing | the file that KIMI_MT5_SECRET_FILE names cannot be read (ENOENT) | Correct KIMI_MT5_SECRET_FILE.',
    ]);
  });

  it('looks at the token and at the folder', () => {
    const folder = folderOf();
    expect(told(check(folder), 'api-token')).toEqual([
      'not checked | none yet: the first start makes it',
    ]);
    writeFileSync(join(folder, 'token'), 'short');
    chmodSync(folder, 0o755);
    expect(told(check(folder), 'api-token')).toEqual([
      `failing | the token has 5 characters, and needs 32 | Remove ${folder}/token: the next start makes a good one.`,
    ]);
    expect(told(check(folder), 'state-folder')).toEqual([
      `failing | the state folder is there, but ${folder} is open to other users of this machine ` +
        `(mode 0755) | Run: chmod 700 ${folder}`,
    ]);
  });
});

describe('ownersAlone', () => {
  it('does not judge where there are no modes', () => {
    const subject = { group: 'secrets', item: 'api-token' } as const;
    expect(ownersAlone(subject, 'C:\\kimi\\token', 'there', 'win32')).toEqual({
      ...subject,
      state: 'not checked',
      seen: 'there; Windows has no file modes: keep C:\\kimi\\token in your own folder',
    });
  });
});

describe('portChecks', () => {
  async function taken(): Promise<number> {
    const server: Server = createServer().listen(0, '127.0.0.1');
    await new Promise<void>((resolve) => {
      server.once('listening', () => resolve());
    });
    undo.push(() => server.close());
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  it('finds a port in use, unless it is in use by ourselves', async () => {
    const port = await taken();
    const yaml = `${demoAccount().replace('server:', `port: ${port}, server:`)}\napi: { port: ${port} }`;
    const strangers = await portChecks(groundOf(yaml));
    expect(told(strangers, 'api')).toEqual([
      `failing | 127.0.0.1:${port} is in use by another program | Stop that one, or write another port: api.port.`,
    ]);
    expect(told(strangers, 'gateway')).toEqual([
      `failing | 127.0.0.1:${port} is in use by another program | Stop that one, or write another ` +
        'port: mt5.port, and the same as InpPort of the Expert Advisor.',
    ]);
    const starting = await portChecks(groundOf(yaml, { isHeld: true }));
    expect(told(starting, 'api')).toEqual([
      `not checked | 127.0.0.1:${port} is left alone: a process holds the state folder`,
    ]);
    const ours = await portChecks(groundOf(yaml, { isHeld: true, answers: true }));
    expect(told(ours, 'api')).toEqual([
      `ok | 127.0.0.1:${port} is the running program's, for the page and the API`,
    ]);
  });

  it('tells where the running program listens, though the file says another port', async () => {
    const running = { url: 'http://127.0.0.1:8300', token: 'secret' };
    for (const port of [8000, 0]) {
      const ground = groundOf(`api: { port: ${port} }`, { isHeld: true, answers: true, running });
      expect(told(await portChecks(ground), 'api')).toEqual([
        "ok | 127.0.0.1:8300 is the running program's, for the page and the API",
      ]);
    }
  });

  it('is content with free ones', async () => {
    const findings = await portChecks(groundOf('api: { port: 0 }'));
    expect(told(findings, 'api')).toEqual([
      'ok | 127.0.0.1, any free port, for the page and the API',
    ]);
    expect(findings).toHaveLength(1);
  });

  it('warns of doors beyond this machine', async () => {
    const shut = await portChecks(groundOf('api: { host: 0.0.0.0, port: 0 }'));
    expect(told(shut, 'api-encryption')).toEqual([
      'failing | 0.0.0.0 can be reached from other machines, and there is no certificate: it will ' +
        'not be opened | Name certificate files (api.tls.cert_file and key_file), or listen on 127.0.0.1.',
    ]);
    const open = await portChecks(
      groundOf('api: { host: 0.0.0.0, port: 0, listen_without_tls: true }'),
    );
    expect(told(open, 'api-encryption')).toEqual([
      'warning | 0.0.0.0 can be reached from other machines, and nothing is encrypted ' +
        '(api.listen_without_tls) | Name certificate files (api.tls.cert_file and key_file), or listen on 127.0.0.1.',
    ]);
  });

  it('knows the addresses of this machine', async () => {
    const findings = await portChecks(
      groundOf('api: { host: 192.0.2.7, port: 8123, listen_without_tls: true }'),
    );
    expect(told(findings, 'api')).toEqual([
      'failing | 192.0.2.7 is no address of this machine (EADDRNOTAVAIL) | Write 127.0.0.1, or an ' +
        'address that this machine has: api.host.',
    ]);
  });
});

describe('stateFolderCheck', () => {
  it('says what is there, and makes nothing', () => {
    const folder = join(folderOf(), 'new');
    const findings = stateFolderCheck(groundOf('', { folder }));
    expect(told(findings, 'state-folder')).toEqual([`ok | ${folder} is made at the first start`]);
    expect(findings).toHaveLength(1);
  });

  it('knows who holds it', () => {
    const path = folderOf();
    const opened = StateFolder.open(path);
    if (!opened.ok) throw new Error(opened.message);
    expect(isFolderHeld(path)).toBe(true);
    const held = stateFolderCheck(groundOf('', { folder: path, isHeld: true }));
    expect(told(held, 'lock')[0]).toMatch(
      new RegExp(`^warning \\| process ${process.pid} holds the folder, and does not answer \\| `),
    );
    opened.folder.close();
    expect(isFolderHeld(path)).toBe(false);
    expect(told(stateFolderCheck(groundOf('', { folder: path })), 'lock')).toEqual([
      'ok | free: no program runs on it',
    ]);
  });

  it('sees a file in its place, and an emergency stop that stands', () => {
    const folder = folderOf();
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(told(stateFolderCheck(groundOf('', { folder: file })), 'state-folder')).toEqual([
      `failing | ${file} is no folder | Name another folder: --state DIR, or state_dir in the configuration.`,
    ]);
    writeFileSync(join(folder, 'EMERGENCY_STOP'), '');
    expect(told(stateFolderCheck(groundOf('', { folder })), 'stop-file')).toEqual([
      'warning | an emergency stop stands: nothing is traded while its file is there | When you ' +
        `know why it was laid and want to trade again, remove it: ${folder}/EMERGENCY_STOP`,
    ]);
  });
});
