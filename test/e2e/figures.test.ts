import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eagerAccount } from './eager-account.ts';
import { Panel } from './panel.ts';
import { eventually, Program, removeFolder, stateFolder, tokenOf } from './program.ts';

/** A program with decisions, commits and orders all the time, and what it tells of them in figures. */
const state = stateFolder();
let program: Program;
let panel: Panel;

beforeAll(async () => {
  const config = eagerAccount(state);
  program = new Program([
    'start',
    '--port',
    '0',
    '--state',
    state,
    '--config',
    config,
    '--speed',
    '600',
  ]);
  panel = await Panel.of(program, state);
}, 90_000);
afterAll(async () => {
  await program.kill();
  removeFolder(state);
});

interface Counted {
  readonly buckets: readonly (readonly [upTo: number, count: number])[];
  readonly count: number;
  readonly sum: number;
}

/** The histogram of the only account, as its lines stand in the answer. */
async function histogram(name: string): Promise<Counted> {
  const text = await (await fetch(`${panel.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}_`));
  const one = (end: string): number => {
    const found = lines.filter((line) => line.startsWith(`${name}_${end}{account="main"} `));
    expect(found).toHaveLength(1);
    return Number(found[0]?.split(' ')[1]);
  };
  const bucket = new RegExp(`^${name}_bucket\\{account="main",le="([^"]+)"\\} (\\S+)$`);
  const buckets = lines.flatMap((line) => {
    const [, upTo = '', count] = bucket.exec(line) ?? [];
    return upTo === '' ? [] : [[upTo === '+Inf' ? Infinity : Number(upTo), Number(count)] as const];
  });
  expect(text).toContain(`# TYPE ${name} histogram\n`);
  return { buckets, count: one('count'), sum: one('sum') };
}

function expectSound({ buckets, count, sum }: Counted): void {
  expect(buckets.length).toBeGreaterThan(3);
  const bounds = buckets.map(([upTo]) => upTo);
  expect(bounds).toEqual([...new Set(bounds)].toSorted((left, right) => left - right));
  expect(bounds.at(-1)).toBe(Infinity);
  const counts = buckets.map(([, upToHere]) => upToHere);
  expect(counts).toEqual(counts.toSorted((left, right) => left - right));
  expect(counts.at(-1)).toBe(count);
  // The sum lies between what the buckets say it is at least and at most.
  let atLeast = 0;
  let atMost = 0;
  let [below, under] = [0, 0];
  for (const [upTo, upToHere] of buckets) {
    atLeast += (upToHere - under) * below;
    if (upToHere > under) atMost += (upToHere - under) * upTo;
    [below, under] = [upTo, upToHere];
  }
  expect(sum).toBeGreaterThanOrEqual(atLeast);
  expect(sum).toBeLessThanOrEqual(atMost);
}

describe('how long a trading thread takes, while it trades', { timeout: 120_000 }, () => {
  it.each([
    'kimi_decision_duration_seconds',
    'kimi_commit_duration_seconds',
    'kimi_order_answer_duration_seconds',
  ])('%s counts what is done', async (name) => {
    const first = await eventually(async () => {
      const counted = await histogram(name);
      return counted.count > 0 ? counted : undefined;
    }, 60_000);
    expectSound(first);
    const later = await eventually(async () => {
      const counted = await histogram(name);
      return counted.count > first.count ? counted : undefined;
    }, 60_000);
    expectSound(later);
    expect(later.sum).toBeGreaterThan(first.sum);
    const before = new Map(first.buckets);
    for (const [upTo, count] of later.buckets) {
      expect(count).toBeGreaterThanOrEqual(before.get(upTo) ?? Infinity);
    }
  });
});

const AMOUNTS: ReadonlySet<string> = new Set(
  `allowance allowed balance baseline commission day_limit distance equity gross gross_allowed limit
  loss_left_today mae margin mfe net net_allowed openProfit profit risk swap used`.split(/\s+/),
);

/** Every amount of a document, by its path. A ratio goes by the name of an amount in one place. */
function amountsOf(value: unknown, path = '', isAmount = false): [path: string, amount: number][] {
  if (typeof value === 'number') return isAmount ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => {
    if (key === 'leverage') return [];
    const points = path.endsWith('points') || /\.equity\.\w+$/.test(path);
    const isPoint = points && Array.isArray(inside);
    return isPoint
      ? amountsOf(inside.slice(1), `${path}.${key}`, true)
      : amountsOf(inside, `${path}.${key}`, AMOUNTS.has(key) || (isAmount && /^\d+$/.test(key)));
  });
}

/** The first message of the stream. */
async function firstOfStream(): Promise<unknown> {
  const headers = { authorization: `Bearer ${tokenOf(state)}` };
  const answer = await fetch(`${panel.url}/api/stream`, { headers });
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString();
    const found = /^event: snapshot\ndata: (.*)\n\n/m.exec(text)?.[1];
    if (found !== undefined) return JSON.parse(found);
  }
  throw new Error('the stream has ended');
}

describe('amounts', { timeout: 120_000 }, () => {
  it('leave to the hundredth in every document and on the stream', async () => {
    await eventually(async () => {
      const { body } = await panel.get<{ trades: unknown[] }>('/api/trades');
      return body.trades.length > 0 || undefined;
    }, 60_000);
    const all: [string, number][] = [];
    for (const name of ['accounts', 'breaker', 'limits', 'positions', 'trades', 'equity']) {
      const found = amountsOf((await panel.get(`/api/${name}`)).body, name);
      // Nothing may be open at the moment; all else has amounts.
      if (name !== 'positions') expect([name, found.length]).not.toEqual([name, 0]);
      all.push(...found);
    }
    const streamed = amountsOf(await firstOfStream(), 'stream');
    expect(streamed.length).toBeGreaterThan(20);
    all.push(...streamed);
    expect(all.filter(([, amount]) => Number(amount.toFixed(2)) !== amount)).toEqual([]);
  });
});
