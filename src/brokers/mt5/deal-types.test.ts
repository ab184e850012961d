import { expect, it } from 'vitest';
import type { UtcMs } from '../../market/units.ts';
import { meaningOf } from './deal-types.ts';
import { SymbolNames } from './symbol-names.ts';
import { chargeOf } from './terminal-books.ts';
import type { DealRow } from './wire/rows.ts';

it.each([
  ['DEAL_TYPE_BUY', 'trade'],
  ['DEAL_TYPE_SELL', 'trade'],
  ['DEAL_TYPE_BALANCE', 'payment'],
  ['DEAL_TYPE_CREDIT', 'payment'],
  ['DEAL_TYPE_BONUS', 'payment'],
  ['DEAL_TYPE_BUY_CANCELED', 'nothing'],
  ['DEAL_TYPE_SELL_CANCELED', 'nothing'],
  ['DEAL_TYPE_CHARGE', { charge: 'charge' }],
  ['DEAL_TYPE_CORRECTION', { charge: 'correction' }],
  ['DEAL_TYPE_COMMISSION', { charge: 'commission' }],
  ['DEAL_TYPE_COMMISSION_DAILY', { charge: 'commission' }],
  ['DEAL_TYPE_COMMISSION_MONTHLY', { charge: 'commission' }],
  ['DEAL_TYPE_COMMISSION_AGENT_DAILY', { charge: 'agent-commission' }],
  ['DEAL_TYPE_COMMISSION_AGENT_MONTHLY', { charge: 'agent-commission' }],
  ['DEAL_TYPE_INTEREST', { charge: 'interest' }],
  ['DEAL_DIVIDEND', { charge: 'dividend' }],
  ['DEAL_DIVIDEND_FRANKED', { charge: 'dividend' }],
  ['DEAL_TAX', { charge: 'tax' }],
  // The same three as the others are named, and one that nobody has documented.
  ['DEAL_TYPE_DIVIDEND', { charge: 'dividend' }],
  ['DEAL_TYPE_DIVIDEND_FRANKED', { charge: 'dividend' }],
  ['DEAL_TYPE_TAX', { charge: 'tax' }],
  ['#18', { charge: 'other' }],
])('a deal of type %s is %o', (type, meaning) => {
  expect(meaningOf(type)).toEqual(meaning);
});

it('takes all that a deal without a trade moved, wherever it was booked', () => {
  const row = (type: string, money: object = {}): DealRow =>
    ({ ticket: '7', type, time_ms: 9_000, comment: 'data feed', ...NO_MONEY, ...money }) as DealRow;
  const reading = { offsetMs: 2_000, names: new SymbolNames() };
  const whole = { profit: -20, commission: -1, swap: -0.5, fee: -0.25 };
  expect(chargeOf(row('DEAL_TYPE_CHARGE', whole), reading)).toEqual({
    ticket: '7',
    time: 7_000 as UtcMs,
    kind: 'charge',
    amount: -21.75,
    comment: 'data feed',
  });
  expect(chargeOf(row('DEAL_TYPE_CHARGE'), reading)).toBeUndefined();
  expect(chargeOf(row('DEAL_TYPE_BALANCE', whole), reading)).toBeUndefined();
  expect(chargeOf(row('DEAL_TYPE_BUY', whole), reading)).toBeUndefined();
});

const NO_MONEY = { profit: 0, commission: 0, swap: 0, fee: 0 };
