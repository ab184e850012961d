import { connect } from 'node:net';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { listen } from '../listen.ts';
import { Panel, problemOf, WITH_TOKEN } from '../test/panel.ts';

const JSON_TYPE = { ...WITH_TOKEN, 'content-type': 'application/json' };

describe('a problem document', () => {
  test('has its own content type and all members, and no query in its instance', async () => {
    const answer = await new Panel(['main']).get('/api/nothing?secret=1');
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toEqual({
      type: 'urn:kimi-agent:problem:no-such-call',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at /api/nothing; see docs/api.md.',
      instance: '/api/nothing',
      success: false,
    });
  });

  test.each([
    ['GET', '/api/emergency-stop', 'POST'],
    ['GET', '/api/agents/stop/EURUSD', 'POST'],
    ['DELETE', '/api/positions', 'GET, HEAD'],
    ['PUT', '/health', 'GET, HEAD'],
    ['HEAD', '/api/stream', 'GET'],
  ] as const)('%s %s is 405 and names what is allowed', async (method, url, allow) => {
    const answer = await new Panel(['main']).server.inject({ method, url, headers: WITH_TOKEN });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow?.split(', ').sort().join(', ')).toBe(allow);
  });

  test('bad JSON is 400, a wrong type 415, too much 413', async () => {
    const panel = new Panel(['main']);
    const bad = await panel.post('/api/emergency-stop', JSON_TYPE, '{"a":');
    expect(problemOf(bad)).toEqual({ status: 400, problem: 'bad-request' });
    const poisoned = await panel.post('/api/emergency-stop', JSON_TYPE, '{"__proto__":{}}');
    expect(problemOf(poisoned)).toEqual({ status: 400, problem: 'bad-request' });
    const typed = { ...WITH_TOKEN, 'content-type': 'text/plain' };
    const wrong = await panel.post('/api/emergency-stop', typed, 'now');
    expect(problemOf(wrong)).toEqual({ status: 415, problem: 'bad-request' });
    const large = await panel.post('/api/emergency-stop', JSON_TYPE, ' '.repeat(16 * 1024 + 1));
    expect(problemOf(large)).toEqual({ status: 413, problem: 'bad-request' });
    expect(panel.room.handedIn).toEqual([]);
  });

  test('a path that cannot be read is 400, one too long 414', async () => {
    const panel = new Panel(['main']);
    expect((await panel.get('/api/%zz')).statusCode).toBe(400);
    const long = await panel.get(`/api/agents/${'A'.repeat(500)}/status`);
    expect(problemOf(long)).toEqual({ status: 414, problem: 'bad-request' });
  });

  test('a request that is no HTTP is refused and the server goes on', async () => {
    const panel = new Panel(['main']);
    const opened = await listen(panel.server, { host: '127.0.0.1', port: 0 });
    if (!opened.ok) throw new Error(opened.message);
    const text = await new Promise<string>((resolve) => {
      let read = '';
      const socket = connect(opened.port, '127.0.0.1', () => socket.write('BREW coffee\r\n\r\n'));
      socket.on('data', (chunk) => (read += chunk.toString()));
      socket.on('close', () => resolve(read));
    });
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    const health = await fetch(`${opened.url}/health`);
    expect(health.status).toBe(200);
    await panel.server.close();
  });
});

const panel = new Panel(['first', 'second']);
const piece = fc.oneof(
  fc.constantFrom('api', 'agents', 'create', 'stop', 'status', 'positions', 'close', 'candles'),
  fc.constantFrom(
    'EURUSD',
    '..',
    '%2e%2e',
    '%00',
    '%2F',
    ':symbol',
    '*',
    'constructor',
    '__proto__',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map(encodeURIComponent),
);
const query = fc.oneof(
  fc.constantFrom('symbol=EURUSD', 'account=first', 'limit=1', 'timeframe=M5', 'account=__proto__'),
  fc.webQueryParameters(),
);

property.prop(
  [
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
    fc.array(piece, { maxLength: 5 }),
    fc.array(query, { maxLength: 3 }),
    fc.option(fc.oneof(fc.json(), fc.string()), { nil: undefined }),
    fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x'),
  ],
  { numRuns: 400 },
)('no request whatever is answered with a 5xx', async (method, parts, queries, body, type) => {
  const url = `/${parts.join('/')}?${queries.join('&')}`;
  if (method === 'GET' && /^\/+api\/stream/.test(url)) return;
  const payload = body === undefined ? {} : { payload: body };
  const headers = { ...WITH_TOKEN, 'content-type': type };
  const answer = await panel.server.inject({ method, url, headers, ...payload } as const);
  expect(answer.statusCode).toBeLessThan(500);
  if (answer.statusCode >= 400 && method !== 'HEAD') {
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  }
});
