import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OWNER } from './grant.ts';
import { Panel, problemOf } from '../test/panel.ts';
import { TokenBook } from './token-book.ts';

const OWNERS = 'the-owners-token-of-this-test-0123456789';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-tokens-'));
  writeFileSync(join(folder, 'token'), `${OWNERS}\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

function secretOf(made: ReturnType<TokenBook['create']>): string {
  if (!made.ok) throw new Error(made.message);
  return made.value;
}

describe('the book of tokens', () => {
  test("knows the owner's token, which may do everything, and no other", () => {
    const book = new TokenBook(folder);
    expect(book.grantOf(OWNERS)).toEqual(OWNER);
    expect(book.grantOf(`${OWNERS}x`)).toBeUndefined();
    expect(book.grantOf('')).toBeUndefined();
  });

  test('makes tokens of 256 bits and keeps only their digests, for the owner of the folder alone', () => {
    const book = new TokenBook(folder);
    const secret = secretOf(book.create('grafana', 'read'));
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(book.grantOf(secret)).toMatchObject({ name: 'grafana', scope: 'read' });
    const file = join(folder, 'tokens.json');
    expect(readFileSync(file, 'utf8')).not.toContain(secret);
    expect(book.list()[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('sees at once what another process does to the folder', () => {
    const running = new TokenBook(folder);
    expect(running.list()).toEqual([]);
    const elsewhere = new TokenBook(folder);
    const secret = secretOf(elsewhere.create('bot', 'trade'));
    expect(running.grantOf(secret)).toMatchObject({ name: 'bot', scope: 'trade' });
    expect(elsewhere.revoke('bot').ok).toBe(true);
    expect(running.grantOf(secret)).toBeUndefined();
    expect(elsewhere.revoke('owner').ok).toBe(true);
    expect(running.grantOf(OWNERS)).toBeUndefined();
    expect(running.grantOf(readFileSync(join(folder, 'token'), 'utf8').trim())).toEqual(OWNER);
  });

  test('ends a token when its time is over', () => {
    let now = 1000;
    const book = new TokenBook(folder, () => now);
    const secret = secretOf(book.create('guest', 'read', 1));
    const id = book.grantOf(secret)?.id ?? '';
    now += 86_400_000 - 1;
    expect([book.grantOf(secret)?.name, book.isGood(id)]).toEqual(['guest', true]);
    now += 1;
    expect([book.grantOf(secret), book.isGood(id)]).toEqual([undefined, false]);
  });

  test.each(['', 'Owner', 'owner', '1st', 'a b', '../x', 'x'.repeat(33)])(
    'refuses the name "%s"',
    (name) => {
      const made = new TokenBook(folder).create(name, 'read');
      expect(made.ok).toBe(false);
    },
  );

  test('refuses a name that is taken, and to revoke one that is not there', () => {
    const book = new TokenBook(folder);
    book.create('bot', 'read');
    expect(book.create('bot', 'admin').ok).toBe(false);
    expect(book.revoke('cat')).toEqual({
      ok: false,
      message: 'there is no token cat; there are: owner, bot',
    });
  });

  test('a list that cannot be read lets in the owner alone, who must be able to stop everything', () => {
    const book = new TokenBook(folder);
    const secret = secretOf(book.create('bot', 'trade'));
    writeFileSync(join(folder, 'tokens.json'), '[{"id":');
    expect(book.grantOf(secret)).toBeUndefined();
    expect(book.grantOf(OWNERS)).toEqual(OWNER);
    expect(() => book.list()).toThrow('set it aside');
  });
});

describe('scopes', () => {
  const CALLS = [
    ['GET', '/api/positions', 'read'],
    ['GET', '/api/stream', 'read'],
    ['POST', '/api/session/code', 'read'],
    ['POST', '/api/agents/create?symbol=EURUSD', 'trade'],
    ['POST', '/api/emergency-stop', 'trade'],
    ['GET', '/api/audit', 'admin'],
  ] as const;

  test.each(CALLS)('%s %s needs %s', async (method, url, needed) => {
    const book = new TokenBook(folder);
    const panel = new Panel(['main'], { token: book });
    const scopes = ['read', 'trade', 'admin'] as const;
    for (const [rank, scope] of scopes.entries()) {
      const authorization = `Bearer ${secretOf(book.create(scope, scope))}`;
      if (rank >= scopes.indexOf(needed)) {
        if (url === '/api/stream') continue; // would never end; its refusal is what counts here
        const answer = await panel.call({ method, url, headers: { authorization } });
        expect(answer.statusCode).toBe(200);
        panel.room.agentList = [];
      } else {
        const answer = await panel.call({ method, url, headers: { authorization } });
        expect(problemOf(answer)).toEqual({ status: 403, problem: 'not-allowed' });
        expect(answer.json()).toMatchObject({ needed });
        expect(panel.room.handedIn).toEqual([]);
      }
    }
  });

  test('a session may do no more than the token it was opened with, and ends with it', async () => {
    const book = new TokenBook(folder);
    const panel = new Panel(['main'], { token: book });
    const authorization = `Bearer ${secretOf(book.create('guest', 'read'))}`;
    const { code } = (await panel.post('/api/session/code', { authorization })).json<{
      code: string;
    }>();
    const opened = await panel.post(
      '/api/session',
      { 'content-type': 'application/json' },
      JSON.stringify({ code }),
    );
    const cookie = String(opened.headers['set-cookie']).split(';', 1)[0] ?? '';
    const ours = { cookie, host: 'localhost', origin: 'http://localhost' };
    expect((await panel.get('/api/positions', ours)).statusCode).toBe(200);
    expect(problemOf(await panel.post('/api/emergency-stop', ours)).problem).toBe('not-allowed');
    book.revoke('guest');
    expect((await panel.get('/api/positions', ours)).statusCode).toBe(401);
  });

  test('the journal is told whose token it was', async () => {
    const book = new TokenBook(folder);
    const panel = new Panel(['main'], { token: book });
    const authorization = `Bearer ${secretOf(book.create('desk', 'trade'))}`;
    await panel.post('/api/emergency-stop', { authorization });
    await panel.post('/api/emergency-stop', { authorization: `Bearer ${OWNERS}` });
    expect(panel.room.handedIn.map(({ by }) => by)).toEqual([
      'token desk 127.0.0.1',
      'token 127.0.0.1',
    ]);
  });
});
