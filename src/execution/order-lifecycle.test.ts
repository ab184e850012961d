import { describe, expect, it } from 'vitest';
import type { OrderResult } from './broker-port.ts';
import { isOpenQuestion, mayFollow, stateAfterResult } from './order-lifecycle.ts';
import {
  isFinal,
  magicOf,
  numberIn,
  orderNumberOf,
  type OrderNumber,
  type OrderState,
} from './order.ts';
import type { UtcMs } from '../market/units.ts';

const STATES: readonly OrderState[] = [
  'intended',
  'working',
  'unknown',
  'absent',
  'filled',
  'rejected',
  'cancelled',
];

/** Row: from. Column: to, in the order of the states above. */
const TABLE: Readonly<Record<OrderState, string>> = {
  //          int wor unk abs fil rej can
  intended: ' -   x   x   x   x   x   x ',
  working: '  -   -   x   x   x   x   x ',
  unknown: '  -   x   -   x   x   x   x ',
  absent: '   -   x   -   -   x   -   - ',
  filled: '   -   -   -   -   -   -   - ',
  rejected: ' -   -   -   -   -   -   - ',
  cancelled: '-   -   -   -   -   -   - ',
};

describe('the life of an order', () => {
  it.each(STATES)('may go on from %s as the table says, and nowhere else', (from) => {
    const allowed = STATES.map((to) => (mayFollow(from, to) ? 'x' : '-')).join('');
    expect(allowed).toBe(TABLE[from].replaceAll(' ', ''));
  });

  it('never comes back to its beginning', () => {
    for (const from of STATES) expect(mayFollow(from, 'intended')).toBe(false);
  });

  it.each([
    ['done', 'filled'],
    ['placed', 'working'],
    ['rejected', 'rejected'],
    ['unknown', 'unknown'],
  ] as const)('is put by the answer %s into the state %s', (outcome, state) => {
    const result: OrderResult = {
      type: 'order-result',
      time: 0 as UtcMs,
      number: 1 as OrderNumber,
      outcome,
      retcode: 10009,
      detail: '',
    };
    expect(stateAfterResult(result)).toBe(state);
  });

  it('is an open question only while nobody can tell where it is', () => {
    expect(STATES.filter(isOpenQuestion)).toEqual(['intended', 'unknown']);
    expect(STATES.filter(isFinal)).toEqual(['absent', 'filled', 'rejected', 'cancelled']);
  });
});

describe('the magic of an order', () => {
  it.each([
    [1, 1],
    [7, 4_294_967_295],
    [1_048_576, 4_294_967_295],
  ])('of namespace %i and number %i gives both back, exactly', (namespace, number) => {
    const magic = magicOf(namespace, number as OrderNumber);
    expect(Number.isSafeInteger(magic)).toBe(true);
    expect(numberIn(magic)).toBe(number);
    expect(orderNumberOf(namespace, magic)).toBe(number);
    expect(orderNumberOf(namespace + 1, magic)).toBeUndefined();
    expect(orderNumberOf(namespace - 1, magic)).toBeUndefined();
  });

  it('of another program is none of ours', () => {
    for (const magic of [0, 1, 12345]) expect(orderNumberOf(7, magic as never)).toBeUndefined();
  });
});
