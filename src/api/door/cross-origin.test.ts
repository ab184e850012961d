import { describe, expect, test } from 'vitest';
import { Panel, problemOf, WITH_TOKEN } from '../test/panel.ts';

const DESK = 'https://desk.example';
const asking = (origin: string) => ({
  origin,
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization',
});

describe('a page of another site', () => {
  test('may read nothing: no answer names it, whatever it asks', async () => {
    const panel = new Panel(['main'], { origins: [DESK] });
    const evil = 'https://evil.example';
    const preflight = await panel.call({
      method: 'OPTIONS',
      url: '/api/positions',
      headers: asking(evil),
    });
    expect(preflight.statusCode).toBe(401);
    for (const answer of [preflight, await panel.get('/health', { origin: evil })]) {
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('is refused even with a token, unless it is listed', async () => {
    const panel = new Panel(['main'], { origins: [DESK] });
    const ask = (origin: string) => panel.post('/api/emergency-stop', { ...WITH_TOKEN, origin });
    expect(problemOf(await ask('https://evil.example'))).toEqual({
      status: 403,
      problem: 'foreign-origin',
    });
    expect(panel.room.handedIn).toEqual([]);
    const answer = await ask(DESK);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe(DESK);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  test('that is listed is told what it may send', async () => {
    const panel = new Panel(['main'], { origins: [DESK] });
    const answer = await panel.server.inject({
      method: 'OPTIONS',
      url: '/api/positions',
      headers: asking(DESK),
    });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': DESK,
      'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
      vary: 'Origin',
    });
  });

  test('that is listed gets nowhere with a cookie', async () => {
    const panel = new Panel(['main'], { origins: [DESK] });
    const headers = { cookie: await panel.cookie(), origin: DESK };
    expect(problemOf(await panel.post('/api/emergency-stop', headers)).problem).toBe(
      'foreign-origin',
    );
  });
});

test.each(['same-site', 'cross-site'])(
  'an image or script of a page that is %s gets nothing for the cookie',
  async (kind) => {
    const panel = new Panel(['main']);
    const cookie = await panel.cookie();
    for (const url of ['/api/positions', '/api/stream']) {
      const answer = await panel.get(url, { cookie, 'sec-fetch-site': kind });
      expect(problemOf(answer)).toEqual({ status: 403, problem: 'foreign-origin' });
    }
    const own = await panel.get('/api/positions', { cookie, 'sec-fetch-site': 'same-origin' });
    expect(own.statusCode).toBe(200);
  },
);
