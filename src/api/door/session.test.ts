import { describe, expect, test } from 'vitest';
import { CODE_LIFE_MS, SessionStore, SESSION_LIFE_MS } from './session-store.ts';
import { Panel, problemOf, TOKEN } from '../test/panel.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('POST /api/session', () => {
  test('trades a code for a cookie that scripts cannot read and other sites do not send', async () => {
    const sessions = new SessionStore(() => 5000);
    const panel = new Panel(['main'], { sessions });
    const body = JSON.stringify({ code: panel.server.oneTimeCode() });
    const headers = { ...JSON_TYPE, host: '127.0.0.1:8000', origin: 'http://127.0.0.1:8000' };
    const answer = await panel.post('/api/session', headers, body);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      success: true,
      message: 'Signed in.',
      expires_at: 5000 + SESSION_LIFE_MS,
    });
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^kimi_session_8000=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  test('the cookie opens the API', async () => {
    const panel = new Panel(['main']);
    const answer = await panel.get('/api/positions', { cookie: await panel.cookie() });
    expect(answer.statusCode).toBe(200);
  });

  test('a code is good once', async () => {
    const panel = new Panel(['main']);
    const body = JSON.stringify({ code: panel.server.oneTimeCode() });
    await panel.post('/api/session', JSON_TYPE, body);
    const again = await panel.post('/api/session', JSON_TYPE, body);
    expect(problemOf(again)).toEqual({ status: 401, problem: 'not-authorised' });
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test('the token itself opens a session too; a wrong one does not', async () => {
    const panel = new Panel(['main']);
    const open = (token: string) =>
      panel.post('/api/session', JSON_TYPE, JSON.stringify({ token }));
    expect((await open(TOKEN)).statusCode).toBe(200);
    expect(problemOf(await open(`${TOKEN}x`))).toEqual({ status: 401, problem: 'not-authorised' });
  });

  test('another site cannot sign a visitor in', async () => {
    const panel = new Panel(['main']);
    const code = panel.server.oneTimeCode();
    const headers = { ...JSON_TYPE, origin: 'https://evil.example' };
    const answer = await panel.post('/api/session', headers, JSON.stringify({ code }));
    expect(problemOf(answer)).toEqual({ status: 403, problem: 'foreign-origin' });
  });

  test.each(['', 'null', '{}', '[]', '"code"', '{"code":1}', '{"code":""}', '{"code":"x","a":1}'])(
    'body %s is 400',
    async (body) => {
      const answer = await new Panel(['main']).post('/api/session', JSON_TYPE, body);
      expect(problemOf(answer)).toEqual({ status: 400, problem: 'bad-request' });
    },
  );
});

describe('the store', () => {
  test('a code is 128 random bits and ends after ten minutes', () => {
    let now = 0;
    const store = new SessionStore(() => now);
    const [early, late] = [store.newCode(), store.newCode()];
    expect(Buffer.from(early, 'base64url')).toHaveLength(16);
    expect(early).not.toBe(late);
    now = CODE_LIFE_MS - 1;
    expect(store.redeem(early)).toMatchObject({ expiresAt: now + SESSION_LIFE_MS });
    now = CODE_LIFE_MS;
    expect(store.redeem(late)).toBeUndefined();
  });

  test('keeps a bounded number of codes: the oldest goes first', () => {
    const store = new SessionStore(() => 0);
    const codes = Array.from({ length: 65 }, () => store.newCode());
    expect(store.redeem(codes[0] ?? '')).toBeUndefined();
    expect(store.redeem(codes[1] ?? '')).toBeDefined();
    expect(store.redeem(codes[64] ?? '')).toBeDefined();
  });

  test('keeps a bounded number of sessions: the oldest goes first', () => {
    const store = new SessionStore(() => 0);
    const sessions = Array.from({ length: 257 }, () => store.open().id);
    expect(store.find(sessions[0] ?? '')).toBeUndefined();
    expect(store.find(sessions[1] ?? '')?.expiresAt).toBe(SESSION_LIFE_MS);
  });
});
