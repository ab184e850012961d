import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHART_MARK_STYLE } from './security-headers.ts';
import { Panel } from '../test/panel.ts';

test('nothing inline and nothing foreign may run, and nobody frames the panel', async () => {
  const { headers } = await new Panel(['main']).get('/', {});
  expect(headers['content-security-policy']).toBe(
    "default-src 'none';script-src 'self';" +
      `style-src 'self' ${CHART_MARK_STYLE};img-src 'self' data:;font-src 'self';` +
      "connect-src 'self';manifest-src 'self';base-uri 'none';form-action 'none';" +
      "frame-ancestors 'none'",
  );
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['strict-transport-security']).toBeUndefined();
});

test('no other site is ever allowed to read', async () => {
  const panel = new Panel(['main']);
  const origin = 'https://evil.example';
  const answer = await panel.get('/health', { origin });
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  const preflight = await panel.server.inject({
    method: 'OPTIONS',
    url: '/api/emergency-stop',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  expect(preflight.statusCode).toBe(401);
  expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
});

test('answers of the API are kept in no cache', async () => {
  const answer = await new Panel(['main']).get('/api/positions');
  expect(answer.headers['cache-control']).toBe('no-store');
});

test("the chart library's own style sheet is the one that is allowed", () => {
  // The build that a page made for production has in it.
  const path = new URL(
    'lightweight-charts.production.mjs',
    import.meta.resolve('lightweight-charts'),
  );
  const script = readFileSync(path, 'utf8');
  const style = /innerText ?= ?["'](a#tv-attr-logo[^"']*)["']/.exec(script)?.[1] ?? '';
  const digest = createHash('sha256').update(style).digest('base64');
  expect(CHART_MARK_STYLE).toBe(`'sha256-${digest}'`);
});
