import { expect, test } from 'vitest';
import { marginTermsOf } from './account-terms.ts';
import { accountOf } from './terminal-books.ts';
import { helloOf } from './testing/test-terminal.ts';
import type { AccountRow } from './wire/rows.ts';
import type { Hello } from './wire/messages.ts';

test.each([
  [
    {},
    {
      leverage: 30,
      positionMode: 'hedging',
      stopOut: { kind: 'percent', marginCall: 100, stopOut: 50 },
    },
  ],
  [
    { leverage: 500, margin_mode: 'exchange', so_mode: 'money', so_call: 300, so_so: 120 },
    {
      leverage: 500,
      positionMode: 'netting',
      stopOut: { kind: 'money', marginCall: 300, stopOut: 120 },
    },
  ],
])('what a terminal reports of margin: %o', (reported, terms) => {
  expect(marginTermsOf(helloOf(reported) as unknown as Hello)).toEqual(terms);
});

test('an account that nets is told as one: others may have volume in the same position', () => {
  const row = {
    balance: 1,
    credit: 0,
    equity: 1,
    margin: 0,
    margin_free: 1,
    trade_mode: 'demo',
  } as AccountRow;
  const modeOf = (reported: object) =>
    accountOf(row, helloOf({ ...reported }) as unknown as Hello).positionMode;
  expect(modeOf({})).toBeUndefined();
  expect(modeOf({ margin_mode: 'netting' })).toBe('netting');
  expect(modeOf({ margin_mode: 'exchange' })).toBe('netting');
});
