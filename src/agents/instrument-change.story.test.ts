import { describe, expect, it } from 'vitest';
import type { SymbolName } from '../market/units.ts';
import { World } from './test/world.ts';

const EURUSD = 'EURUSD' as SymbolName;

function changed(world: World, changes: readonly string[], forStrategies: boolean): void {
  const { time } = world;
  world.loop.feed({ type: 'instrument', time, symbol: EURUSD, changes, forStrategies });
}

describe('a broker that changes a specification', () => {
  it('is on record, and an agent whose strategy has computed with it begins anew', () => {
    const world = new World().live();
    world.create('EURUSD');
    changed(world, ['swap.long -1 → -2'], false);
    expect(world.of('instrument-changed')).toMatchObject([
      { symbol: EURUSD, changes: ['swap.long -1 → -2'] },
    ]);
    expect(world.of('agent-created')).toHaveLength(1);
    changed(world, ['digits 5 → 4'], true);
    expect(world.of('agent-created')).toHaveLength(2);
    expect(world.of('agent-state')).toMatchObject([
      { state: 'STOPPED', why: 'restarted by a changed specification' },
    ]);
    expect(world.watched.filter(({ symbol }) => symbol === EURUSD)).toHaveLength(2);
  });

  it('starts no agent that was stopped, and none where there is none', () => {
    const world = new World().live();
    changed(world, ['digits 5 → 4'], true);
    world.create('EURUSD');
    world.command({ type: 'stop-agent', symbol: EURUSD });
    changed(world, ['digits 4 → 5'], true);
    expect(world.of('agent-created')).toHaveLength(1);
    expect(world.state.agents.get(EURUSD)?.state).toBe('STOPPED');
  });
});
