import { describe, expect, it } from 'vitest';
import { magicOf, type OrderNumber, type Ticket } from '../../execution/order.ts';
import type { Lots } from '../../market/units.ts';
import type { TradeRequest } from '../mt5/outcome.ts';
import type { Snapshot } from '../mt5/snapshot.ts';
import { order } from './testing/opened-account.ts';
import { Unanswered } from './unanswered.ts';
import { NAMESPACE } from '../mt5/testing/account-behind.ts';

const of = (number: number) => {
  const numbered = number as OrderNumber;
  return { number: numbered, magic: magicOf(NAMESPACE, numbered) };
};
const MAGIC = String(of(7).magic);
const EMPTY = { positions: [], orders: [], deals: [] };

/** What partial books show of a request: its state and ticket, if they show anything. */
function found(request: TradeRequest, books: object): string | undefined {
  const unanswered = new Unanswered();
  unanswered.add(request);
  const [one] = unanswered.takeFound({ ...EMPTY, ...books } as unknown as Snapshot);
  return one && `${one[1].state} ${one[1].order}`;
}

describe('a request without an answer', () => {
  it('that opens is found by its magic, wherever it has come to', () => {
    expect(found(order(7), {})).toBeUndefined();
    expect(found(order(7), { orders: [{ magic: MAGIC, ticket: '5' }] })).toBe('PLACED 5');
    expect(found(order(7), { deals: [{ magic: MAGIC, order: '6' }] })).toBe('DONE 6');
    expect(found(order(7), { positions: [{ magic: MAGIC, ticket: '8' }] })).toBe('DONE 8');
    expect(found(order(7), { positions: [{ magic: '1', ticket: '8' }] })).toBeUndefined();
  });

  it('that closes is found by its deal alone', () => {
    const close = { type: 'close', ...of(7), position: '8' as Ticket, lots: 0.1 as Lots } as const;
    expect(found(close, {})).toBeUndefined();
    expect(found(close, { deals: [{ magic: MAGIC, order: '9' }] })).toBe('DONE 9');
  });

  it('that cancels is done when the order is gone and was not filled', () => {
    const cancel = { type: 'cancel', ...of(7), order: '5' as Ticket } as const;
    expect(found(cancel, {})).toBe('DONE 5');
    expect(found(cancel, { orders: [{ ticket: '5' }] })).toBeUndefined();
    expect(found(cancel, { deals: [{ order: '5' }] })).toBeUndefined();
  });

  it('that changes is done when the books show what it asked for', () => {
    const levels = { stopLoss: 1.09, takeProfit: 1.12 };
    const modify = { type: 'modify', ...of(7), position: '8' as Ticket, ...levels } as const;
    expect(found(modify, { positions: [{ id: '8', sl: 1.09, tp: 1.12 }] })).toBe('DONE 0');
    expect(found(modify, { positions: [{ id: '8', sl: 1.08, tp: 1.12 }] })).toBeUndefined();
  });

  it('is not asked after again once it was found', () => {
    const unanswered = new Unanswered();
    unanswered.add(order(7));
    const books = { ...EMPTY, deals: [{ magic: MAGIC, order: '6' }] } as unknown as Snapshot;
    expect(unanswered.takeFound(books)).toHaveLength(1);
    expect(unanswered.takeFound(books)).toHaveLength(0);
  });
});
