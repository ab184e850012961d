import { expect, it } from 'vitest';
import { connectionAt, STALE_AFTER_MS } from './staleness.ts';

it('calls a link that has been silent for too long stale', () => {
  expect(connectionAt('live', 1_000, 1_000 + STALE_AFTER_MS)).toBe('live');
  expect(connectionAt('live', 1_000, 1_001 + STALE_AFTER_MS)).toBe('stale');
});

it('leaves a link that is known to be down as it is', () => {
  expect(connectionAt('reconnecting', 0, 1e9)).toBe('reconnecting');
  expect(connectionAt('signed-out', 0, 1e9)).toBe('signed-out');
});
