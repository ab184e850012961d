import { describe, expect, it } from 'vitest';
import { FloodGate } from './flood-gate.ts';
import { quietUntil } from './quiet-hours.ts';

const at = (text: string): number => Date.parse(text);
const told = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

describe('quiet hours', () => {
  const night = { zone: 'Europe/Berlin', from: '22:00', to: '07:00' };

  it('go over midnight on the zone’s own clock', () => {
    expect(told(quietUntil(night, at('2026-01-06T20:59:00Z')))).toBeUndefined();
    expect(told(quietUntil(night, at('2026-01-06T21:00:00Z')))).toBe('2026-01-07T06:00:00.000Z');
    expect(told(quietUntil(night, at('2026-01-07T05:59:00Z')))).toBe('2026-01-07T06:00:00.000Z');
    expect(told(quietUntil(night, at('2026-01-07T06:00:00Z')))).toBeUndefined();
  });

  it('end on time in the night in which clocks change', () => {
    expect(told(quietUntil(night, at('2026-03-28T22:00:00Z')))).toBe('2026-03-29T05:00:00.000Z');
  });

  it('may lie within a day', () => {
    const noon = { zone: 'UTC', from: '12:00', to: '13:30' };
    expect(told(quietUntil(noon, at('2026-01-06T12:15:00Z')))).toBe('2026-01-06T13:30:00.000Z');
    expect(quietUntil(noon, at('2026-01-06T13:30:00Z'))).toBeUndefined();
  });
});

describe('the flood gate', () => {
  it('lets so many pass in a minute, and names the minute that others are counted in', () => {
    const gate = new FloodGate(2);
    expect([0, 10, 20].map((now) => gate.foldedInto('a', now))).toEqual([
      undefined,
      undefined,
      { since: 0, until: 60_000 },
    ]);
    expect(gate.foldedInto('b', 20)).toBeUndefined();
    expect(gate.foldedInto('a', 60_000)).toBeUndefined();
  });
});
