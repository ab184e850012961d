import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../listen.ts';
import { openLocalDoor } from './local-door.ts';
import { Panel, WITH_TOKEN } from '../test/panel.ts';
import { readTls, type TlsFiles } from './tls-files.ts';

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('beyond this machine', () => {
  test.each(['0.0.0.0', '::', '192.0.2.1', 'panel.example'])(
    'nothing is served on %s without TLS',
    async (host) => {
      const { server } = new Panel(['main']);
      const refused = await listen(server, { host, port: 0 });
      expect(refused).toMatchObject({ ok: false, reason: 'not-encrypted' });
      expect(refused.ok ? '' : refused.message).toContain('--listen-without-tls');
      expect(server.server.listening).toBe(false);
    },
  );

  test('it is served all the same when that is asked for by name', async () => {
    const { server } = new Panel(['main']);
    const opened = await listen(server, { host: '0.0.0.0', port: 0, listenWithoutTls: true });
    expect(opened.ok).toBe(true);
    await server.close();
  });
});

test('files that cannot serve are told at the start, with what to do', () => {
  const reading = readTls('no-such.crt', 'no-such.key');
  expect(reading.ok).toBe(false);
  expect(reading.ok ? '' : reading.message).toContain('api.tls.cert_file');
});

describe.skipIf(!hasOpenssl())('with a certificate (needs openssl)', () => {
  let folder: string;
  let tls: TlsFiles;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kimi-tls-'));
    const [cert, key] = [join(folder, 'panel.crt'), join(folder, 'panel.key')];
    const args =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost';
    execFileSync('openssl', [...args.split(' '), '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    const reading = readTls(cert, key);
    if (!reading.ok) throw new Error(reading.message);
    ({ tls } = reading);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a key that belongs to another certificate is refused', () => {
    const other = join(folder, 'other.key');
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', other]);
    const cert = join(folder, 'own.crt');
    writeFileSync(cert, tls.cert);
    expect(readTls(cert, other).ok).toBe(false);
  });

  test('the panel answers over TLS, tells browsers to stay with it, and its cookie is secure', async () => {
    const panel = new Panel(['main'], { tls });
    const opened = await listen(panel.server, { host: '127.0.0.1', port: 0 });
    if (!opened.ok) throw new Error(opened.message);
    expect(opened.url).toBe(`https://127.0.0.1:${opened.port}`);
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const url = `${opened.url}/api/positions`;
      get(url, { headers: WITH_TOKEN, rejectUnauthorized: false }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode, ...answer.headers });
      }).on('error', reject);
    });
    expect(headers).toMatchObject({ status: 200, 'strict-transport-security': 'max-age=31536000' });
    await panel.server.close();
  });

  test('commands of this machine come in by a door of their own, which closes with the other', async () => {
    const panel = new Panel(['main'], { tls });
    await listen(panel.server, { host: '127.0.0.1', port: 0 });
    const url = await openLocalDoor(panel.server);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/api/positions`)).status).toBe(401);
    expect((await fetch(`${url}/api/positions`, { headers: WITH_TOKEN })).status).toBe(200);
    await panel.server.close();
    await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
  });
});
