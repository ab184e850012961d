import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { buildServer } from '../server.ts';
import { SessionStore, SESSION_LIFE_MS } from './session-store.ts';
import { MemoryRoom } from '../test/memory-room.ts';
import { Panel, problemOf, TOKEN, WITH_TOKEN } from '../test/panel.ts';

const GUARDED: readonly ['GET' | 'POST', string][] = [
  ['POST', '/api/agents/create?symbol=EURUSD'],
  ['POST', '/api/agents/stop/EURUSD'],
  ['POST', '/api/agents/restart/EURUSD'],
  ['GET', '/api/agents/status'],
  ['GET', '/api/agents/EURUSD/status'],
  ['POST', '/api/emergency-stop'],
  ['GET', '/api/positions'],
  ['POST', '/api/positions/7/close'],
  ['GET', '/api/accounts'],
  ['GET', '/api/snapshot'],
  ['GET', '/api/candles?symbol=EURUSD'],
  ['GET', '/api/signals'],
  ['GET', '/api/events'],
  ['GET', '/api/stream'],
  ['GET', '/api/no-such-call'],
  ['GET', '/api'],
  ['GET', '/%61pi/positions'],
];

describe('without a token', () => {
  test.each(GUARDED)('%s %s is 401, and nothing is handed in', async (method, url) => {
    const panel = new Panel(['main']);
    const answer = await panel.server.inject({ method, url });
    expect(problemOf(answer)).toEqual({ status: 401, problem: 'not-authorised' });
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="kimi-agent"');
    expect(panel.room.handedIn).toEqual([]);
  });
});

describe('the bearer token', () => {
  test.each([
    ['another one', `Bearer ${TOKEN}x`],
    ['a shorter one', `Bearer ${TOKEN.slice(0, -1)}`],
    ['one in other letters', `Bearer ${TOKEN.toUpperCase()}`],
    ['none', 'Bearer'],
    ['basic', `Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}`],
    ['bare', TOKEN],
  ])('%s is 401', async (_name, authorization) => {
    const answer = await new Panel(['main']).get('/api/positions', { authorization });
    expect(problemOf(answer)).toEqual({ status: 401, problem: 'not-authorised' });
  });

  test('lets in, whatever the case of the scheme', async () => {
    const panel = new Panel(['main']);
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
      const answer = await panel.get('/api/positions', { authorization: `${scheme} ${TOKEN}` });
      expect(answer.statusCode).toBe(200);
    }
  });

  test('a wrong one is 401 even with a good session', async () => {
    const panel = new Panel(['main']);
    const headers = { cookie: await panel.cookie(), authorization: 'Bearer wrong' };
    expect((await panel.get('/api/positions', headers)).statusCode).toBe(401);
  });

  test('a short one is not accepted by the program itself', () => {
    const room = new MemoryRoom('main');
    const build = (token: string) =>
      buildServer({ room, token, pageDir: undefined, version: '1.2.3' });
    expect(() => build('')).toThrow(RangeError);
    expect(() => build('x'.repeat(15))).toThrow(RangeError);
  });

  test('is in no line of the log, wherever the caller puts it', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const panel = new Panel(['main'], { log: pino({ level: 'trace' }, sink) });
    await panel.get('/api/positions');
    await panel.get(`/api/positions?token=${TOKEN}`);
    await panel.get(`/${TOKEN}`);
    await panel.post(
      '/api/session',
      { 'content-type': 'application/json' },
      JSON.stringify({ token: TOKEN }),
    );
    const { cookie, code } = await secretsOf(panel);
    await panel.get('/api/positions', { cookie });
    await panel.get(`/api/positions?code=${code}`, { authorization: `Bearer ${code}` });
    panel.room.answerWith('main', new Error('no'));
    await panel.post('/api/agents/create?symbol=EURUSD');
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(lines.join('')).toContain('/api/positions');
    for (const secret of [TOKEN, code, cookie.split('=')[1] ?? cookie]) {
      expect(lines.join('')).not.toContain(secret);
    }
  });
});

/** A session's cookie, and a code that was not used yet. */
async function secretsOf(panel: Panel): Promise<{ cookie: string; code: string }> {
  return { cookie: await panel.cookie(), code: panel.server.oneTimeCode() };
}

describe('a session', () => {
  const here = { host: 'localhost:8000', origin: 'http://localhost:8000' };

  async function signedIn(sessions = new SessionStore()) {
    const panel = new Panel(['main'], { sessions });
    const cookie = `kimi_session_8000=${sessions.open().id}`;
    return { panel, cookie };
  }

  test('reads without an Origin header', async () => {
    const { panel, cookie } = await signedIn();
    const answer = await panel.get('/api/positions', { host: 'localhost:8000', cookie });
    expect(answer.statusCode).toBe(200);
  });

  test('posts with the Origin of the panel itself', async () => {
    const { panel, cookie } = await signedIn();
    const answer = await panel.post('/api/agents/create?symbol=EURUSD', { ...here, cookie });
    expect(answer.statusCode).toBe(200);
    expect(panel.room.handedIn[0]?.by).toBe('page 127.0.0.1');
  });

  test.each([
    ['none', undefined],
    ['null', 'null'],
    ['another site', 'https://evil.example'],
    ['another port of this machine', 'http://localhost:3000'],
    ['another name of this machine', 'http://127.0.0.1:8000'],
    ['a longer name', 'http://localhost:8000.evil.example'],
    ['another scheme', 'file://localhost:8000'],
  ])('posting with Origin %s is 403', async (_name, origin) => {
    const { panel, cookie } = await signedIn();
    const headers = { host: 'localhost:8000', cookie, ...(origin === undefined ? {} : { origin }) };
    const answer = await panel.post('/api/emergency-stop', headers);
    expect(problemOf(answer)).toEqual({ status: 403, problem: 'foreign-origin' });
    expect(panel.room.handedIn).toEqual([]);
  });

  test('reading and streaming from another site is 403', async () => {
    const { panel, cookie } = await signedIn();
    const headers = { host: 'localhost:8000', cookie, origin: 'http://localhost:3000' };
    for (const path of ['/api/positions', '/api/stream']) {
      expect((await panel.get(path, headers)).statusCode).toBe(403);
    }
  });

  test('a token needs no Origin: no browser sends it by itself', async () => {
    const answer = await new Panel(['main']).post('/api/emergency-stop', WITH_TOKEN);
    expect(answer.statusCode).toBe(200);
  });

  test('made up, or of another port, is 401', async () => {
    const { panel, cookie } = await signedIn();
    const host = 'localhost:8001';
    expect((await panel.get('/api/positions', { host, cookie })).statusCode).toBe(401);
    const madeUp = { host: 'localhost:8000', cookie: 'kimi_session_8000=AAAA' };
    expect((await panel.get('/api/positions', madeUp)).statusCode).toBe(401);
  });

  test('ends after twelve hours', async () => {
    let now = 1_000_000;
    const { panel, cookie } = await signedIn(new SessionStore(() => now));
    const headers = { host: 'localhost:8000', cookie };
    now += SESSION_LIFE_MS - 1;
    expect((await panel.get('/api/positions', headers)).statusCode).toBe(200);
    now += 1;
    expect((await panel.get('/api/positions', headers)).statusCode).toBe(401);
  });
});

describe('the Host header', () => {
  test.each(['localhost', 'LOCALHOST:8000', '127.0.0.1:8000', '127.1.2.3', '[::1]:8000'])(
    '%s is this machine',
    async (host) => {
      const answer = await new Panel(['main']).get('/api/positions', { ...WITH_TOKEN, host });
      expect(answer.statusCode).toBe(200);
    },
  );

  test.each([
    'evil.example',
    'evil.example:8000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost:8000@evil.example',
    '192.168.1.5:8000',
    '0.0.0.0:8000',
    '@',
  ])('"%s" is 403 on every path, token or not', async (host) => {
    const panel = new Panel(['main']);
    for (const path of ['/api/positions', '/health', '/', '/nothing']) {
      const answer = await panel.get(path, { ...WITH_TOKEN, host });
      expect(problemOf(answer)).toEqual({ status: 403, problem: 'foreign-host' });
    }
  });

  test('of a configured name is accepted', async () => {
    const panel = new Panel(['main'], { hosts: ['Panel.example', '192.168.1.5'] });
    for (const host of ['panel.example:8000', '192.168.1.5:8000']) {
      const answer = await panel.get('/api/positions', { ...WITH_TOKEN, host });
      expect(answer.statusCode).toBe(200);
    }
  });
});
