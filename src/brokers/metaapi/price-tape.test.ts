import { describe, expect, it } from 'vitest';
import { PriceTape } from './price-tape.ts';
import type { SdkPrice } from './sdk-records.ts';

const NOON = Date.UTC(2026, 0, 6, 12);
const HOUR_MS = 3_600_000;

function price(second: number, bid: number, wall = '14'): SdkPrice {
  const time = new Date(NOON + second * 1000);
  const brokerTime = `2026-01-06 ${wall}:00:${String(second).padStart(2, '0')}.000`;
  return { symbol: 'EURUSD', bid, ask: bid + 0.0001, time, brokerTime };
}

function taped() {
  const told: (readonly [number, number])[] = [];
  let moved = 0;
  const tape = new PriceTape(2 * HOUR_MS, {
    tell: ({ bid }, serverMs) => void told.push([serverMs - NOON, bid]),
    offsetMoved: () => {
      moved += 1;
    },
  });
  return { tape, told, moved: () => moved };
}

describe('prices', () => {
  it('are told once, at their instant on the server’s clock', () => {
    const { tape, told, moved } = taped();
    for (const one of [price(1, 1.1), price(1, 1.1), price(1, 1.2), price(0, 1.3), price(2, 1.2)]) {
      tape.take(one);
    }
    expect(told).toEqual([
      [2 * HOUR_MS + 1000, 1.1],
      [2 * HOUR_MS + 1000, 1.2],
      [2 * HOUR_MS + 2000, 1.2],
    ]);
    expect(tape.newestServerMs - NOON).toBe(2 * HOUR_MS + 2000);
    expect(moved()).toBe(0);
  });

  it('tell when the server’s clock has moved, and only then', () => {
    const { tape, moved } = taped();
    tape.take(price(1, 1.1, '15'));
    tape.take(price(2, 1.2, '15'));
    expect([tape.offsetMs, moved()]).toEqual([3 * HOUR_MS, 1]);
    tape.take({ ...price(3, 1.1), brokerTime: 'soon' });
    expect([tape.offsetMs, moved()]).toEqual([3 * HOUR_MS, 1]);
  });
});
