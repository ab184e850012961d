import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerCases } from './risk-answer.ts';
import { readCases } from './risk-cases.ts';
import { RISK_SCHEMAS, riskSchema } from './risk.ts';
import { riskResultSchema, type RiskAnswer } from './risk-result.ts';

const ROOT = join(import.meta.dirname, '../../..');
const json = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

test.each(RISK_SCHEMAS)('the JSON Schema of the %s is the one that is checked against', (name) => {
  expect(json(`schemas/risk-${name}.schema.json`)).toEqual(riskSchema(name));
});

function answers(written: unknown): readonly RiskAnswer[] {
  const read = readCases(written);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = answerCases(read.value);
  expect(riskResultSchema.parse(result)).toEqual(result);
  return result.results;
}

function answer(one: object): RiskAnswer {
  const [only] = answers({ cases: [one] });
  if (!only) throw new Error('there is one case');
  return only;
}

describe('examples/risk/sizing.json comes out as worked out in docs/risk.md', () => {
  const results = answers(json('examples/risk/sizing.json'));
  test.each([
    [0, 0.2, 100, 500, 'risk'], // 0.0050 * 100,000 = 500 a lot; 100 / 500
    [1, 0.19, 96.33, 507, 'risk'], // 500 + 2 * 3.50; 100 / 507 = 0.197, down
    [2, 0.3, 100, 333.33333333, 'risk'], // 0.50 * 100,000 = 50,000 JPY at 150
    [3, 0.1, 100, 1000, 'risk'], // 11 * 100 = 1,100 USD at 1.1
    [4, 0.17, 9691.02, 57_006, 'risk'], // 0.0030 * 100,000 = 300 GBP at 190.02
    [5, 1, 100, 100, 'risk'], // 110 USD at 1.1
    [7, 0.09, 45, 500, 'day-budget'], // 150 left - 100 - 2.40 of gap = 47.60; / (500 + 8)
  ])('case %i', (index, lots, risk, lossPerLot, limitedBy) => {
    expect(results[index]).toMatchObject({
      approved: true,
      lots,
      risk,
      loss_per_lot: lossPerLot,
      limited_by: limitedBy,
      refusal: null,
    });
  });

  test('and the refusals with their numbers', () => {
    expect(results[6]?.refusal).toMatchObject({
      reason: 'below-minimum-lot',
      numbers: { volumeMin: 0.01, lossPerLot: 1500, riskOfMinimum: 15, allowance: 1 },
    });
    expect(results[8]?.refusal).toMatchObject({
      reason: 'no-conversion',
      missing_quotes: ['USDEUR', 'EURUSD'],
    });
    expect(results[9]?.refusal).toMatchObject({
      reason: 'currency-exposure',
      numbers: { net: -300, netBefore: -200, netAllowed: 250, gross: 300, grossAllowed: 1000 },
    });
  });
});

const EURUSD = { symbol: 'EURUSD', bid: 1.0999, ask: 1.1 };
const buy = { symbol: 'EURUSD', side: 'buy', stop: 1.095 };
const account = { balance: 10_000 };
const base = { account, quotes: [EURUSD], trade: buy };

describe('what is not said', () => {
  test('an entry stands for the quote of its own instrument', () => {
    const said = { account, trade: { ...buy, entry: 1.1 } };
    expect(answer(said)).toMatchObject({ lots: 0.2, risk: 100, entry: 1.1 });
  });

  test('a stated entry is what the risk is counted from, beside a quote too', () => {
    // 1.0980 to 1.0950: 300 a lot.
    const waiting = { ...base, trade: { ...buy, entry: 1.098 } };
    expect(answer(waiting)).toMatchObject({ lots: 0.33, risk: 99, loss_per_lot: 300 });
  });

  test('a sell is counted from the bid', () => {
    const sell = { ...base, trade: { ...buy, side: 'sell', stop: 1.1049 } };
    expect(answer(sell)).toMatchObject({ entry: 1.0999, loss_per_lot: 500, lots: 0.2 });
  });

  test('the smaller of balance and equity is risked, and equity is the balance', () => {
    const low = { ...base, account: { balance: 10_000, equity: 9_000 }, day: { baseline: 9_000 } };
    expect(answer(low)).toMatchObject({ allowance: 90, lots: 0.18 });
    expect(answer(base)).toMatchObject({ allowance: 100 });
  });

  test('free margin is equity less the margin of the positions', () => {
    // 5 lots at 1:100 hold 5,500; 4,500 are free and 0.2 lots at 1:2 would need 11,000.
    const held = { symbol: 'EURUSD', side: 'buy', lots: 0.01, entry: 1.1, stop: 1.0999 };
    const settings = { max_positions_per_symbol: 2 };
    const short = { ...base, positions: [held], settings, account: { ...account, leverage: 2 } };
    expect(answer(short).refusal).toMatchObject({
      reason: 'margin-short',
      numbers: { margin: 11_000, freeMargin: 9_450 },
    });
  });

  test('a bare list is its cases, and they are named by their place', () => {
    expect(answers([base, base]).map(({ name }) => name)).toEqual(['case-1', 'case-2']);
  });

  test('an instrument may be described, from a shipped one', () => {
    const dax = { symbol: 'DAX', like: 'US30', currency_base: 'EUR', currency_profit: 'EUR' };
    const said = {
      account: { currency: 'EUR', balance: 10_000 },
      instruments: [{ ...dax, currency_margin: 'EUR', trade_contract_size: 25 }],
      trade: { symbol: 'DAX', side: 'buy', entry: 16_000, stop: 15_990 },
    };
    // 10 * 25 = 250 a lot; 100 / 250 = 0.4.
    expect(answer(said)).toMatchObject({ lots: 0.4, risk: 100 });
  });
});

describe('refusals are answers', () => {
  test.each([
    ['stop-missing', { trade: { symbol: 'EURUSD', side: 'buy' } }],
    ['stop-at-entry', { trade: { ...buy, stop: 1.1 } }],
    ['stop-on-wrong-side', { trade: { ...buy, stop: 1.2 } }],
    ['target-on-wrong-side', { trade: { ...buy, target: 1.05 } }],
    ['no-quote', { quotes: [] }],
    ['bad-quote', { quotes: [{ ...EURUSD, bid: 1.2 }] }],
    ['stale-quote', { quotes: [{ ...EURUSD, age_ms: 10_001 }] }],
    ['bad-number', { account: { balance: -1 } }],
    ['bad-number', { trade: { ...buy, lots: -1 } }],
    ['bad-number', { trade: { ...buy, entry: 0 } }],
    ['risk-above-allowance', { trade: { ...buy, lots: 0.31 } }],
    ['above-maximum-size', { trade: { ...buy, lots: 1.01 } }],
    ['breaker-tripped', { day: { tripped: true } }],
    ['day-budget', { day: { loss_left: 1 } }],
    ['trade-count', { day: { trades_opened: 100 } }],
    [
      'cool-down',
      {
        day: { losses_in_a_row: 3, minutes_since_loss: 59 },
        settings: { cooldown_losses: 3 },
      },
    ],
  ])('%s', (reason, change) => {
    const refused = answer({ ...base, ...change });
    expect(refused).toMatchObject({ approved: false, lots: 0, risk: 0, limited_by: null });
    expect(refused.refusal?.reason).toBe(reason);
  });
});

describe('a file that cannot be answered names place, finding and what is allowed', () => {
  test.each([
    [{ case: [] }, 'cases', 'nothing', 'list of cases'],
    [{ cases: [{ ...base, acount: 1 }] }, 'cases[0].acount', 'means nothing', 'account, trade'],
    [{ cases: [{ ...base, account: {} }] }, 'cases[0].account.balance', 'nothing', 'a number'],
    [
      { cases: [{ ...base, trade: { ...buy, side: 'long' } }] },
      'cases[0].trade.side',
      '"long"',
      'buy, sell',
    ],
    [
      { cases: [base, { ...base, trade: { ...buy, symbol: 'EURXXX' } }] },
      'cases[1].trade.symbol',
      '"EURXXX"',
      'EURUSD',
    ],
    [
      { cases: [{ ...base, settings: { risk_per_trade_pct: 0 } }] },
      'cases[0].settings.risk_per_trade_pct',
      '0',
      'above 0',
    ],
    [
      { cases: [{ ...base, instruments: [{ symbol: 'EURUSD', volume_step: '-1' }] }] },
      'cases[0].instruments[0].volume_step',
      '"-1"',
      'above 0',
    ],
    [
      { cases: [{ ...base, trade: { ...buy, stop: 'none' } }] },
      'cases[0].trade.stop',
      '"none"',
      'a number',
    ],
  ])('%#', (file, key, found, allowed) => {
    const read = readCases(file);
    if (read.ok) throw new Error('it was accepted');
    expect(read.problems[0]?.key).toBe(key);
    expect(read.problems[0]?.found).toContain(found);
    expect(read.problems[0]?.allowed).toContain(allowed);
  });
});
