import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandAnswer } from '../../agents/command.ts';
import type { FactBody } from '../../agents/fact.ts';
import type { Scene } from '../../api/scene.ts';
import type { SymbolName } from '../../market/units.ts';
import type { FromThread } from '../messages.ts';
import { SimulatedAccount } from './simulated-account.ts';
import { makeBeacon, StepBeacon } from '../step-beacon.ts';
import { youngAccount } from '../test/young-account.ts';

const EURUSD = 'EURUSD' as SymbolName;
const folder = mkdtempSync(join(tmpdir(), 'kimi-scenes-'));

/** An account that lives in this thread; what it says is kept. */
let account: SimulatedAccount;
const facts: FactBody[] = [];
const bids: number[] = [];
let answer: CommandAnswer | undefined;

function hear(message: FromThread): void {
  if (message.type === 'answer') answer = message.answer;
  if (message.type !== 'news') return;
  facts.push(...message.facts.map(({ body }) => body));
  bids.push(...message.pulse.quotes.map(({ bid }) => bid));
}

function play(scene: Scene): CommandAnswer | undefined {
  answer = undefined;
  account.receive({ type: 'scene', id: 'scene', scene });
  return answer;
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not in time: ${String(holds)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}

const has = (kind: FactBody['kind'], holds: (body: FactBody) => boolean = () => true) =>
  facts.some((body) => body.kind === kind && holds(body));

describe('what a person does to a simulated market', () => {
  beforeAll(() => {
    const { start } = youngAccount([EURUSD], folder);
    const signs = new StepBeacon(makeBeacon(), [EURUSD]);
    const world = { ...start.world, speed: 600 };
    account = new SimulatedAccount({ ...start, world }, hear, signs);
    account.open(performance.now());
    account.run();
  }, 60_000);

  afterAll(() => {
    account.receive({ type: 'stop' });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('a gap comes with the next price', async () => {
    await until(() => bids.length > 0);
    const before = bids.at(-1) ?? 0;
    expect(play({ type: 'gap', symbol: EURUSD, pct: 2 })).toMatchObject({ ok: true });
    await until(() => (bids.at(-1) ?? 0) > before * 1.01);
  }, 30_000);

  it('a symbol that is not quoted has no gap', () => {
    const refused = play({ type: 'gap', symbol: 'USDJPY' as SymbolName, pct: 2 });
    expect(refused).toMatchObject({ ok: false, reason: 'unknown-symbol' });
  });

  it('a link that is cut comes back by itself', async () => {
    expect(play({ type: 'cut-link', seconds: 1 })).toMatchObject({ ok: true });
    await until(() => has('link', (body) => body.kind === 'link' && !body.up));
    facts.length = 0;
    await until(() => has('link', (body) => body.kind === 'link' && body.up));
    await until(() => has('reconciled'));
  }, 30_000);

  it('news are fired with a jump of the price', async () => {
    const before = bids.at(-1) ?? 0;
    const fired = play({ type: 'news' });
    expect(fired).toMatchObject({ ok: true });
    expect(fired?.message).toContain('30 minutes');
    await until(() => Math.abs((bids.at(-1) ?? before) / before - 1) > 0.001);
  }, 30_000);

  it('a hand loses more than the day allows: the breaker trips, and the hand leaves', async () => {
    expect(play({ type: 'trip-breaker' })).toMatchObject({ ok: true });
    expect(play({ type: 'trip-breaker' })).toMatchObject({ ok: false, reason: 'not-now' });
    await until(() =>
      has('breaker', (body) => body.kind === 'breaker' && body.state === 'tripped'),
    );
    await until(() => has('deal', (body) => body.kind === 'deal' && body.deal.entry === 'out'));
    expect(play({ type: 'trip-breaker' })).toMatchObject({ ok: false, reason: 'not-now' });
  }, 30_000);
});
