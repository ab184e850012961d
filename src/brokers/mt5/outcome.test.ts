import { describe, expect, it } from 'vitest';
import type { OpenRequest } from '../../execution/broker-port.ts';
import { magicOf, type OrderNumber, type Ticket } from '../../execution/order.ts';
import type { Lots, Points, SymbolName } from '../../market/units.ts';
import { RETCODE } from '../retcodes.ts';
import { outcomeOf, type TradeRequest } from './outcome.ts';

const numbered = { number: 1 as OrderNumber, magic: magicOf(7, 1 as OrderNumber) };
const market: OpenRequest = {
  type: 'open',
  ...numbered,
  symbol: 'EURUSD' as SymbolName,
  side: 'buy',
  kind: 'market',
  lots: 0.1 as Lots,
  price: 1.1,
  stopLoss: 1.09,
  takeProfit: 1.12,
  deviation: 10 as Points,
  comment: '',
};
const limit: OpenRequest = { ...market, kind: 'limit' };
const position = '1' as Ticket;
const close: TradeRequest = { type: 'close', ...numbered, position, lots: 0.1 as Lots };
const modify: TradeRequest = { type: 'modify', ...numbered, position, stopLoss: 1, takeProfit: 2 };
const cancel: TradeRequest = { type: 'cancel', ...numbered, order: position };

const outcomes = (retcode: number): string[] =>
  [market, limit, close, modify, cancel].map((request) => outcomeOf(retcode, request).outcome);

describe('a return code', () => {
  it('says that a request was carried out', () => {
    expect(outcomes(RETCODE.done)).toEqual(['done', 'placed', 'done', 'done', 'done']);
    expect(outcomes(RETCODE.donePartial)).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  it('says that an order waits, and nothing of a deal that is only placed', () => {
    const all = ['unknown', 'placed', 'unknown', 'unknown', 'unknown'];
    expect(outcomes(RETCODE.placed)).toEqual(all);
  });

  it('takes a change that changes nothing as done', () => {
    const all = ['rejected', 'rejected', 'rejected', 'done', 'rejected'];
    expect(outcomes(RETCODE.noChanges)).toEqual(all);
  });

  it.each([10007, 10011, 10012, 10028, 10031])('%i leaves open what has happened', (retcode) => {
    expect(outcomes(retcode)).toEqual(Array(5).fill('unknown'));
    expect(outcomeOf(retcode, market).rereads).toBe(true);
  });

  it.each([0, 1, 9999, 10005, 10037, 10999, -1, NaN])(
    '%s, which nobody has documented, is never taken for a refusal',
    (retcode) => expect(outcomes(retcode)).toEqual(Array(5).fill('unknown')),
  );

  it('leaves no documented code without a meaning', () => {
    const known = new Set([10007, 10008, 10009, 10010, 10011, 10012, 10025, 10028, 10031]);
    for (const retcode of Object.values(RETCODE)) {
      if (!known.has(retcode)) expect(outcomes(retcode)).toEqual(Array(5).fill('rejected'));
    }
  });

  it.each([10023, 10035, 10036, 10038, 10039])('%i has the books read again', (retcode) => {
    expect(outcomeOf(retcode, close)).toEqual({ outcome: 'rejected', rereads: true });
  });
});
