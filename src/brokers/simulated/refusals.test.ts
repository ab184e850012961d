import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../market/instrument.ts';
import type { DurationMs, Money, Points, UtcMs } from '../../market/units.ts';
import type { Ticket } from '../../execution/order.ts';
import { TestDesk, type OpenOptions } from './broker-fixture.ts';

const LEVELS = { stopsLevel: 50 as Points };

describe('an opening request is refused', () => {
  const cases: ReadonlyArray<
    readonly [what: string, retcode: number, options: OpenOptions, change: Partial<Instrument>]
  > = [
    ['for a symbol that is not traded', 10013, { symbol: 'EURXXX' }, {}],
    ['for a price that is no number', 10013, { stopLoss: NaN }, {}],
    ['below the smallest volume', 10014, { lots: 0.001 }, {}],
    ['above the largest volume', 10014, { lots: 101 }, {}],
    ['off the volume step', 10014, { lots: 0.015 }, {}],
    ['for no volume', 10014, { lots: 0 }, {}],
    ['at a pending price off the tick grid', 10015, { kind: 'limit', price: 1.0990005 }, {}],
    ['as a buy limit above the market', 10015, { kind: 'limit', price: 1.1002 }, {}],
    ['as a buy limit at the ask', 10015, { kind: 'limit', price: 1.1001 }, {}],
    ['as a sell limit below the market', 10015, { kind: 'limit', side: 'sell', price: 1.0999 }, {}],
    ['as a buy stop below the market', 10015, { kind: 'stop', price: 1.1 }, {}],
    ['as a sell stop above the market', 10015, { kind: 'stop', side: 'sell', price: 1.1001 }, {}],
    ['within the stops level', 10015, { kind: 'limit', price: 1.09961 }, LEVELS],
    ['with a stop off the tick grid', 10016, { stopLoss: 1.0990005 }, {}],
    ['with a stop above the bid of a buy', 10016, { stopLoss: 1.1005 }, {}],
    ['with a stop between bid and ask of a buy', 10016, { stopLoss: 1.10005 }, {}],
    ['with a target below the bid of a buy', 10016, { takeProfit: 1.0999 }, {}],
    ['with a stop below the ask of a sell', 10016, { side: 'sell', stopLoss: 1.1 }, {}],
    ['with a target above a sell', 10016, { side: 'sell', takeProfit: 1.102 }, {}],
    ['with a stop within the stops level', 10016, { stopLoss: 1.09951 }, LEVELS],
    ['with a target within the stops level', 10016, { takeProfit: 1.10049 }, LEVELS],
    ['with the wrong stop of a limit', 10016, { kind: 'limit', price: 1.09, stopLoss: 1.095 }, {}],
    ['when the money is short', 10019, { lots: 10 }, {}],
    [
      'when it has expired already',
      10022,
      { expiresAt: 1 as UtcMs, kind: 'limit', price: 1.09 },
      {},
    ],
    ['when no filling suits it', 10030, {}, { fillingModes: ['return'] }],
    [
      'as a requote when the price ran away',
      10004,
      { price: 1.0985, deviation: 10 as Points },
      { executionMode: 'instant' },
    ],
  ];
  test.each(cases)('%s: %d', (_, retcode, options, change) => {
    const desk = new TestDesk({}, change).quote('EURUSD', 1.1, 1.1001);
    const number = desk.open(options);
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.result(number)).toMatchObject({ outcome: 'rejected', retcode });
    expect(desk.deals).toEqual([]);
    expect(desk.books).toMatchObject({ positions: [], orders: [] });
  });

  test('at the very stops level it is taken', () => {
    const desk = new TestDesk({}, LEVELS).quote('EURUSD', 1.1, 1.1001);
    desk.open({ stopLoss: 1.0995, takeProfit: 1.1005 });
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.position).toMatchObject({ stopLoss: 1.0995, takeProfit: 1.1005 });
  });

  test('by a server that lets no program trade: 10026', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.broker.setExpertsAllowed(false);
    desk.open();
    expect(desk.retcodes).toEqual([10026]);
  });

  test('when nothing converts its profit to the account: 10021', () => {
    const desk = new TestDesk().quote('EURGBP', 0.85, 0.8502);
    desk.open({ symbol: 'EURGBP' });
    desk.quote('EURGBP', 0.85, 0.8502);
    expect(desk.retcodes).toEqual([10021]);
  });
});

describe('a closed market', () => {
  const FRIDAY_EVENING = Date.UTC(2026, 0, 9, 21, 59, 58);

  test('refuses everything: 10018', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.open();
    const limit = desk.open({ kind: 'limit', price: 1.09 });
    desk.quote('EURUSD', 1.1, 1.1001);
    const { ticket } = desk.position;
    desk.advance(Date.UTC(2026, 0, 9, 22));
    desk.open();
    desk.close(ticket, 1);
    desk.modify(ticket, 1.09, 0);
    desk.cancel(desk.result(limit)?.order as Ticket);
    expect(desk.retcodes.slice(2)).toEqual([10018, 10018, 10018, 10018]);
    expect(desk.books).toMatchObject({ positions: [{ lots: 1 }], orders: [{ price: 1.09 }] });
  });

  test('does not carry a Friday order into Sunday', () => {
    const desk = new TestDesk();
    desk.advance(FRIDAY_EVENING).quote('EURUSD', 1.1, 1.1001);
    const number = desk.open();
    desk.advance(Date.UTC(2026, 0, 11, 22)).quote('EURUSD', 1.11, 1.1101);
    expect(desk.result(number)).toMatchObject({ outcome: 'rejected', retcode: 10018 });
    expect(desk.deals).toEqual([]);
  });

  test('an order that meets no quote for five minutes is refused: 10021', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    const number = desk.open();
    desk.quote('EURUSD', 1.1, 1.1001, 300_000);
    expect(desk.result(number)).toMatchObject({ outcome: 'rejected', retcode: 10021 });
  });
});

describe('a close, a change or a cancellation', () => {
  test('of what is not there: 10036 and 10035', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.close('99' as Ticket, 1);
    desk.modify('99' as Ticket, 1, 0);
    desk.cancel('99' as Ticket);
    expect(desk.retcodes).toEqual([10036, 10036, 10035]);
  });

  test('of a position that its stop closed first: 10036', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.open({ stopLoss: 1.099 });
    desk.quote('EURUSD', 1.1, 1.1001);
    const number = desk.close(desk.position.ticket, 1);
    desk.quote('EURUSD', 1.0989, 1.099);
    expect(desk.result(number)).toMatchObject({ outcome: 'rejected', retcode: 10036 });
    expect(desk.deals).toMatchObject([{ entry: 'in' }, { entry: 'out', reason: 'stop-loss' }]);
  });

  test.each([
    [1.5, 10038],
    [0, 10038],
    [0.005, 10014],
  ])('of %d lots of one: %d', (lots, retcode) => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.open();
    desk.quote('EURUSD', 1.1, 1.1001);
    const number = desk.close(desk.position.ticket, lots);
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.result(number)).toMatchObject({ outcome: 'rejected', retcode });
    expect(desk.position.lots).toBe(1);
  });

  test('to a stop on the wrong side: 10016; to what it is already: 10025', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.open({ stopLoss: 1.099 });
    desk.quote('EURUSD', 1.1, 1.1001);
    const { ticket } = desk.position;
    const wrong = desk.modify(ticket, 1.1, 0);
    const same = desk.modify(ticket, 1.099, 0);
    const right = desk.modify(ticket, 1.0995, 1.11);
    expect(desk.result(wrong)).toMatchObject({ outcome: 'rejected', retcode: 10016 });
    expect(desk.result(same)).toMatchObject({ outcome: 'done', retcode: 10025 });
    expect(desk.result(right)).toMatchObject({ outcome: 'done', retcode: 10009 });
    expect(desk.position).toMatchObject({ stopLoss: 1.0995, takeProfit: 1.11 });
  });

  test('within the freeze level: 10029', () => {
    const desk = new TestDesk({}, { freezeLevel: 30 as Points }).quote('EURUSD', 1.1, 1.1001);
    desk.open({ stopLoss: 1.099 });
    const limit = desk.open({ kind: 'limit', price: 1.0985 });
    desk.quote('EURUSD', 1.1, 1.1001).quote('EURUSD', 1.0993, 1.0994);
    desk.modify(desk.position.ticket, 1.0991, 0);
    const close = desk.close(desk.position.ticket, 1);
    desk.quote('EURUSD', 1.0992, 1.0993).quote('EURUSD', 1.09868, 1.09878);
    desk.cancel(desk.result(limit)?.order as Ticket);
    expect(desk.result(close)).toMatchObject({ outcome: 'rejected', retcode: 10029 });
    expect(desk.retcodes.filter((retcode) => retcode === 10029)).toHaveLength(3);
  });
});

describe('a number', () => {
  test('is carried out once, and its second use is no answer but `unknown`', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    const number = desk.open();
    desk.quote('EURUSD', 1.1, 1.1001);
    desk.open({ number });
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.deals).toHaveLength(1);
    expect(desk.events.at(-1)).toMatchObject({ number, outcome: 'unknown', retcode: 10013 });
  });

  test('given over a cut link is not carried out and its fate is unknown', () => {
    const desk = new TestDesk().quote('EURUSD', 1.1, 1.1001);
    desk.broker.setLink(false, 'cable pulled');
    const number = desk.open();
    desk.broker.setLink(true, 'cable back');
    desk.quote('EURUSD', 1.1, 1.1001);
    expect(desk.result(number)).toMatchObject({ outcome: 'unknown', retcode: 10031 });
    expect(desk.deals).toEqual([]);
  });
});

test('books asked for behind an order in flight wait for it', () => {
  const desk = new TestDesk({ latencyMs: 2000 as DurationMs }).quote('EURUSD', 1.1, 1.1001);
  desk.open();
  desk.broker.submit({ type: 'read-books', dealsSince: 0 as UtcMs });
  expect(desk.broker.drain()).toEqual([]);
  desk.quote('EURUSD', 1.1, 1.1001, 2500);
  expect(desk.events.find((event) => event.type === 'books')).toMatchObject({
    positions: [{ symbol: 'EURUSD', lots: 1 }],
    deals: [{ entry: 'in' }],
    account: { balance: 10_000 as Money },
  });
});
