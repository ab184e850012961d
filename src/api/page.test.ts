import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Panel } from './test/panel.ts';

const folder = mkdtempSync(join(tmpdir(), 'kimi-page-'));
const pageDir = join(folder, 'dist');
mkdirSync(join(pageDir, 'assets'), { recursive: true });
writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>Kimi</title>');
writeFileSync(join(pageDir, 'assets', 'index-BXk3v9Qd.js'), 'export {};');
writeFileSync(join(pageDir, 'assets', 'plain.js'), 'export {};');
writeFileSync(join(pageDir, '.env'), 'SECRET=1');
writeFileSync(join(folder, 'token'), 'SECRET');
afterAll(() => rmSync(folder, { recursive: true }));

describe('the built page', () => {
  test('is at / without a token and asked for anew each time', async () => {
    const answer = await new Panel(['main'], { pageDir }).get('/', {});
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.body).toContain('<title>Kimi</title>');
  });

  test('keeps what is named by its content for ever, and nothing else', async () => {
    const panel = new Panel(['main'], { pageDir });
    const hashed = await panel.get('/assets/index-BXk3v9Qd.js', {});
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers['content-type']).toMatch(/^(text|application)\/javascript/);
    const plain = await panel.get('/assets/plain.js', {});
    expect(plain.headers['cache-control']).toBe('no-cache');
  });

  test.each([
    '/../token',
    '/%2e%2e/token',
    '/..%2ftoken',
    '/assets/../../token',
    '/assets/..%5c..%5ctoken',
    '/.env',
    '/assets',
    '/%00',
    '/index.html%00.js',
    '//token',
    '/nothing.html',
  ])('%s is no file of the page', async (path) => {
    const answer = await new Panel(['main'], { pageDir }).get(path, {});
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).not.toContain('SECRET');
  });

  test('does not open paths under /api', async () => {
    const panel = new Panel(['main'], { pageDir });
    for (const path of ['/api', '/api/', '/api/nothing', '/api/emergency-stop']) {
      expect((await panel.get(path, {})).statusCode).toBe(401);
    }
    expect((await panel.get('/api/emergency-stop')).statusCode).toBe(405);
    expect((await panel.get('/api/nothing')).statusCode).toBe(404);
  });
});

test('a page that is not built is replaced by how to build it', async () => {
  for (const missing of [undefined, join(folder, 'nowhere')]) {
    const answer = await new Panel(['main'], { pageDir: missing }).get('/', {});
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body).toContain('npm run build');
  }
});
