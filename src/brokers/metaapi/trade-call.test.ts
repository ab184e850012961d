import { describe, expect, it } from 'vitest';
import { magicOf, type OrderNumber, type Ticket } from '../../execution/order.ts';
import type { Lots, UtcMs } from '../../market/units.ts';
import type { TradeRequest } from '../mt5/outcome.ts';
import { SymbolNames } from '../mt5/symbol-names.ts';
import type { SdkTrading } from './sdk.ts';
import { order } from './testing/opened-account.ts';
import { tradeCall } from './trade-call.ts';
import { NAMESPACE } from '../mt5/testing/account-behind.ts';

const MAGIC = magicOf(NAMESPACE, 7 as OrderNumber);
const OWN = { magic: MAGIC, clientId: `K${MAGIC.toString(36)}` };
const NUMBERED = { number: 7 as OrderNumber, magic: MAGIC };
const POSITION = '501' as Ticket;

/** What the SDK is called with. */
function called(request: TradeRequest, held = 0.1): readonly unknown[] {
  const names = new SymbolNames({ EURUSD: 'EURUSD.r' });
  const call = tradeCall(request, { names, lotsOf: () => held });
  if (typeof call === 'string') return [call];
  let seen: readonly unknown[] = [];
  const trading = new Proxy({} as SdkTrading, {
    get:
      (_, name) =>
      async (...parameters: unknown[]) => {
        seen = [name, ...parameters];
      },
  });
  void call(trading);
  return seen;
}

describe('a request as a call of the SDK', () => {
  it('opens at the market with stop and target in it', () => {
    const comment = 'a comment that is';
    expect(called(order(7))).toEqual([
      'createMarketBuyOrder',
      'EURUSD.r',
      0.1,
      1.09,
      1.12,
      {
        ...OWN,
        comment: comment.replaceAll(' ', '-').slice(0, 26 - OWN.clientId.length),
        slippage: 50,
      },
    ]);
    const sell = order(7, { side: 'sell', filling: 'ioc', comment: 'Größe 1' });
    expect(called(sell)).toEqual([
      'createMarketSellOrder',
      'EURUSD.r',
      0.1,
      1.09,
      1.12,
      { ...OWN, comment: 'Gr--e-1', slippage: 50, fillingModes: ['ORDER_FILLING_IOC'] },
    ]);
  });

  it('places what waits, for good or until an instant', () => {
    const gtc = { ...OWN, comment: 'c', expiration: { type: 'ORDER_TIME_GTC' } };
    const until = { type: 'ORDER_TIME_SPECIFIED', time: new Date(1_800_000_000_000) };
    const limit = order(7, { kind: 'limit', price: 1.095, comment: 'c' });
    expect(called(limit)).toEqual(['createLimitBuyOrder', 'EURUSD.r', 0.1, 1.095, 1.09, 1.12, gtc]);
    const stop = {
      ...limit,
      kind: 'stop',
      side: 'sell',
      expiresAt: 1_800_000_000_000 as UtcMs,
    } as const;
    expect(called(stop)).toEqual([
      'createStopSellOrder',
      'EURUSD.r',
      0.1,
      1.095,
      1.09,
      1.12,
      { ...gtc, expiration: until },
    ]);
    const both = { ...limit, kind: 'stop-limit', limitPrice: 1.094 } as const;
    expect(called(both)).toEqual([
      'createStopLimitBuyOrder',
      'EURUSD.r',
      0.1,
      1.095,
      1.094,
      1.09,
      1.12,
      gtc,
    ]);
  });

  it('closes whole, in part, and against another', () => {
    const close = { type: 'close', ...NUMBERED, position: POSITION, lots: 0.1 as Lots } as const;
    expect(called(close)).toEqual(['closePosition', '501', OWN]);
    expect(called(close, 0.3)).toEqual(['closePositionPartially', '501', 0.1, OWN]);
    const by = { type: 'close-by', ...NUMBERED, position: POSITION, by: '502' as Ticket } as const;
    expect(called(by)).toEqual(['closeBy', '501', '502', OWN]);
  });

  it('changes and cancels; a level of 0 is none', () => {
    const modify = { type: 'modify', ...NUMBERED, position: POSITION } as const;
    expect(called({ ...modify, stopLoss: 1.095, takeProfit: 0 })).toEqual([
      'modifyPosition',
      '501',
      1.095,
      undefined,
    ]);
    const waiting = { ...NUMBERED, order: '601' as Ticket };
    expect(called({ type: 'cancel', ...waiting })).toEqual(['cancelOrder', '601']);
    const moved = {
      type: 'modify-order',
      ...waiting,
      price: 1.09,
      stopLoss: 1.08,
      takeProfit: 1.1,
    } as const;
    expect(called(moved)).toEqual(['modifyOrder', '601', 1.09, 1.08, 1.1, {}]);
    expect(called({ ...moved, expiresAt: 1 as UtcMs })).toEqual([
      'MetaApi cannot change when a waiting order ends',
    ]);
  });
});
