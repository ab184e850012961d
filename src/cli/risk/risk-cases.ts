import { z } from 'zod';
import { DEFAULT_ACCOUNT, DEFAULT_BREAKER, DEFAULT_LIMITS } from '../../config/defaults.ts';
import {
  blockField,
  choiceField,
  numberField,
  textField,
  wholeField,
} from '../../config/fields.ts';
import { instrumentField, symbolField } from '../../config/instrument-fields.ts';
import { instrumentOf, instrumentProblems } from '../../config/instruments.ts';
import { shown, type ConfigProblem } from '../../config/problem.ts';
import { defaulted } from '../../config/schema.ts';
import { LIMIT_FIELDS } from '../../config/settings-fields.ts';
import { shippedSymbols } from '../../market/instruments.ts';
import { siftSpecifications, type Absurd } from './absurd-specification.ts';
import { checkedBy, type Checked } from '../schema-file.ts';

/** Any number: one that cannot be traded on is refused with its case, not with the file. */
const price = z.number({ error: 'a number (price)' });
const money = z.number({ error: 'a number (account currency)' });
const lots = z.number({ error: 'a number (lots)' });
const side = choiceField(['buy', 'sell']);
const milliseconds = wholeField({ from: 0, to: 3_600_000, unit: 'milliseconds' });
const amount = numberField({ from: 0, to: 1e9, unit: 'account currency' });

const list = <Item extends z.ZodType>(item: Item, words: string) =>
  z.array(item, { error: `a list of ${words}` }).default([]);

const accountField = blockField({
  currency: textField('a currency of three capital letters', (text) => /^[A-Z]{3}$/.test(text))
    .describe('SIM counts as dollars.')
    .default('USD'),
  balance: money,
  equity: money.describe('Default: balance.').optional(),
  free_margin: money.describe('Default: equity less the margin of the positions.').optional(),
  leverage: z.number({ error: 'a number (100 means 1:100)' }).default(100),
});

const quoteField = blockField({
  symbol: symbolField,
  bid: price,
  ask: price,
  age_ms: milliseconds.describe('How old it is.').default(0),
});

const positionField = blockField({
  symbol: symbolField,
  side,
  lots,
  entry: price.describe('Price it was opened at.'),
  stop: price.describe('0 for none; it then counts with its whole value.').default(0),
  price: price
    .describe('At which it would be closed now. Default: from the quote, else entry.')
    .optional(),
});

const orderField = blockField({
  symbol: symbolField,
  side,
  lots,
  entry: price.describe('Price at which it will be opened.'),
  stop: price.default(0),
});

const settingsField = defaulted(
  {
    ...LIMIT_FIELDS,
    commission_per_lot_side: amount.describe('Paid for a lot at its opening and at its close.'),
    max_quote_age_ms: milliseconds.describe("Of the trade's own quote."),
  },
  {
    ...DEFAULT_LIMITS,
    commission_per_lot_side: 0,
    max_quote_age_ms: DEFAULT_ACCOUNT.max_quote_age_ms,
  },
);

const dayField = blockField({
  daily_drawdown_pct: numberField({ above: 0, to: 100, unit: 'per cent of baseline' }).default(
    DEFAULT_BREAKER.daily_drawdown_pct,
  ),
  baseline: money.describe("What the day's loss is counted from. Default: equity.").optional(),
  loss_left: money
    .describe("What may still be lost today. Default: equity less the day's limit.")
    .optional(),
  tripped: z.boolean({ error: 'true or false' }).default(false),
  trades_opened: wholeField({ from: 0, to: 1e6, unit: 'trades of today' }).default(0),
  losses_in_a_row: wholeField({ from: 0, to: 1e6, unit: 'closed trades' }).default(0),
  minutes_since_loss: numberField({ from: 0, to: 1e6, unit: 'minutes' }).default(0),
});

const tradeField = blockField({
  symbol: symbolField,
  side,
  entry: price
    .describe(
      'Price the trade is counted from. Default: ask of the quote for a buy, bid for a sell.',
    )
    .optional(),
  stop: price.describe('0 for none, which is refused.').default(0),
  target: price.describe('0 for none.').default(0),
  lots: lots.describe('A volume that is asked for. Default: what the risk allows.').optional(),
});

const caseField = blockField({
  name: z.string().describe('Default: case-1, case-2, …').optional(),
  account: accountField,
  trade: tradeField,
  instruments: list(instrumentField, 'instruments').describe(
    'Instruments that are not shipped, or differ from the shipped ones.',
  ),
  quotes: list(quoteField, 'quotes').describe("The trade's own and those for conversion."),
  positions: list(positionField, 'positions').describe('Open already.'),
  orders: list(orderField, 'orders').describe('Waiting already.'),
  settings: settingsField,
  day: dayField.prefault({}),
});

/** What `kimi-agent risk` reads. */
export const casesSchema = blockField({
  $schema: z.string().optional(),
  cases: z.array(caseField, { error: 'a list of cases' }),
});

export type RiskCase = z.output<typeof caseField> & {
  /** What of its specifications cannot be counted with: it is refused for that. */
  readonly absurd?: Absurd;
};

const SEE = 'schemas/risk-cases.schema.json lists all keys; docs/risk.md explains them.';

/** Cases that can be answered, or everything that is wrong with them. A bare list is its cases. */
export function readCases(written: unknown): Checked<readonly RiskCase[]> {
  const file = Array.isArray(written) ? { cases: written as unknown[] } : written;
  const sifted = casesOf(file).map(siftSpecifications);
  const sound =
    sifted.length > 0 ? { ...(file as object), cases: sifted.map((one) => one.written) } : file;
  const checked = checkedBy(casesSchema, sound, SEE);
  if (!checked.ok) return checked;
  const cases = checked.value.cases.map((one, index): RiskCase => {
    const absurd = sifted[index]?.absurd;
    return absurd ? { ...one, absurd } : one;
  });
  const problems = cases.flatMap((one, index) => crossCheck(one, `cases[${index}]`));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: cases };
}

function casesOf(file: unknown): readonly unknown[] {
  const cases = typeof file === 'object' && file !== null && 'cases' in file ? file.cases : [];
  return Array.isArray(cases) ? cases : [];
}

function crossCheck(one: RiskCase, at: string): readonly ConfigProblem[] {
  const described = instrumentProblems(one.instruments).map((problem) => ({
    ...problem,
    key: `${at}.${problem.key}`,
  }));
  if (described.length > 0) return described;
  const named = [
    { key: `${at}.trade.symbol`, symbol: one.trade.symbol },
    ...(['positions', 'orders'] as const).flatMap((name) =>
      one[name].map(({ symbol }, index) => ({ key: `${at}.${name}[${index}].symbol`, symbol })),
    ),
  ];
  return named.flatMap(({ key, symbol }) => {
    if (instrumentOf(symbol, one.instruments)) return [];
    return {
      key,
      found: shown(symbol),
      allowed: `${shippedSymbols().join(', ')}, or a symbol described in instruments`,
      mend: 'Describe it in instruments, with like: naming the shipped one it resembles most.',
    };
  });
}
