import { expect, test } from 'vitest';
import { TestDesk } from './broker-fixture.ts';

function netting(): TestDesk {
  return new TestDesk({ positionMode: 'netting' }).quote('EURUSD', 1.1, 1.1001);
}

test('more of the same side is one position at the mean price, with the new stops', () => {
  const desk = netting();
  desk.open({ lots: 0.1, stopLoss: 1.09 });
  desk.quote('EURUSD', 1.1, 1.1001);
  desk.open({ lots: 0.3, takeProfit: 1.12 });
  desk.quote('EURUSD', 1.104, 1.1041);
  expect(desk.books.positions).toHaveLength(1);
  // (0.1 * 1.1001 + 0.3 * 1.1041) / 0.4
  expect(desk.position.openPrice).toBeCloseTo(1.1031, 12);
  expect(desk.position).toMatchObject({ lots: 0.4, stopLoss: 1.09, takeProfit: 1.12 });
  // 0.1 lot at 1.1001 and 0.3 at 1.1041, at 1:100
  expect(desk.broker.account().margin).toBe(441.24);
});

test('an opposite order reduces, closes and turns the position', () => {
  const desk = netting();
  desk.open({ lots: 0.5 });
  desk.quote('EURUSD', 1.1, 1.1001);
  const first = desk.position.ticket;
  desk.open({ side: 'sell', lots: 0.2 });
  desk.quote('EURUSD', 1.1011, 1.1012);
  expect(desk.position).toMatchObject({ side: 'buy', lots: 0.3, ticket: first });
  const turn = desk.open({ side: 'sell', lots: 0.8, stopLoss: 1.12 });
  desk.quote('EURUSD', 1.1021, 1.1022);
  expect(desk.deals.map((deal) => [deal.entry, deal.side, deal.lots, deal.profit])).toEqual([
    ['in', 'buy', 0.5, 0],
    ['out', 'sell', 0.2, 20],
    ['out', 'sell', 0.3, 60],
    ['in', 'sell', 0.5, 0],
  ]);
  const turned = { side: 'sell', lots: 0.5, openPrice: 1.1021, stopLoss: 1.12 };
  expect(desk.books.positions).toMatchObject([{ ...turned, ticket: desk.result(turn)?.order }]);
  desk.open({ lots: 0.5 });
  desk.quote('EURUSD', 1.1021, 1.1022);
  expect(desk.books.positions).toEqual([]);
  expect(desk.balance).toBe(10_075); // 20 + 60 - 5
  expect(desk.broker.account().margin).toBe(0);
});

test('an order that only reduces needs no free margin', () => {
  const desk = netting();
  desk.open({ lots: 9 }); // 9900.90 of margin
  desk.quote('EURUSD', 1.1, 1.1001);
  const less = desk.open({ side: 'sell', lots: 4 });
  desk.quote('EURUSD', 1.0999, 1.1);
  expect(desk.result(less)).toMatchObject({ outcome: 'done' });
  const more = desk.open({ side: 'sell', lots: 16 });
  desk.quote('EURUSD', 1.0999, 1.1);
  expect(desk.result(more)).toMatchObject({ outcome: 'rejected', retcode: 10019 });
});
