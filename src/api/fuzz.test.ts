import { connect } from 'node:net';
import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from './listen.ts';
import {
  documentOf,
  type ApiDocument,
  type DescribedCall,
  type DescribedParameter,
} from './test/conformance.ts';
import { Panel, TOKEN, WITH_TOKEN } from './test/panel.ts';
import { agentOf, storyOf } from './test/sample-views.ts';

/** The same requests at each run: a failure names its counterexample, and is there again. */
const SEED = 20_260_106;
const RUNS_A_CALL = 60;

/** Values that have broken servers before; none may break this one. */
const NASTY = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  'undefined',
  'true',
  '[object Object]',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '..\\..\\windows\\win.ini',
  '%00',
  '%zz',
  '%',
  'EURUSD\u0000',
  "'; DROP TABLE facts; --",
  '<script>alert(1)</script>',
  '\r\nset-cookie: a=b',
  '\u202eDSUEUR',
  '\ud800',
  '💥',
  'x'.repeat(300),
  '9'.repeat(40),
] as const;

/** Values that mean something to the room of the test. */
const KNOWN = [
  'main',
  'EURUSD',
  'GBPUSD',
  'M5',
  '1',
  '100',
  '7',
  '2026-01-06',
  'main:EURUSD:M5:1:buy',
];

function valueOf(parameter: DescribedParameter): fc.Arbitrary<string> {
  const { enum: words = [] } = parameter.schema as { enum?: readonly string[] };
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...KNOWN, ...words) },
    { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );
}

const bodies: fc.Arbitrary<{ type?: string; payload: string } | undefined> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc.json().map((payload) => ({ type: 'application/json', payload })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/xml',
        'nonsense',
      ),
      payload: fc.constantFrom(
        '{',
        '{"a":',
        '[]',
        '{"__proto__":{"admin":true}}',
        '{"constructor":{"prototype":{}}}',
        '<a/>',
        'a=b',
        '\u0000',
        '"'.repeat(1000),
        `{"token":"${'x'.repeat(20_000)}"}`,
      ),
    }),
  },
);

const headers = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Record<string, string>>(WITH_TOKEN) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      {},
      { authorization: 'Bearer wrong' },
      { authorization: `Basic ${TOKEN}` },
      { cookie: 'kimi_session_80=AAAA' },
      { ...WITH_TOKEN, origin: 'https://evil.example' },
      { ...WITH_TOKEN, host: 'evil.example' },
      { ...WITH_TOKEN, 'idempotency-key': 'k' },
      { ...WITH_TOKEN, 'idempotency-key': 'a b' },
      { ...WITH_TOKEN, 'last-event-id': 'main=1' },
    ),
  },
);

interface Call {
  readonly method: string;
  readonly path: string;
  readonly described: DescribedCall;
}

function callsOf(document: ApiDocument): Call[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      described,
    })),
  );
}

function freshPanel(): Panel {
  const panel = new Panel(['main']);
  fill(panel);
  return panel;
}

function fill({ room }: Panel): void {
  room.agentList = [agentOf('main', 'EURUSD')];
  room.positionList = [];
  room.addPosition('main', '7');
  const { signal } = storyOf('main', 'main:EURUSD:M5:1:buy');
  room.waitingList = [{ account: 'main', signal, since: 1, until: 2 }];
}

/** All that a command could have changed. */
function stateOf({ room }: Panel): string {
  return JSON.stringify([room.agentList, room.positionList, room.waitingList]);
}

function urlOf({ path, described }: Call, values: readonly string[], extra: string): string {
  let url = path;
  const query: string[] = [];
  (described.parameters ?? []).forEach((parameter, index) => {
    const value = values[index];
    if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, encoded(value ?? ''));
    else if (value !== undefined) query.push(`${parameter.name}=${encoded(value)}`);
  });
  if (extra !== '') query.push(extra);
  return query.length === 0 ? url : `${url}?${query.join('&')}`;
}

/** Some values are sent as they are: a percent sign that starts no escape is a request too. */
function encoded(value: string): string {
  if (/^[\w%.:-]*$/.test(value)) return value;
  return encodeURIComponent(value.toWellFormed());
}

const document = await documentOf(freshPanel().server);
const calls = callsOf(document);

describe('requests made up from the OpenAPI document', () => {
  // The stream never ends by itself: its refusals are tried elsewhere.
  test.each(
    calls
      .filter(({ path }) => path !== '/api/stream')
      .map((call) => [call.described.operationId, call] as const),
  )(
    '%s: no 5xx, each answer as described, and what is refused changes nothing',
    async (_name, call) => {
      const panel = freshPanel();
      const parameters = call.described.parameters ?? [];
      const values = fc.tuple(
        ...parameters.map((one) =>
          one.in === 'path' ? valueOf(one) : fc.option(valueOf(one), { nil: undefined }),
        ),
      );
      const extra = fc.constantFrom('', '', '', 'x=1', '__proto__=1', 'account=main&account=main');
      await fc.assert(
        fc.asyncProperty(values, extra, bodies, headers, async (chosen, more, body, head) => {
          fill(panel);
          const before = stateOf(panel);
          const answer = await panel.call({
            method: call.method,
            url: urlOf(call, chosen as string[], more),
            headers: {
              ...head,
              ...(body?.type === undefined ? {} : { 'content-type': body.type }),
            },
            ...(body === undefined || call.method === 'GET' ? {} : { payload: body.payload }),
          });
          expect(answer.statusCode).toBeLessThan(500);
          if (answer.statusCode >= 400) expect(stateOf(panel)).toBe(before);
          expect(answer.body).not.toContain(TOKEN);
        }),
        { seed: SEED, numRuns: RUNS_A_CALL },
      );
    },
    60_000,
  );
});

describe('bytes that are hardly HTTP', () => {
  let panel: Panel;
  let port: number;
  beforeAll(async () => {
    panel = freshPanel();
    const opened = await listen(panel.server, { host: '127.0.0.1', port: 0 });
    if (!opened.ok) throw new Error(opened.message);
    ({ port } = opened);
  });
  afterAll(() => panel.server.close());

  /** What comes back, as far as it does. */
  function sent(bytes: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(bytes, 'latin1'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString('latin1')));
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text)); // cut off is refused too
    });
  }

  const auth = `Authorization: Bearer ${TOKEN}`;
  test.each([
    ['no request at all', 'hello\r\n\r\n'],
    [
      'a header that injects another',
      `GET /api/positions HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n`,
    ],
    [
      'two lengths',
      `POST /api/emergency-stop HTTP/1.1\r\nHost: localhost\r\n${auth}\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n`,
    ],
    [
      'a length and chunks',
      `POST /api/emergency-stop HTTP/1.1\r\nHost: localhost\r\n${auth}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['no host', `GET /api/positions HTTP/1.1\r\n${auth}\r\n\r\n`],
    [
      'two hosts',
      `POST /api/emergency-stop HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n${auth}\r\nContent-Length: 0\r\n\r\n`,
    ],
    [
      'a header without end',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(70_000)}\r\n\r\n`,
    ],
    ['a path out of the folder', `GET /../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    ['a path with a NUL', `GET /assets/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n`],
    [
      'a body that is too large',
      `POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{`,
    ],
  ])('%s is refused, and nothing is handed in', async (_name, bytes) => {
    const answer = await sent(bytes);
    expect(answer).not.toMatch(/^HTTP\/1\.1 [25]/);
    expect(answer).not.toContain('root:');
    expect(panel.room.handedIn).toEqual([]);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  });
});
