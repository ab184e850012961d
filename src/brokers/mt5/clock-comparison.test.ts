import { describe, expect, it } from 'vitest';
import { compareClocks, type ClockSample } from './clock-comparison.ts';

/** A server `ahead` of us, read in the middle of a way of 20 ms; `step` is how fine its clock reads. */
function sample(asked: number, ahead: number, step: number): ClockSample {
  const server = Math.floor((asked + 10 + ahead) / step) * step;
  return { asked, heard: asked + 20, server };
}

describe('compareClocks', () => {
  it('reads a fine clock to half of the way', () => {
    const samples = [sample(1_000_001, 3_000, 1), sample(1_000_231, 3_000, 1)];
    expect(compareClocks(samples)).toEqual({ aheadMs: 3001, unsureMs: 11 });
  });

  it('narrows down a clock of whole seconds by asking within the second', () => {
    const once = compareClocks([sample(1_000_000, -2_300, 1000)]);
    expect(once).toEqual({ aheadMs: -2510, unsureMs: 510 });
    const asked = [0, 230, 460, 690, 920, 1150].map((at) => sample(1_000_000 + at, -2_300, 1000));
    const { aheadMs = 0, unsureMs } = compareClocks(asked);
    expect(Math.abs(aheadMs + 2_300)).toBeLessThanOrEqual(unsureMs);
    expect(unsureMs).toBeLessThanOrEqual(130);
  });

  it('says when the clock does not run evenly', () => {
    const samples = [sample(1_000_001, 0, 1), sample(1_000_231, 5_000, 1)];
    expect(compareClocks(samples)).toEqual({ aheadMs: undefined, unsureMs: 0 });
    expect(compareClocks([])).toEqual({ aheadMs: undefined, unsureMs: 0 });
  });
});
