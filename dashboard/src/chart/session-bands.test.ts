import { expect, it } from 'vitest';
import { sessionsBetween } from './session-bands.ts';

const at = (text: string) => Date.parse(text);
const written = (from: string, to: string) =>
  sessionsBetween(at(from), at(to)).map(
    ({ name, from: opens, to: closes }) =>
      `${name} ${new Date(opens).toISOString().slice(5, 16)} ${new Date(closes).toISOString().slice(11, 16)}`,
  );

it('has the three centres at their own hours, in winter', () => {
  expect(written('2026-01-13T00:00:00Z', '2026-01-13T23:00:00Z')).toEqual([
    'tokyo 01-12T23:00 08:00',
    'london 01-13T08:00 17:00',
    'new-york 01-13T13:00 22:00',
  ]);
});

it('follows the summer time of each', () => {
  // New York has it since 8 March, London from 29 March, Tokyo never.
  expect(written('2026-03-16T09:00:00Z', '2026-03-16T22:30:00Z')).toEqual([
    'london 03-16T08:00 17:00',
    'new-york 03-16T12:00 21:00',
  ]);
  expect(written('2026-07-31T09:00:00Z', '2026-07-31T22:30:00Z')).toEqual([
    'london 07-31T07:00 16:00',
    'new-york 07-31T12:00 21:00',
  ]);
});

it('has none where many days are in view', () => {
  expect(sessionsBetween(at('2026-01-01T00:00:00Z'), at('2026-02-01T00:00:00Z'))).toEqual([]);
});
