import { describe, expect, it } from 'vitest';
import type { StructureView } from '../api/types.ts';
import { StructureShapes, type StructureShape } from './structure-shapes.ts';

let nextId = 0;
function event(kind: string, more: Partial<StructureView> = {}): StructureView {
  nextId += 1;
  return { id: nextId, kind, direction: 'bullish', time: 100, confirmedTime: 200, ...more };
}

function drawn(...events: StructureView[]): StructureShape[] {
  const shapes = new StructureShapes();
  for (const one of events) shapes.add(one);
  return [...shapes.all];
}

describe('StructureShapes', () => {
  it('draws an order block as a zone from its own bar, open', () => {
    const block = event('order-block', { top: 2, bottom: 1, scope: 'swing' });
    expect(drawn(block)).toEqual([
      {
        shape: 'zone',
        layer: 'order-blocks',
        id: block.id,
        kind: 'order-block',
        direction: 'bullish',
        top: 2,
        bottom: 1,
        from: 100,
        until: undefined,
        used: false,
        scope: 'swing',
      },
    ]);
  });

  it('marks it used when touched, and ends it when invalidated, not when mitigated', () => {
    const block = event('order-block', { top: 2, bottom: 1 });
    const touched = event('order-block-touched', { ref: block.id, level: 2 });
    const mitigated = event('order-block-mitigated', { ref: block.id, level: 1 });
    const over = event('order-block-invalidated', { ref: block.id, confirmedTime: 500 });
    expect(drawn(block, touched, mitigated)[0]).toMatchObject({ used: true, until: undefined });
    expect(drawn(block, touched, over)[0]).toMatchObject({ used: true, until: 500 });
  });

  it('ends a gap when it is filled, and the first end holds', () => {
    const gap = event('fvg', { top: 2, bottom: 1 });
    const filled = event('fvg-filled', { ref: gap.id, confirmedTime: 400, level: 1 });
    const inverted = event('fvg-inverted', { ref: gap.id, confirmedTime: 600, level: 1 });
    expect(drawn(gap, filled, inverted)).toHaveLength(1);
    expect(drawn(gap, filled, inverted)[0]).toMatchObject({ layer: 'gaps', until: 400 });
  });

  it('starts a breaker where its block failed', () => {
    const breaker = event('breaker', { top: 2, bottom: 1, confirmedTime: 900 });
    expect(drawn(breaker)[0]).toMatchObject({ layer: 'order-blocks', from: 900 });
  });

  it('draws a break from the pivot it broke to the bar that broke it', () => {
    const pivot = event('swing-high', { level: 3, time: 40, confirmedTime: 60 });
    const bos = event('bos', { level: 3, ref: pivot.id, time: 180, confirmedTime: 190 });
    expect(drawn(pivot, bos)[1]).toMatchObject({ shape: 'line', level: 3, from: 40, until: 190 });
  });

  it('draws a break whose pivot is out of the picture at its own bar', () => {
    const mss = event('mss', { level: 3, ref: 99_999, time: 180, confirmedTime: 190 });
    expect(drawn(mss)[0]).toMatchObject({ layer: 'breaks', from: 180, until: 190 });
  });

  it('ends a liquidity level when it is swept, and marks the sweep', () => {
    const pool = event('liquidity-pool', { level: 5 });
    const sweep = event('sweep', { level: 5, ref: pool.id, time: 300, confirmedTime: 310 });
    const shapes = drawn(pool, sweep);
    expect(shapes[0]).toMatchObject({ shape: 'line', layer: 'levels', until: 310 });
    expect(shapes[1]).toMatchObject({ shape: 'mark', layer: 'sweeps', level: 5, from: 300 });
  });

  it('draws the level of a past period once, and until the next of its kind', () => {
    const first = event('period-high', { level: 7, scope: 'day', confirmedTime: 1_000 });
    const pool = event('liquidity-pool', { level: 7, scope: 'day', ref: first.id });
    const week = event('period-high', { level: 9, scope: 'week', confirmedTime: 1_500 });
    const second = event('period-high', { level: 8, scope: 'day', confirmedTime: 2_000 });
    const shapes = drawn(first, pool, week, second);
    expect(shapes.map((shape) => [shape.id, shape.from, 'until' in shape && shape.until])).toEqual([
      [first.id, 1_000, 2_000],
      [week.id, 1_500, undefined],
      [second.id, 2_000, undefined],
    ]);
  });

  it('ends what left memory', () => {
    const block = event('order-block', { top: 2, bottom: 1 });
    const expired = event('expired', { ref: block.id, confirmedTime: 700, level: 2 });
    expect(drawn(block, expired)[0]).toMatchObject({ until: 700 });
  });

  it('takes an event once, and leaves out what it cannot draw', () => {
    const swing = event('swing-low', { level: 1 });
    expect(drawn(swing, swing)).toHaveLength(1);
    expect(drawn(event('displacement', { top: 2, bottom: 1 }))).toEqual([]);
    expect(drawn(event('order-block', { top: 2 }))).toEqual([]);
    expect(drawn(event('kind-of-a-later-version', { level: 1 }))).toEqual([]);
  });

  it('forgets the oldest beyond its bound', () => {
    const shapes = new StructureShapes();
    for (let count = 0; count < 10_000; count += 1) shapes.add(event('swing-low', { level: 1 }));
    expect(shapes.size).toBeLessThanOrEqual(3_000);
    expect([...shapes.all].at(-1)?.id).toBe(nextId);
  });
});
