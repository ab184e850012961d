import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newKey, sendAct } from './actions.ts';

const URL = 'http://127.0.0.1/api/positions/7/close';
const sent: string[] = [];

/** A network on which so many calls get lost before one is answered. */
function network(lost: number, status = 200): void {
  let left = lost;
  vi.stubGlobal('fetch', async (_url: string, { headers }: { headers: Record<string, string> }) => {
    sent.push(headers['idempotency-key'] ?? '');
    if (left-- > 0) throw new TypeError('failed to fetch');
    return Response.json({ success: status === 200, detail: 'no such position' }, { status });
  });
}

beforeEach(() => {
  sent.length = 0;
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function outcome() {
  const answer = sendAct({ url: URL }, 'one-key');
  await vi.runAllTimersAsync();
  return answer;
}

it('sends an act once when it is answered, refused or not', async () => {
  network(0);
  expect((await outcome()).ok).toBe(true);
  network(0, 400);
  expect(await outcome()).toMatchObject({
    ok: false,
    problem: { status: 400, detail: 'no such position' },
  });
  expect(sent).toEqual(['one-key', 'one-key']);
});

it('sends an act without an answer again with the same key', async () => {
  network(2);
  expect((await outcome()).ok).toBe(true);
  expect(sent).toEqual(['one-key', 'one-key', 'one-key']);
});

it('gives up after three attempts, and says that no answer came', async () => {
  network(9);
  expect(await outcome()).toMatchObject({ ok: false, problem: { status: 0 } });
  expect(sent).toHaveLength(3);
});

it('makes keys that differ', () => {
  const keys = new Set(Array.from({ length: 100 }, newKey));
  expect(keys.size).toBe(100);
  expect([...keys].every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
});
