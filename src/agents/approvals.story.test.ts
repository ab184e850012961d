import { describe, expect, it } from 'vitest';
import { whySections, whyText } from '../api/why-text.ts';
import type { Percent, UtcMs } from '../market/units.ts';
import { describeFact } from '../runtime/describe-fact.ts';
import { DayDigests } from './day-digests.ts';
import { SignalStories } from './signal-stories.ts';
import { expectAgreement, expectNothingTwice, folded, settle } from './test/agreement.ts';
import { TradeLedger, type Trade } from './trade-ledger.ts';
import { BAR, LONG, MINUTE, runningWorld, say, type World } from './test/world.ts';

const APPROVAL = { above: 0.7, expires_minutes: 15, max_drift: 0.25 };
const GOOD = { ...LONG, confidence: 0.75 };

/** A world in which one signal waits, and its id. */
function waitingWorld(idea: Parameters<typeof say>[1] = GOOD): { world: World; id: string } {
  const world = runningWorld({ settings: { approval: APPROVAL } });
  say(world, idea);
  return { world, id: `main:EURUSD:M5:${world.time - BAR}:buy` };
}

const approve = (signalId: string) => ({ type: 'approve-signal', signalId }) as const;
const decline = (signalId: string) => ({ type: 'decline-signal', signalId }) as const;

describe('a signal below the threshold', () => {
  it('waits when it is above what may be approved, and nothing is sent', () => {
    const { world, id } = waitingWorld();
    const [waits] = world.state.waiting.values();
    expect(waits).toMatchObject({ since: world.time, until: world.time + 15 * MINUTE });
    expect(waits?.signal.id).toBe(id);
    expect(world.of('signal').at(-1)?.verdict).toEqual({
      taken: false,
      by: 'confidence',
      reason: 'waits-for-approval',
      detail: 'confidence 0.75 is not above 0.85',
      waitsUntil: world.time + 15 * MINUTE,
    });
    expect(world.requests).toEqual([]);
  });

  it('does not wait at or below it, nor where approval is not configured', () => {
    const { world } = waitingWorld({ ...LONG, confidence: 0.7 });
    expect(world.state.waiting.size).toBe(0);
    const plain = say(runningWorld(), GOOD);
    expect(plain.state.waiting.size).toBe(0);
    expect(plain.of('signal').at(-1)?.verdict).toMatchObject({ reason: 'below-threshold' });
  });

  it('waits no longer than its limit entry would have waited at the broker', () => {
    const world = runningWorld({ settings: { approval: APPROVAL } });
    const expiresAt = (world.time + BAR + 7 * MINUTE) as UtcMs;
    say(world, { ...GOOD, kind: 'limit', price: 1.0995, stopLoss: 1.0975, expiresAt });
    expect([...world.state.waiting.values()][0]?.until).toBe(expiresAt);
  });
});

describe('an approved signal', () => {
  it('is sized with the present prices and opened once, however often it is approved', () => {
    const { world, id } = waitingWorld();
    world.quote('EURUSD', 1.1003);
    expect(world.command(approve(id))).toEqual({
      ok: true,
      message: `${id} approved: 0.43 lots as order 1`,
    });
    expect(world.of('signal-approval')).toMatchObject([
      { outcome: 'approved', by: 'tester', verdict: { taken: true, number: 1, lots: 0.43 } },
    ]);
    expect(world.requests).toMatchObject([{ type: 'open', price: 1.10038, stopLoss: 1.09808 }]);
    expect(world.command(approve(id))).toMatchObject({ ok: false, reason: 'no-such-signal' });
    settle(world);
    expect(world.requests.map(({ type }) => type)).toEqual(['open']);
    expect(world.state.positions.size).toBe(1);
    expectNothingTwice(world);
    expectAgreement(world);
  });

  it.each([
    ['the price has moved', 1.1006, 'drift', 'price-moved'],
    ['the price is at its target', 1.1045, 'drift', 'price-gone'],
    ['the price is beyond its stop', 1.0979, 'drift', 'price-gone'],
  ])('is refused for good when %s', (_, bid, by, reason) => {
    const { world, id } = waitingWorld();
    world.quote('EURUSD', bid);
    expect(world.command(approve(id))).toMatchObject({ ok: false, reason: 'refused' });
    expect(world.of('signal-approval').at(-1)?.verdict).toMatchObject({ taken: false, by, reason });
    expect(world.state.waiting.size).toBe(0);
    world.quote('EURUSD', 1.1);
    expect(world.command(approve(id))).toMatchObject({ ok: false, reason: 'no-such-signal' });
    expect(world.requests).toEqual([]);
  });

  it('passes risk again: with a stale quote it is refused', () => {
    const { world, id } = waitingWorld();
    world.wait(11_000);
    expect(world.command(approve(id))).toMatchObject({ ok: false, reason: 'refused' });
    expect(world.of('signal-approval').at(-1)?.verdict).toMatchObject({ by: 'risk' });
  });

  it('passes the gates of its strategy again', () => {
    const { world, id } = waitingWorld();
    const [agent] = world.core.agents.values();
    Object.assign(agent?.strategy ?? {}, {
      gatesNow: () => [{ gate: 'news', passed: false, detail: 'Payrolls in 3 minutes' }],
    });
    expect(world.command(approve(id))).toEqual({
      ok: false,
      reason: 'refused',
      message: `${id} was not taken: gate said news: Payrolls in 3 minutes`,
    });
    expect(world.requests).toEqual([]);
  });

  it('goes on waiting while the account cannot trade', () => {
    const { world, id } = waitingWorld();
    world.link(false);
    expect(world.command(approve(id))).toMatchObject({ ok: false, reason: 'not-now' });
    expect(world.state.waiting.has(id)).toBe(true);
    world.link(true).quote('EURUSD', 1.1);
    expect(world.command(approve(id))).toMatchObject({ ok: true });
  });

  it('is no more after an emergency stop', () => {
    const { world, id } = waitingWorld();
    world.command({ type: 'emergency-stop' });
    expect(world.command(approve(id))).toMatchObject({ ok: false, reason: 'no-such-signal' });
    expect(world.of('signal-approval')).toMatchObject([
      { outcome: 'declined', by: 'tester', detail: 'emergency stop' },
    ]);
  });
});

describe('the end of the waiting', () => {
  it('comes with time', () => {
    const { world, id } = waitingWorld();
    world.wait(15 * MINUTE - 1);
    expect(world.state.waiting.size).toBe(1);
    world.wait(1);
    expect(world.state.waiting.size).toBe(0);
    expect(world.of('signal-approval')).toMatchObject([{ outcome: 'expired', by: 'the clock' }]);
    expect(world.command(approve(id))).toMatchObject({ ok: false, reason: 'no-such-signal' });
  });

  it('comes with a person who declines, or a strategy that takes it back', () => {
    const { world, id } = waitingWorld();
    expect(world.command(decline(id))).toEqual({ ok: true, message: `${id} declined` });
    expect(world.command(decline(id))).toMatchObject({ ok: false, reason: 'no-such-signal' });

    const { world: other, id: taken } = waitingWorld();
    other.script.withdrawn.set('EURUSD', [taken]);
    say(other);
    other.close('EURUSD');
    expect(other.of('signal-approval')).toMatchObject([{ outcome: 'withdrawn' }]);
    expect(other.state.waiting.size).toBe(0);
  });
});

describe('a restart', () => {
  it('keeps what waits, and an approval that was not sent yet is no order twice', () => {
    const { world, id } = waitingWorld();
    world.live();
    expect(world.state.waiting.has(id)).toBe(true);
    world.quote('EURUSD', 1.1).quote('GBPUSD', 1.3).close('EURUSD', 'GBPUSD');
    world.port.losesRequest = () => true;
    expect(world.command(approve(id))).toMatchObject({ ok: true });
    world.port.losesRequest = () => false;
    world.live();
    expect(world.state.waiting.size).toBe(0);
    expect(world.command(approve(id))).toMatchObject({ ok: false, reason: 'no-such-signal' });
    settle(world);
    expectNothingTwice(world);
    expect(world.requests.filter(({ type }) => type === 'open')).toHaveLength(1);
    expect(folded(world.facts).waiting).toEqual(world.state.waiting);
  });

  it('lets what expired meanwhile expire at the first event', () => {
    const { world } = waitingWorld();
    world.time = (world.time + 16 * MINUTE) as UtcMs;
    world.live();
    expect(world.state.waiting.size).toBe(0);
    expect(world.of('signal-approval')).toMatchObject([{ outcome: 'expired' }]);
  });
});

it('risk may still size an approved signal down to nothing', () => {
  const world = runningWorld({
    settings: {
      approval: APPROVAL,
      limits: { ...runningWorld().settings.limits, risk_per_trade_pct: 0.001 as Percent },
    },
  });
  say(world, GOOD);
  const id = `main:EURUSD:M5:${world.time - BAR}:buy`;
  expect(world.command(approve(id))).toMatchObject({ ok: false, reason: 'refused' });
});

describe('what is told of it', () => {
  it('the story keeps who approved it, and its trade belongs to it', () => {
    const { world, id } = waitingWorld();
    world.command(approve(id));
    world.quote('EURUSD', 1.1).quote('EURUSD', 1.10408);
    const stories = new SignalStories(10);
    const digests = new DayDigests(world.settings);
    const trades: Trade[] = [];
    const ledger = new TradeLedger((trade) => trades.push(trade));
    for (const fact of world.facts) {
      stories.add(fact);
      digests.add(fact);
      ledger.add(fact);
    }
    const story = stories.of(id);
    expect(story?.approval).toMatchObject({ outcome: 'approved', by: 'tester' });
    expect(story?.verdict).toMatchObject({ taken: true, number: 1 });
    expect(story?.order?.result?.r).toBeCloseTo(2, 6);
    expect(trades).toMatchObject([{ confidence: 0.75 }]);
    const text = whyText(story ? whySections(story, 'USD') : []);
    expect(text).toContain('TAKEN with 0.5 lots as order 1');
    expect(text).toContain('approved by tester at 2026-01-06 12:05:02 UTC');
    const [agent] = digests.of('2026-01-06').agents;
    expect(agent).toMatchObject({ candidates: 1, taken: 1, refused: [] });
  });

  it('the digest counts a refused approval as what refused it, an expired one as below', () => {
    const { world, id } = waitingWorld();
    say(world.quote('EURUSD', 1.1), GOOD);
    world.quote('EURUSD', 1.1006).command(approve(id));
    world.wait(20 * MINUTE);
    const digests = new DayDigests(world.settings);
    for (const fact of world.facts) digests.add(fact);
    const [agent] = digests.of('2026-01-06').agents;
    expect(agent).toMatchObject({ candidates: 2, taken: 0 });
    expect(agent?.refused.map(({ by, reason, count }) => [by, reason, count])).toEqual([
      ['confidence', 'waits-for-approval', 1],
      ['drift', 'price-moved', 1],
    ]);
  });

  it('a person reads that it waits and how that ended', () => {
    const { world, id } = waitingWorld();
    world.command(decline(id));
    const texts = world.facts.flatMap((fact) => describeFact(fact, 'USD')?.text ?? []);
    expect(texts).toContain(
      'Signal waits for approval until 2026-01-06 12:20 UTC: EURUSD buy, confidence 0.75; ' +
        'confidence 0.75 is not above 0.85',
    );
    expect(texts).toContain('Waiting signal EURUSD buy declined by tester: not wanted');
  });
});
