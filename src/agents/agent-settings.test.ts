import { describe, expect, it } from 'vitest';
import type { SymbolName } from '../market/units.ts';
import { riskFor, thresholdFor, type AgentChange } from './agent-settings.ts';
import { LONG, runningWorld, say, type World } from './test/world.ts';

const EURUSD = 'EURUSD' as SymbolName;
const GBPUSD = 'GBPUSD' as SymbolName;
const set = (world: World, change: AgentChange, symbol = EURUSD) =>
  world.command({ type: 'set-agent', symbol, change });

function lastVerdict(world: World) {
  const fact = world.facts.findLast(({ body }) => body.kind === 'signal');
  if (fact?.body.kind !== 'signal') throw new Error('no signal');
  return fact.body.verdict;
}

describe('what a person sets for an agent', () => {
  it('holds for its symbol alone, and is written down as a command with who gave it', () => {
    const world = runningWorld();
    const { confidenceThreshold, limits } = world.settings;
    expect(set(world, { confidence_threshold: 0.99, risk_per_trade_pct: 0.1 })).toMatchObject({
      ok: true,
    });
    const { desk } = world.core;
    expect([thresholdFor(desk, EURUSD), riskFor(desk, EURUSD)]).toEqual([0.99, 0.1]);
    expect([thresholdFor(desk, GBPUSD), riskFor(desk, GBPUSD)]).toEqual([
      confidenceThreshold,
      limits.risk_per_trade_pct,
    ]);
    const fact = world.facts.findLast(({ body }) => body.kind === 'command');
    expect(fact?.body).toMatchObject({ command: { type: 'set-agent' }, answer: { ok: true } });
  });

  it('decides: a signal below its threshold is not taken', () => {
    const world = runningWorld();
    set(world, { confidence_threshold: 1 });
    say(world, LONG);
    expect(lastVerdict(world)).toMatchObject({
      taken: false,
      by: 'confidence',
      reason: 'below-threshold',
    });
  });

  it('decides: a trade is sized for its risk', () => {
    const lots = (risk?: number): number => {
      const world = runningWorld();
      if (risk !== undefined) set(world, { risk_per_trade_pct: risk });
      say(world, LONG);
      const verdict = lastVerdict(world);
      if (!verdict.taken) throw new Error(verdict.detail);
      return verdict.lots;
    };
    const usual = lots();
    const configured = runningWorld().settings.limits.risk_per_trade_pct;
    expect(lots(configured / 2)).toBeCloseTo(usual / 2, 2);
  });

  it('outlives a restart, and goes back to the configuration when asked to', () => {
    const world = runningWorld();
    set(world, { confidence_threshold: 0.95, risk_per_trade_pct: 0.2 });
    world.live();
    expect([thresholdFor(world.core.desk, EURUSD), riskFor(world.core.desk, EURUSD)]).toEqual([
      0.95, 0.2,
    ]);
    expect(world.state.agentSettings.get(EURUSD)?.confidence_threshold).toMatchObject({
      value: 0.95,
      by: expect.any(String),
    });
    set(world, { confidence_threshold: null });
    expect(thresholdFor(world.core.desk, EURUSD)).toBe(world.settings.confidenceThreshold);
    expect(riskFor(world.core.desk, EURUSD)).toBe(0.2);
  });

  it.each<AgentChange>([
    { confidence_threshold: 0.1 },
    { confidence_threshold: 1.01 },
    { confidence_threshold: Number.NaN },
    { risk_per_trade_pct: 50 },
    { risk_per_trade_pct: 0 },
    { risk_per_trade_pct: -1 },
    { confidence_threshold: 0.99, risk_per_trade_pct: 50 },
  ])('can only be stricter than the configuration: %o is refused whole', (change) => {
    const world = runningWorld();
    expect(set(world, change)).toMatchObject({ ok: false, reason: 'refused' });
    expect(world.state.agentSettings.size).toBe(0);
  });

  it('needs an agent', () => {
    const answer = set(runningWorld(), { risk_per_trade_pct: 0.1 }, 'XAUUSD' as SymbolName);
    expect(answer).toMatchObject({ ok: false, reason: 'no-such-agent' });
  });
});
