import { describe, expect, it } from 'vitest';
import { shipped } from '../brokers/simulated/broker-fixture.ts';
import type { SymbolName } from '../market/units.ts';
import type { AccountSettings } from './account-settings.ts';
import type { Verdict } from './fact.ts';
import type { Idea } from './test/scripted-strategy.ts';
import { BAR, CABLE, LONG, runningWorld, say, SETTINGS, World } from './test/world.ts';

const EURUSD = 'EURUSD' as SymbolName;
const GBPUSD = 'GBPUSD' as SymbolName;

function verdictOf(world: World): Verdict | undefined {
  return world.of('signal').at(-1)?.verdict;
}

/** Why the newest signal was not taken, and that nothing was sent for it. */
function refusal(world: World, sent = 0): string {
  const verdict = verdictOf(world);
  if (!verdict || verdict.taken) return 'taken';
  expect(world.requests).toHaveLength(sent);
  return `${verdict.by} ${verdict.reason}`;
}

describe('a signal that is not taken', () => {
  it('is refused by its gate, with the gate’s own words', () => {
    const world = say(runningWorld(), { ...LONG, refusedBy: 'spread' });
    expect(verdictOf(world)).toEqual({
      taken: false,
      by: 'gate',
      reason: 'spread',
      detail: '8 points, allowed 16',
    });
    expect(world.requests).toEqual([]);
  });

  it.each([
    [0.85, 'confidence below-threshold'],
    [0.8499, 'confidence below-threshold'],
    [Number.NaN, 'confidence below-threshold'],
    [0.850_000_1, 'taken'],
  ])('needs a confidence above the threshold: %s gives %s', (confidence, expected) => {
    expect(refusal(say(runningWorld(), { ...LONG, confidence }))).toBe(expected);
  });

  it('is missed when its agent is stopped between the bars, and read no more', () => {
    const world = runningWorld();
    world.command({ type: 'stop-agent', symbol: EURUSD });
    say(world, LONG);
    expect(world.of('signal')).toEqual([]);
    expect(world.requests).toEqual([]);
  });

  it.each([
    ['real', undefined, 'risk no-evidence'],
    ['real', { state: 'none', waived: false }, 'risk no-evidence'],
    [
      'real',
      { state: 'failed', at: '2026-01-05T00:00:00.000Z', waived: false },
      'risk no-evidence',
    ],
    ['real', { state: 'failed', waived: true }, 'taken'],
    ['real', { state: 'passed', waived: false }, 'taken'],
    ['demo', undefined, 'taken'],
  ] as const)('needs evidence for real money: %s with %j gives %s', (mode, evidence, expected) => {
    const settings = { mode, ...(evidence ? { evidence } : {}) };
    expect(refusal(say(runningWorld({ settings }), LONG))).toBe(expected);
  });

  it('is missed when the link is down', () => {
    const world = say(runningWorld().link(false), LONG);
    expect(verdictOf(world)).toEqual({
      taken: false,
      by: 'missed',
      reason: 'not-trading',
      detail: 'no link to the broker: cable cut',
    });
    expect(world.requests).toEqual([]);
  });

  it('is missed before the books are read, at the start and after each loss of the link', () => {
    const world = runningWorld();
    world.port.losesEvent = (event) => event.type === 'books';
    say(world.link(false).link(true), LONG);
    const detail = "the broker's books have not been read yet";
    expect(verdictOf(world)).toMatchObject({ by: 'missed', detail });
    world.live();
    say(world, LONG);
    expect(verdictOf(world)).toMatchObject({ by: 'missed', detail });
    expect(world.requests).toEqual([]);
    world.port.losesEvent = () => false; // and are asked for until they come
    say(world.wait(20_000), LONG);
    expect(verdictOf(world)).toMatchObject({ taken: true });
  });

  it('is refused once the breaker has tripped, whatever it says', () => {
    const world = runningWorld();
    world.foreignOrder({ lots: 1 as never }).quote('EURUSD', 1.1);
    world.quote('EURUSD', 1.0979);
    expect(world.of('breaker')).toMatchObject([{ state: 'tripped' }]);
    expect(refusal(say(world, LONG))).toBe('risk breaker-tripped');
  });

  it('is missed while an emergency stop is under way', () => {
    const world = runningWorld();
    world.foreignOrder().quote('EURUSD', 1.1);
    world.broker.setExpertsAllowed(false);
    world.command({ type: 'emergency-stop' });
    expect(world.command({ type: 'create-agent', symbol: EURUSD })).toMatchObject({
      ok: false,
      reason: 'not-now',
    });
    expect(world.command({ type: 'restart-agent', symbol: EURUSD })).toMatchObject({
      ok: false,
      reason: 'not-now',
    });
    say(world, LONG);
    expect(world.of('signal')).toEqual([]);
  });
});

describe('history', () => {
  it('is recorded as missed and never traded, and is not decided twice', () => {
    const world = runningWorld();
    say(world, { ...LONG, confidence: 0.5 }); // decided in the first life
    const decided = world.time;
    world.script.at((decided + BAR) as never, LONG);
    world.time = (decided + 2 * BAR) as never;
    world.live();
    world.history(decided, 'EURUSD').history((decided + BAR) as never, 'EURUSD');
    expect(world.of('signal').map(({ verdict }) => verdict)).toMatchObject([
      { by: 'confidence' },
      { taken: false, by: 'missed', reason: 'closed-while-away' },
    ]);
    expect(world.state.agents.get(EURUSD)?.state).toBe('READY');
    expect(world.requests).toEqual([]);
  });

  it('older than a new agent is read without a word', () => {
    const world = new World().live().create('EURUSD');
    world.script.at(world.time, LONG);
    world.history(world.time, 'EURUSD');
    expect(world.of('signal')).toEqual([]);
  });
});

describe('each refusal of risk', () => {
  const limits = (change: Partial<AccountSettings['limits']>): Partial<AccountSettings> => ({
    limits: { ...SETTINGS.limits, ...change },
  });
  const cases: readonly [string, Partial<AccountSettings>, Idea][] = [
    ['stop-missing', {}, { ...LONG, stopLoss: 0 }],
    ['stop-at-entry', {}, { ...LONG, stopLoss: 1.10008 }],
    ['stop-on-wrong-side', {}, { ...LONG, stopLoss: 1.102 }],
    ['target-on-wrong-side', {}, { ...LONG, takeProfit: 1.1 }],
    ['stop-inside-stops-level', {}, { ...LONG, stopLoss: 1.1 }],
    ['bad-number', {}, { ...LONG, takeProfit: Number.NaN }],
    ['spread-too-wide', limits({ max_spread_ratio: 0.5 }), LONG],
    ['cost-too-high', limits({ max_cost_share: 0.03 }), LONG],
    ['below-minimum-lot', limits({ risk_per_trade_pct: 0.01 as never }), LONG],
    ['leverage-limit', limits({ max_leverage: 5 }), LONG],
    ['exposure-limit', limits({ max_total_exposure_pct: 0.9 as never }), LONG],
    ['position-limit', limits({ max_positions: 0 }), LONG],
    ['position-limit', limits({ max_positions_per_symbol: 0 }), LONG],
  ];
  it.each(cases)('%s keeps an order in', (reason, settings, idea) => {
    expect(refusal(say(runningWorld({ settings }), idea))).toBe(`risk ${reason}`);
  });

  it('margin-short, when the account’s leverage does not carry the volume', () => {
    const world = runningWorld({ broker: { leverage: 5 } });
    expect(refusal(say(world, LONG))).toBe('risk margin-short');
  });

  it('day-budget, when what is open may lose all that is left', () => {
    const world = runningWorld();
    world.foreignOrder({ lots: 1 as never, stopLoss: 1.098 }).quote('EURUSD', 1.1);
    world.quote('EURUSD', 1.1);
    expect(refusal(say(world, CABLE))).toBe('risk day-budget');
  });

  it('no-quote and stale-quote', () => {
    const world = new World().live().create('EURUSD');
    world.script.at(world.time, LONG);
    world.wait(1000);
    world.script.at(world.time, LONG);
    world.close('EURUSD');
    expect(refusal(world)).toBe('risk no-quote');
    world.quote('EURUSD', 1.1).wait(10_001);
    world.script.at(world.time, LONG);
    world.close('EURUSD');
    expect(refusal(world)).toBe('risk stale-quote');
  });

  it('no-conversion, when no quote leads to the account’s currency', () => {
    const world = new World().live().create('EURGBP');
    world.wait(1000).quote('EURGBP', 0.85, 0.85011);
    const idea = { price: 0.85011, stopLoss: 0.84811, takeProfit: 0.854 };
    world.script.at(world.time, { symbol: 'EURGBP', ...idea });
    world.close('EURGBP');
    expect(refusal(world)).toBe('risk no-conversion');
  });

  it('bad-specification, when the instrument cannot be counted with', () => {
    const instruments = new Map(shipped());
    const eurusd = instruments.get(EURUSD);
    if (!eurusd) throw new Error('EURUSD is shipped');
    instruments.set(EURUSD, { ...eurusd, volumeStep: -1 as never });
    expect(refusal(say(runningWorld({ instruments }), LONG))).toBe('risk bad-specification');
  });

  it('account-unknown, when an open position cannot be valued', () => {
    const world = runningWorld();
    world.broker.onQuote({ symbol: 'AUDUSD' as never, time: world.time, bid: 0.65, ask: 0.6501 });
    world.foreignOrder({ symbol: 'AUDUSD' as never });
    world.time = (world.time + 1000) as never;
    world.broker.onQuote({ symbol: 'AUDUSD' as never, time: world.time, bid: 0.65, ask: 0.6501 });
    world.wait(0);
    expect(world.state.positions.size).toBe(1);
    expect(refusal(say(world, LONG))).toBe('risk account-unknown');
  });

  it('position-limit, while the first order of a symbol is only intended', () => {
    const world = runningWorld();
    world.script.at((world.time + BAR) as never, LONG);
    say(world, LONG);
    expect(world.requests).toHaveLength(1);
    expect(refusal(world, 1)).toBe('risk position-limit');
    expect(world.state.agents.get(GBPUSD)?.state).toBe('RUNNING');
  });
});
