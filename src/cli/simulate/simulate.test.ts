import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readScenario } from './simulate-problems.ts';
import { simulateScenario } from './simulate-player.ts';
import { simulateSchema } from './simulate.ts';

test.each(['scenario', 'result'] as const)(
  'the JSON Schema of the %s is the one that is checked against',
  (name) => {
    const file = join(import.meta.dirname, `../../../schemas/simulate-${name}.schema.json`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(simulateSchema(name));
  },
);

const TIME = '2024-01-09T12:00:00Z';
const quote = { time: TIME, symbol: 'EURUSD', bid: 1.1, ask: 1.1001 };
const buy = { time: TIME, action: 'open', type: 'buy', symbol: 'EURUSD', volume: 0.1 };
const bar = { time: TIME, symbol: 'EURUSD', timeframe: 'M1', open: 1.1, high: 1.1, low: 1.1 };

describe('a scenario that cannot be played names place, finding and what is allowed', () => {
  test.each([
    [{ balance: 5 }, 'balance', 'a key that means nothing here', 'account, instruments'],
    [{ account: { lever: 5 } }, 'account.lever', 'means nothing', 'leverage'],
    [{ account: { leverage: 0 } }, 'account.leverage', '0', 'above 0'],
    [{ account: { server_clock: 'moon' } }, 'account.server_clock', '"moon"', 'eet-us'],
    [{ quotes: [{ ...quote, time: '2024-01-09' }] }, 'quotes[0].time', '"2024-01-09"', 'offset'],
    [{ quotes: [{ ...quote, time: '2024-02-30T12:00:00Z' }] }, 'quotes[0].time', '02-30', 'ISO'],
    [{ quotes: [{ ...quote, bid: 2 }] }, 'quotes[0]', 'above ask', 'not above the ask'],
    [{ quotes: [{ ...quote, symbol: 'EURXXX' }] }, 'quotes[0].symbol', '"EURXXX"', 'EURUSD'],
    [{ quotes: [{ ...quote, last: 1 }] }, 'quotes[0].last', 'means nothing', 'bid, ask'],
    [{ bars: [{ ...bar, close: 1.2 }] }, 'bars[0]', 'outside', 'between low and high'],
    [
      {
        bars: [
          { ...bar, close: 1.1 },
          { ...bar, close: 1.1 },
        ],
      },
      'bars[1].time',
      '12:00',
      'order',
    ],
    [{ requests: [{ ...buy, action: 'hedge' }] }, 'requests[0].action', '"hedge"', 'close_by'],
    [
      { requests: [{ ...buy, volum: 1 }] },
      'requests[0].volum',
      'means nothing',
      'stop_limit_price',
    ],
    [
      {
        requests: [
          { ...buy, id: 'a' },
          { ...buy, id: 'a' },
        ],
      },
      'requests[0].id',
      '"a"',
      'no other',
    ],
    [
      { requests: [{ time: TIME, action: 'close', position: 'x' }] },
      'requests[0].position',
      '"x"',
      'request-1',
    ],
    [{ requests: [{ time: TIME, action: 'modify' }] }, 'requests[0]', 'modify', 'either'],
    [
      { settings: { slippage: { model: 'fixed' } } },
      'settings.slippage.points',
      'nothing',
      'points',
    ],
    [
      { settings: { slippage: { model: 'none', points: 1 } } },
      'settings.slippage.points',
      'means nothing',
      'model',
    ],
    [{ settings: { spread: { model: 'fixed' } } }, 'settings.spread.points', 'nothing', 'points'],
    [{ instruments: [{ symbol: 'DAX' }] }, 'instruments[0].symbol', '"DAX"', 'like'],
    [
      { instruments: [{ symbol: 'EURUSD', trade_calc_mode: 'futures' }] },
      'instruments[0]',
      'initialMargin is missing',
      'can be traded',
    ],
    ['nothing', 'the file', '"nothing"', 'block'],
  ])('%j', (scenario, key, found, allowed) => {
    const read = readScenario(scenario);
    if (read.ok) throw new Error('it was accepted');
    expect(read.problems).toHaveLength(1);
    expect(read.problems[0]?.key).toBe(key);
    expect(read.problems[0]?.found).toContain(found);
    expect(read.problems[0]?.allowed).toContain(allowed);
  });
});

test('an event carries the account as it stands after it', () => {
  const later = { ...quote, time: '2024-01-09T12:00:01Z', bid: 1.099, ask: 1.0991 };
  const read = readScenario({ quotes: [quote, later], requests: [buy] });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { events } = simulateScenario(read.scenario);
  expect(events.map(({ event, equity, margin }) => [event, equity, margin])).toEqual([
    ['price', 9999, 110.01], // the spread, once the order is filled by this very price
    ['answer', 10_000, 0],
    ['deal', 9999, 110.01],
    ['price', 9989, 110.01], // (1.0990 - 1.1001) * 10,000
    ['end', 9989, 110.01],
  ]);
});
