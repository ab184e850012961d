import { describe, expect, test } from 'vitest';
import { answerCases } from './risk-answer.ts';
import { readCases } from './risk-cases.ts';
import type { RiskAnswer } from './risk-result.ts';

function answersTo(cases: readonly object[]): readonly RiskAnswer[] {
  const read = readCases(cases);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return answerCases(read.value).results;
}

function answerTo(one: object): RiskAnswer {
  const [only] = answersTo([one]);
  if (!only) throw new Error('there is one case');
  return only;
}

type Quotes = Readonly<Record<string, readonly [bid: number, ask: number]>>;

/** Each risks one per cent unless it says otherwise; commission is nothing. */
const SIZED: readonly (readonly [
  what: string,
  currency: string,
  balance: number,
  quotes: Quotes,
  trade: readonly [symbol: string, side: 'buy' | 'sell', stop: number],
  lots: number,
  risk: number,
])[] = [
  // 0.0032 x 100,000 = 320 a lot; 250 / 320 = 0.781
  [
    'EURUSD, dollars',
    'USD',
    25_000,
    { EURUSD: [1.08432, 1.08441] },
    ['EURUSD', 'sell', 1.08752],
    0.78,
    249.6,
  ],
  // 400 USD a lot, bought at the bid: 368.73 EUR; 80 / 368.73 = 0.216
  [
    'EURUSD, euros',
    'EUR',
    8_000,
    { EURUSD: [1.0848, 1.085] },
    ['EURUSD', 'buy', 1.081],
    0.21,
    77.43,
  ],
  // 250 USD x 151.25 = 37,812.5 JPY; 20,000 / 37,812.5 = 0.528
  [
    'EURUSD, yen',
    'JPY',
    2_000_000,
    { EURUSD: [1.0848, 1.085], USDJPY: [151.2, 151.25] },
    ['EURUSD', 'buy', 1.0825],
    0.52,
    19_662.5,
  ],
  // 60,000 JPY / 162.00 = 370.37 EUR; 150 / 370.37 = 0.405
  [
    'USDJPY, euros',
    'EUR',
    15_000,
    { USDJPY: [149.9, 149.92], EURJPY: [162, 162.03], EURUSD: [1.0807, 1.0808] },
    ['USDJPY', 'buy', 149.32],
    0.4,
    148.15,
  ],
  // 45,000 JPY; 30,000 / 45,000 = 0.667
  [
    'USDJPY, yen',
    'JPY',
    3_000_000,
    { USDJPY: [149.9, 149.91] },
    ['USDJPY', 'sell', 150.35],
    0.66,
    29_700,
  ],
  // 12.5 x 100 = 1,250 USD; 50 / 1,250 is 0.04 to the last bit
  [
    'XAUUSD, dollars',
    'USD',
    5_000,
    { XAUUSD: [2350, 2350.3] },
    ['XAUUSD', 'sell', 2362.5],
    0.04,
    50,
  ],
  // 10 x 100 = 1,000 USD x 150.02; 15,000 / 150,020 is just short of 0.10
  [
    'XAUUSD, yen',
    'JPY',
    1_500_000,
    { XAUUSD: [2350, 2350.3], USDJPY: [150, 150.02] },
    ['XAUUSD', 'buy', 2340.3],
    0.09,
    13_501.8,
  ],
  // 300 GBP x 1.2650 = 379.50 USD; 100 / 379.5 = 0.2635; no quote joins euro and dollar
  [
    'EURGBP, dollars',
    'USD',
    10_000,
    { EURGBP: [0.8532, 0.8534], GBPUSD: [1.2648, 1.265] },
    ['EURGBP', 'sell', 0.8562],
    0.26,
    98.67,
  ],
  // 300 GBP / 0.8532 = 351.62 EUR; 200 / 351.62 = 0.5688
  [
    'EURGBP, euros',
    'EUR',
    20_000,
    { EURGBP: [0.8532, 0.8534] },
    ['EURGBP', 'buy', 0.8504],
    0.56,
    196.91,
  ],
  // 300 GBP x 1.2602 = 378.06 USD x 0.8802 = 332.77 CHF, through the dollar; 100 / 332.77 = 0.3005
  [
    'EURGBP, francs',
    'CHF',
    10_000,
    { EURGBP: [0.8532, 0.8534], GBPUSD: [1.26, 1.2602], USDCHF: [0.88, 0.8802] },
    ['EURGBP', 'sell', 0.8562],
    0.3,
    99.83,
  ],
  // 150 USD a lot; 100 / 150 = 0.667, in steps of 0.1
  ['US30, dollars', 'USD', 10_000, { US30: [38_998, 39_000] }, ['US30', 'sell', 39_148], 0.6, 90],
  // 100 USD x 151.0 = 15,100 JPY; 10,000 / 15,100 = 0.662
  [
    'US30, yen',
    'JPY',
    1_000_000,
    { US30: [38_998, 39_000], USDJPY: [150.9, 151] },
    ['US30', 'buy', 38_900],
    0.6,
    9_060,
  ],
];

describe('sizes worked out by hand', () => {
  test.each(SIZED)('%s', (_, currency, balance, quotes, [symbol, side, stop], lots, risk) => {
    const answer = answerTo({
      account: { currency, balance },
      quotes: Object.entries(quotes).map(([name, [bid, ask]]) => ({ symbol: name, bid, ask })),
      trade: { symbol, side, stop },
    });
    expect(answer.refusal).toBeNull();
    expect(answer.lots).toBe(lots);
    expect(answer.risk).toBeCloseTo(risk, 2);
  });

  test('an index in euros on a dollar account: 100 EUR x 1.0800 = 108 USD; 100 / 108 = 0.93', () => {
    const euros = { currency_base: 'EUR', currency_profit: 'EUR', currency_margin: 'EUR' };
    const answer = answerTo({
      account: { balance: 10_000 },
      instruments: [{ symbol: 'GER40', like: 'US30', ...euros }],
      quotes: [
        { symbol: 'GER40', bid: 18_000, ask: 18_002 },
        { symbol: 'EURUSD', bid: 1.0799, ask: 1.08 },
      ],
      trade: { symbol: 'GER40', side: 'buy', stop: 17_902 },
    });
    expect(answer).toMatchObject({ lots: 0.9, risk: 97.2 });
  });

  test('the smallest lot on a small yen account is not raised to', () => {
    const answer = answerTo({
      account: { currency: 'JPY', balance: 5_000 },
      quotes: [{ symbol: 'USDJPY', bid: 149.9, ask: 149.91 }],
      trade: { symbol: 'USDJPY', side: 'sell', stop: 150.35 },
    });
    expect(answer.refusal?.reason).toBe('below-minimum-lot');
  });
});

describe('absurd specifications', () => {
  const trade = { symbol: 'EURUSD', side: 'buy', entry: 1.1, stop: 1.09 };
  const account = { balance: 10_000 };

  test.each([
    ['volume_step', -1],
    ['trade_tick_value', 0],
    ['trade_tick_size', 0],
    ['trade_contract_size', -100_000],
    ['volume_min', 0],
    ['digits', 2.5],
  ])('%s of %d is refused with its case, and the other cases are answered', (key, value) => {
    const absurd = { account, instruments: [{ symbol: 'EURUSD', [key]: value }], trade };
    const [refused, sound] = answersTo([absurd, { account, trade }]);
    expect(refused?.refusal).toMatchObject({
      reason: 'bad-specification',
      numbers: { [key]: value },
    });
    expect(refused?.refusal?.detail).toContain(`${key} of EURUSD is ${value}, allowed is a `);
    expect(refused).toMatchObject({ approved: false, lots: 0 });
    expect(sound).toMatchObject({ approved: true, lots: 0.1 });
  });

  test('what is no number at all is still a fault of the file', () => {
    const read = readCases([
      { account, instruments: [{ symbol: 'EURUSD', volume_step: 'x' }], trade },
    ]);
    expect(read.ok).toBe(false);
  });
});
