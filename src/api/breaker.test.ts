import { beforeEach, describe, expect, test } from 'vitest';
import { CONFIRMATION_LIFE_MS, Confirmations } from './door/confirmations.ts';
import { Panel, problemOf } from './test/panel.ts';
import type { AccountView } from './views.ts';

const TRIPPED: AccountView['breaker'] = {
  state: 'tripped',
  day: '2026-01-06',
  baseline: 10_000,
  limit: 9_700,
  distance: 0,
  daily_drawdown_pct: 3,
  endsAt: 2000,
};

describe('arming a tripped breaker again', () => {
  let panel: Panel;
  beforeEach(() => {
    panel = new Panel(['first', 'second']);
    panel.room.setAccount('second', { breaker: TRIPPED });
  });
  const REARM = '/api/breaker/rearm?account=second';

  async function asked(): Promise<string> {
    const answer = await panel.post(REARM);
    expect(answer.statusCode).toBe(202);
    expect(panel.room.handedIn).toEqual([]);
    return answer.json<{ confirmation: string }>().confirmation;
  }

  test('takes two calls: the first only promises', async () => {
    const before = Date.now();
    const first = (await panel.post(REARM)).json<{ confirmation: string; expires_at: number }>();
    expect(Buffer.from(first.confirmation, 'base64url')).toHaveLength(16);
    expect(first.expires_at).toBeGreaterThanOrEqual(before + CONFIRMATION_LIFE_MS);
    expect(panel.room.handedIn).toEqual([]);
    const answer = await panel.post(`${REARM}&confirmation=${first.confirmation}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      success: true,
      account: 'second',
      message: 'rearm-breaker on second.',
    });
    expect(panel.room.handedIn.map(({ account, command }) => [account, command.type])).toEqual([
      ['second', 'rearm-breaker'],
    ]);
  });

  test('a confirmation is good once, for its own account, and not when it is made up', async () => {
    panel.room.setAccount('first', { breaker: TRIPPED });
    const id = await asked();
    const refused = { status: 409, problem: 'not-a-confirmation' };
    const other = await panel.post(`/api/breaker/rearm?account=first&confirmation=${id}`);
    expect(problemOf(other)).toEqual(refused);
    expect(problemOf(await panel.post(`${REARM}&confirmation=${id}`))).toEqual(refused);
    expect(problemOf(await panel.post(`${REARM}&confirmation=AAAA`))).toEqual(refused);
    expect(panel.room.handedIn).toEqual([]);
    const good = await asked();
    expect((await panel.post(`${REARM}&confirmation=${good}`)).statusCode).toBe(200);
    expect(problemOf(await panel.post(`${REARM}&confirmation=${good}`))).toEqual(refused);
    expect(panel.room.handedIn).toHaveLength(1);
  });

  test('without a name it is refused where there are several', async () => {
    expect((await panel.post('/api/breaker/rearm')).statusCode).toBe(400);
  });

  test('a breaker that is not tripped is 409 at the first call', async () => {
    expect(problemOf(await panel.post('/api/breaker/rearm?account=first'))).toEqual({
      status: 409,
      problem: 'refused',
    });
  });

  test('what the account refuses after all is 409', async () => {
    const id = await asked();
    const message = 'It is not tripped.';
    panel.room.answerWith('second', { ok: false, reason: 'not-now', message });
    expect(problemOf(await panel.post(`${REARM}&confirmation=${id}`)).status).toBe(409);
  });

  test('GET /api/breaker tells where each stands', async () => {
    const { breakers } = (await panel.get('/api/breaker')).json<{ breakers: unknown[] }>();
    expect(breakers).toEqual([
      { account: 'first', breaker: null, room: null },
      { account: 'second', breaker: TRIPPED, room: null },
    ]);
    const one = (await panel.get('/api/breaker?account=first')).json<{ breakers: unknown[] }>();
    expect(one.breakers).toHaveLength(1);
  });
});

describe('confirmations', () => {
  test('end after a minute, and only who asked may confirm', () => {
    let now = 0;
    const all = new Confirmations(() => now);
    const [late, early, foreign] = [all.ask('x', 'me'), all.ask('x', 'me'), all.ask('x', 'me')];
    expect(all.confirm(foreign.id, 'x', 'you')).toBe(false);
    now = CONFIRMATION_LIFE_MS - 1;
    expect(all.confirm(early.id, 'x', 'me')).toBe(true);
    now += 1;
    expect(all.confirm(late.id, 'x', 'me')).toBe(false);
  });

  test('are bounded: the oldest goes first', () => {
    const all = new Confirmations(() => 0);
    const asked = Array.from({ length: 257 }, () => all.ask('x', 'me'));
    expect(all.confirm(asked[0]?.id ?? '', 'x', 'me')).toBe(false);
    expect(all.confirm(asked[256]?.id ?? '', 'x', 'me')).toBe(true);
  });
});
