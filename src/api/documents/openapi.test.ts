import { expect, test } from 'vitest';
import { openApiText } from './openapi-text.ts';
import { documentOf, mustConform, schemaOf, type DescribedCall } from '../test/conformance.ts';
import { Panel } from '../test/panel.ts';
import { agentOf } from '../test/sample-views.ts';

/** `GET /api/agents/{symbol}/status` of every route that the server itself prints. */
function routesOf(printed: string): string[] {
  const parts: string[] = [];
  return printed.split('\n').flatMap((line) => {
    const found = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line);
    if (!found) return [];
    const [, indent = '', part = '', methods = ''] = found;
    parts.length = indent.length / 4;
    parts.push(part);
    const path = parts.join('').replace(/:(\w+)/g, '{$1}');
    return methods.split(', ').map((method) => `${method} ${path}`);
  });
}

test('every call is described, and nothing else is', async () => {
  const panel = new Panel(['main']);
  const document = await documentOf(panel.server);
  const described = Object.entries(document.paths).flatMap(([path, calls]) =>
    Object.keys(calls).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const undescribed = ['GET /', 'GET /api/reference', 'GET /api/reference.css'];
  const routes = routesOf(panel.server.printRoutes({ commonPrefix: false }));
  const real = routes.filter((route) => !route.startsWith('HEAD ') && !undescribed.includes(route));
  expect(described.toSorted()).toEqual(real.toSorted());
  expect(described).toContain('GET /api/agents/{symbol}/status');
});

test('each call has a name of its own, a summary, a heading, and a way to be refused', async () => {
  const document = await documentOf(new Panel(['main']).server);
  const calls = Object.values(document.paths).flatMap((path): DescribedCall[] =>
    Object.values(path),
  );
  const names = calls.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('postAgentsStopSymbol');
  const headings = (document as unknown as { tags: { name: string }[] }).tags.map(
    ({ name }) => name,
  );
  for (const call of calls) {
    expect(call.summary).toMatch(/^[A-Z].{8,}/);
    expect(headings).toEqual(expect.arrayContaining([...(call.tags ?? ['none'])]));
    expect(call.responses['default']?.content).toEqual({
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    });
  }
});

test('what a limit takes is said as a number with its bounds', async () => {
  const document = await documentOf(new Panel(['main']).server);
  const limit = document.paths['/api/candles']?.['get']?.parameters?.find(
    ({ name }) => name === 'limit',
  );
  expect(limit?.schema).toEqual({ type: 'integer', minimum: 1, maximum: 10_000 });
});

test('calls for everyone say so, and all others name the token or the session', async () => {
  const document = await documentOf(new Panel(['main']).server);
  const open = Object.values(document.paths)
    .flatMap((path) => Object.values(path))
    .filter(({ security }) => security !== undefined && security.length === 0)
    .map(({ operationId }) => operationId);
  expect(open.toSorted()).toEqual(['getHealth', 'getOpenapiJson', 'getReady', 'postSession']);
  expect((document as unknown as { security: object[] }).security).toEqual([
    { token: [] },
    { session: [] },
  ]);
});

test('an answer that is not as described is found out', async () => {
  const panel = new Panel(['main']);
  panel.room.agentList = [agentOf('main', 'EURUSD')];
  const answer = await panel.get('/api/agents/status');
  const body = JSON.stringify({ ...answer.json<object>(), total_agents: 'one' });
  const wrong = { ...answer, body, json: () => JSON.parse(body) as unknown } as typeof answer;
  await expect(mustConform(panel.server, 'GET', '/api/agents/status', wrong)).rejects.toThrow(
    'total_agents',
  );
  const document = await documentOf(panel.server);
  const agent = schemaOf(document, { $ref: '#/components/schemas/Agent' });
  expect(agent.safeParse(agentOf('main', 'EURUSD')).success).toBe(true);
  expect(agent.safeParse({ ...agentOf('main', 'EURUSD'), state: 'ASLEEP' }).success).toBe(false);
});

test('the document is served to anyone on this machine, the same as the script writes', async () => {
  const answer = await new Panel(['main']).get('/api/openapi.json', {});
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(answer.json<{ openapi: string }>().openapi).toBe('3.1.0');
  const first = await openApiText('1.2.3');
  expect(await openApiText('1.2.3')).toBe(first);
  expect(JSON.parse(first)).toEqual(answer.json());
});

test('the reference page names every call, runs no script and loads nothing from elsewhere', async () => {
  const panel = new Panel(['main']);
  const page = await panel.server.inject({ url: '/api/reference' });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  const document = await documentOf(panel.server);
  for (const path of Object.keys(document.paths)) expect(page.body).toContain(path);
  for (const name of Object.keys(document.components.schemas)) {
    expect(page.body).toContain(`<details id="${name}">`);
  }
  expect(page.body).not.toMatch(/<script|style=|https?:/);
  const style = await panel.server.inject({ url: '/api/reference.css' });
  expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
});
