import { describe, expect, test } from 'vitest';
import { FAILURES_ALLOWED, LockOut } from './lock-out.ts';
import { Panel, problemOf, WITH_TOKEN } from '../test/panel.ts';

describe('whoever guesses tokens', () => {
  test('is answered 429 after ten wrong ones, and told for how long', async () => {
    const panel = new Panel(['main']);
    const guess = (n: number) => panel.get('/api/positions', { authorization: `Bearer guess${n}` });
    for (let n = 0; n < FAILURES_ALLOWED; n += 1) expect((await guess(n)).statusCode).toBe(401);
    const answer = await guess(FAILURES_ALLOWED);
    expect(problemOf(answer)).toEqual({ status: 429, problem: 'locked-out' });
    expect(answer.headers['retry-after']).toBe('60');
    const login = await panel.post(
      '/api/session',
      { 'content-type': 'application/json' },
      '{"token":"another guess"}',
    );
    expect(login.statusCode).toBe(429);
  });

  test('cannot keep the owner, at the same address, from the emergency stop', async () => {
    const panel = new Panel(['main']);
    for (let n = 0; n < 50; n += 1) await panel.get('/api', { authorization: `Bearer ${n}` });
    expect((await panel.post('/api/emergency-stop', WITH_TOKEN)).statusCode).toBe(200);
  });

  test('leaves other addresses alone', async () => {
    const panel = new Panel(['main']);
    const ask = (remoteAddress: string) =>
      panel.call({
        method: 'GET',
        url: '/api/positions',
        remoteAddress,
        headers: { authorization: 'Bearer wrong' },
      });
    for (let n = 0; n < 30; n += 1) await ask('192.0.2.7');
    expect((await ask('192.0.2.7')).statusCode).toBe(429);
    expect((await ask('192.0.2.8')).statusCode).toBe(401);
  });

  test('waits longer each time, a quarter of an hour at most', () => {
    let now = 0;
    const locks = new LockOut(() => now);
    const lock = (): number => {
      for (;;) {
        const { retryAfterS } = locks.failed('here');
        if (retryAfterS > 0) return retryAfterS;
      }
    };
    const waits = Array.from({ length: 6 }, () => {
      const wait = lock();
      now += wait * 1000;
      return wait;
    });
    expect(waits).toEqual([60, 120, 240, 480, 900, 900]);
  });

  test('a few wrong ones now and then are no guessing', () => {
    let now = 0;
    const locks = new LockOut(() => now);
    for (let n = 0; n < 100; n += 1) {
      expect(locks.failed('here').retryAfterS).toBe(0);
      now += 7_000;
    }
  });
});

describe('too many requests', () => {
  test('of another machine are 429; programs of this machine are not limited', async () => {
    const panel = new Panel(['main']);
    const ask = (remoteAddress: string) => panel.server.inject({ url: '/health', remoteAddress });
    const statuses = new Set<number>();
    for (let n = 0; n < 1001; n += 1) {
      statuses.add((await ask('192.0.2.7')).statusCode);
    }
    expect([...statuses]).toEqual([200, 429]);
    const answer = await ask('192.0.2.7');
    expect(problemOf(answer)).toEqual({ status: 429, problem: 'too-many-requests' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('192.0.2.8')).statusCode).toBe(200);
    for (let n = 0; n < 1001; n += 1) expect((await ask('127.0.0.1')).statusCode).toBe(200);
  });

  test('to sign in are limited to thirty a minute', async () => {
    const panel = new Panel(['main']);
    const statuses: number[] = [];
    for (let n = 0; n < 31; n += 1) {
      statuses.push(
        (await panel.server.inject({ method: 'POST', url: '/api/session' })).statusCode,
      );
    }
    expect(statuses.filter((status) => status === 400)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
  });

  test('never hold up closing and stopping', async () => {
    const panel = new Panel(['main']);
    const ask = (url: string) =>
      panel.server.inject({ method: 'POST', url, headers: WITH_TOKEN, remoteAddress: '192.0.2.7' });
    const statuses = new Set<number>();
    for (let n = 0; n < 1100; n += 1)
      statuses.add((await ask('/api/agents/stop/EURUSD')).statusCode);
    expect([...statuses]).toEqual([404, 429]);
    expect((await ask('/api/emergency-stop')).statusCode).toBe(200);
    panel.room.addPosition('main', '7');
    expect((await ask('/api/positions/7/close')).statusCode).toBe(200);
  });
});
