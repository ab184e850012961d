import { describe, expect, it } from 'vitest';
import type { Direction } from '../agents/elsewhere.ts';
import type { BrokerEvent, BrokerRequest } from '../execution/broker-port.ts';
import { magicOf, type OrderNumber } from '../execution/order.ts';
import type { AccountName, Lots, Points, SymbolName, UtcMs } from '../market/units.ts';
import { AccountBoard, giveUpOn, makeBoard, type BoardPlace } from './account-board.ts';
import { boardGate, GatedPort } from './gated-port.ts';

const NAMES = ['one', 'two', 'three'] as AccountName[];
const symbol = (name: string): SymbolName => name as SymbolName;
const buy = (name: string): Direction => ({ symbol: symbol(name), side: 'buy' });
const sell = (name: string): Direction => ({ symbol: symbol(name), side: 'sell' });

function places(): BoardPlace[] {
  const board = makeBoard(NAMES.length);
  return NAMES.map((_, at) => ({
    board,
    at,
    neighbours: NAMES.map((name, other) => ({ at: other, name })).filter((one) => one.at !== at),
  }));
}

function boards() {
  const all = places();
  return all.map((place) => new AccountBoard(place));
}

describe('the board of accounts', () => {
  it('tells what others hold of the symbols asked for, by the names they have everywhere', () => {
    const [one, two, three] = boards();
    two?.publish([buy('EURUSD.r'), sell('GBPUSD')]);
    three?.publish([sell('XAUUSDm')]);
    const symbols = [symbol('EURUSD'), symbol('XAUUSD')];
    expect(one?.look(symbols, 2)).toEqual({
      trades: [
        { account: 'two', symbol: 'EURUSD', side: 'buy' },
        { account: 'three', symbol: 'XAUUSD', side: 'sell' },
      ],
      unread: [],
    });
    expect(one?.look(symbols, 2)).toBeUndefined(); // nothing changed
    two?.publish([sell('GBPUSD')]);
    expect(one?.look(symbols, 2)?.trades).toEqual([
      { account: 'three', symbol: 'XAUUSD', side: 'sell' },
    ]);
  });

  it('names accounts that have not been read, until they are or are given up', () => {
    const all = places();
    const [one, two] = all.map((place) => new AccountBoard(place));
    expect(one?.look([], 0)?.unread).toEqual(['two', 'three']);
    two?.publish([]);
    expect(one?.look([], 0)?.unread).toEqual(['three']);
    if (all[2]) giveUpOn(all[2]);
    expect(one?.look([], 0)?.unread).toEqual([]);
    expect(one?.look([], 0)).toBeUndefined();
  });

  it('publishing the same again is no news', () => {
    const [one, two] = boards();
    two?.publish([buy('EURUSD')]);
    one?.look([symbol('EURUSD')], 1);
    two?.publish([buy('EURUSD'), buy('EURUSD')]);
    expect(one?.look([symbol('EURUSD')], 1)).toBeUndefined();
    expect(one?.look([symbol('EURUSD'), symbol('GBPUSD')], 2)).toBeDefined(); // another question
  });

  it('of two that claim opposite directions, the second is told; of two of a kind, neither', () => {
    const [one, two, three] = boards();
    expect(one?.claim(buy('EURUSD'))).toEqual([]);
    expect(two?.claim(sell('EURUSDm'))).toEqual(['one']);
    expect(three?.claim(buy('EURUSD'))).toEqual(['two']); // a claim stands until it is published away
    two?.publish([]);
    expect(three?.claim(buy('EURUSD'))).toEqual([]);
  });

  it('does not see its own directions: hedging within an account is another matter', () => {
    const [one] = boards();
    one?.publish([sell('EURUSD')]);
    expect(one?.claim(buy('EURUSD'))).toEqual([]);
  });

  it('when it is full, a claim fails rather than going unseen', () => {
    const [one] = boards();
    const many = Array.from({ length: 510 }, (_, at) => buy(`S${at}`));
    one?.publish(many);
    expect(one?.claim(buy('S0'))).toEqual([]);
    expect(one?.claim(buy('EURUSD'))).toBeUndefined();
    one?.publish(many.slice(1));
    expect(one?.claim(buy('EURUSD'))).toEqual([]);
  });
});

describe('the port before the broker', () => {
  function port(board: AccountBoard) {
    const sent: BrokerRequest[] = [];
    const told: BrokerEvent[] = [];
    const broker = {
      submit: (request: BrokerRequest) => sent.push(request),
      drain: () => told.splice(0),
      onEvent: () => {},
    };
    return { sent, told, claiming: new GatedPort(broker, [boardGate(board)], () => 7 as UtcMs) };
  }

  function open(side: 'buy' | 'sell', number = 1): BrokerRequest {
    return {
      type: 'open',
      number: number as OrderNumber,
      magic: magicOf(7, number as OrderNumber),
      symbol: symbol('EURUSD'),
      side,
      kind: 'market',
      lots: 0.1 as Lots,
      price: 1.1,
      stopLoss: 1.09,
      takeProfit: 1.12,
      deviation: 20 as Points,
      comment: '',
    };
  }

  it('an opening that would oppose another account is rejected and never sent', () => {
    const [one, two] = boards();
    if (!one || !two) throw new Error('no boards');
    const first = port(one);
    const second = port(two);
    first.claiming.submit(open('buy'));
    second.claiming.submit(open('sell', 4));
    expect(first.sent).toHaveLength(1);
    expect(second.sent).toEqual([]);
    const news: BrokerEvent = { type: 'link', time: 7 as UtcMs, up: true, detail: 'up' };
    second.told.push(news);
    expect(second.claiming.hasNews).toBe(true);
    expect(second.claiming.drain()).toEqual([
      {
        type: 'order-result',
        time: 7,
        number: 4,
        outcome: 'rejected',
        retcode: 10046,
        detail: 'not sent: a buy of EURUSD went out in the same moment on one',
      },
      news,
    ]);
    expect(second.claiming.hasNews).toBe(false);
  });

  it('lets everything through that opens nothing', () => {
    const [one, two] = boards();
    if (!one || !two) throw new Error('no boards');
    one.publish([buy('EURUSD')]);
    const { sent, claiming } = port(two);
    claiming.submit({ type: 'read-books', dealsSince: 0 as UtcMs });
    expect(sent).toHaveLength(1);
  });
});
