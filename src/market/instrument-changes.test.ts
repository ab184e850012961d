import { describe, expect, it } from 'vitest';
import { instrumentChange } from './instrument-changes.ts';
import { shippedInstrument } from './instruments.ts';
import type { Lots, Points } from './units.ts';
import { ALWAYS_OPEN } from './trading-week.ts';

function eurusd() {
  const shipped = shippedInstrument('EURUSD');
  if (!shipped) throw new Error('EURUSD is not shipped');
  return shipped;
}

describe('a changed specification', () => {
  it('is told property by property', () => {
    const before = eurusd();
    const after = {
      ...before,
      swap: { ...before.swap, mode: 'points' as const, long: -9.5 },
      volumeMin: 0.1 as Lots,
      orderModes: ['market', 'limit'] as const,
    };
    const change = instrumentChange(before, after);
    expect(change?.changes).toEqual([
      `volumeMin ${before.volumeMin} → 0.1`,
      `orderModes ${before.orderModes.join(', ')} → market, limit`,
      ...(before.swap.mode === 'points' ? [] : [`swap.mode ${before.swap.mode} → points`]),
      `swap.long ${before.swap.long} → -9.5`,
    ]);
    expect(change?.forStrategies).toBe(false);
  });

  it('is none when the same is said again, or only the spread differs', () => {
    const before = eurusd();
    expect(instrumentChange(before, structuredClone(before))).toBeUndefined();
    expect(instrumentChange(before, { ...before, typicalSpread: 99 as Points })).toBeUndefined();
    expect(instrumentChange(undefined, before)).toBeUndefined();
  });

  it('of hours or of digits is one that strategies must know', () => {
    const before = eurusd();
    const hours = { ...before, week: ALWAYS_OPEN };
    expect(instrumentChange(before, hours)).toEqual({
      symbol: 'EURUSD',
      changes: ['other trading hours'],
      forStrategies: true,
    });
    expect(instrumentChange(before, { ...before, digits: 4 })?.forStrategies).toBe(true);
  });
});
