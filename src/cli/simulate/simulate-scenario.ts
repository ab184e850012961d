import { z } from 'zod';
import {
  blockField,
  choiceField,
  numberField,
  textField,
  wholeField,
} from '../../config/fields.ts';
import { instrumentField, symbolField, timeField } from '../../config/instrument-fields.ts';
import { STOP_OUT_FIELDS } from '../../config/stop-out-fields.ts';
import { CLOCK_RULE_HELP, parseClockRule } from '../../market/clock-rule.ts';
import { TIMEFRAMES } from '../../market/timeframe.ts';

const price = numberField({ above: 0, to: 1e9, unit: 'price' });
const level = numberField({ from: 0, to: 1e9, unit: 'price, 0 for none' });
const points = numberField({ from: 0, to: 1e6, unit: 'points' });
const lots = numberField({ from: -1e9, to: 1e9, unit: 'lots' });
const seed = wholeField({ from: 0, to: 2 ** 31 - 1, unit: 'seed' });
const money = numberField({ from: 0, to: 1e9, unit: 'account currency' });
const count = wholeField({ from: 0, to: 1e6, unit: '0 for no limit' });
const milliseconds = wholeField({ from: 0, to: 1e10, unit: 'milliseconds' });
const identifier = textField('a name of 1 to 64 characters', (text) => /^[^\s].{0,63}$/.test(text));

const accountField = blockField({
  currency: textField('a currency of three capital letters', (text) =>
    /^[A-Z]{3}$/.test(text),
  ).default('USD'),
  balance: numberField({ above: 0, to: 1e12, unit: 'account currency' }).default(10_000),
  leverage: numberField({ above: 0, to: 10_000, unit: 'to 1' }).default(100),
  margin_mode: choiceField(['hedging', 'netting'])
    .describe('hedging: a position for each opening order. netting: one for each symbol.')
    .default('hedging'),
  ...STOP_OUT_FIELDS,
  server_clock: textField(CLOCK_RULE_HELP, (text) => parseClockRule(text) !== undefined)
    .describe('Clock of the server: its midnight is the rollover and ends orders of a day.')
    .default('eet-us'),
  limit_orders: count.describe('Most orders that may wait at once.').default(0),
  limit_positions: count.describe('Most positions that may be open at once.').default(0),
});

const spreadField = blockField({
  model: choiceField(['data', 'typical', 'fixed', 'profile'])
    .describe(
      "Spread of bars. data: what the bar states, else typical. typical: the instrument's. " +
        'fixed: points. profile: typical times a factor by the minute of the New York day.',
    )
    .default('data'),
  points: points.describe('Of model fixed.').optional(),
  multiplier: numberField({ from: 0, to: 1000, unit: 'factor' }).default(1),
});

const slippageField = z.discriminatedUnion(
  'model',
  [
    blockField({ model: z.literal('none') }),
    blockField({ model: z.literal('fixed'), points }),
    blockField({ model: z.literal('seeded'), max_points: points, seed }),
  ],
  { error: 'a block whose model is none, fixed or seeded' },
);

const partialFillsField = z.discriminatedUnion(
  'model',
  [
    blockField({ model: z.literal('none') }),
    blockField({
      model: z.literal('fixed'),
      lots: numberField({ above: 0, to: 1e9, unit: 'lots of one order at one price' }),
    }),
    blockField({
      model: z.literal('seeded'),
      chance_pct: numberField({ from: 0, to: 100, unit: 'per cent' }),
      seed,
    }),
  ],
  { error: 'a block whose model is none, fixed or seeded' },
);

const commissionField = blockField({
  per_lot: money.describe('At each deal, for each lot: a round turn pays it twice.').default(0),
  per_deal: money.describe('At each deal, whatever its volume.').default(0),
  percent_of_value: numberField({ from: 0, to: 100, unit: 'per cent of the value' })
    .describe('At each deal, of contract size * lots * price.')
    .default(0),
});

const settingsField = blockField({
  spread: spreadField.prefault({}),
  slippage: slippageField
    .describe('Against the trader, at market orders, closes, stop orders, stops and stop-outs.')
    .default({ model: 'none' }),
  latency_ms: milliseconds.describe('From a request to its arrival.').default(0),
  intrabar: choiceField(['pessimistic', 'optimistic', 'open-high-low-close', 'open-low-high-close'])
    .describe('Order of the extremes inside a bar.')
    .default('pessimistic'),
  limit_fill_on_bars: choiceField(['through', 'touch'])
    .describe('through: a waiting limit order fills on bars when the price passes it by a point.')
    .default('through'),
  commission: commissionField.prefault({}),
  swap: choiceField(['scenario', 'shipped', 'off'])
    .describe(
      'scenario: charged where an instrument here states swap_mode, swap_long or swap_short.',
    )
    .default('scenario'),
  partial_fills: partialFillsField.default({ model: 'none' }),
  no_quote_timeout_ms: milliseconds
    .describe('A market order that sees no price for so long is refused; 0 for never.')
    .default(0),
});

const quoteField = blockField({ time: timeField, symbol: symbolField, bid: price, ask: price });

const barField = blockField({
  time: timeField.describe('Instant at which the bar opens.'),
  symbol: symbolField,
  timeframe: choiceField(TIMEFRAMES),
  open: price,
  high: price,
  low: price,
  close: price,
  spread: points.describe('Points between bid and ask.').optional(),
});

const head = {
  time: timeField,
  id: identifier
    .describe('By which later requests mean it. Default: request-1, request-2, …')
    .optional(),
};
const position = identifier.describe('id of the request that opened the position');
const order = identifier.describe('id of the request that placed the order');
const filling = choiceField(['fok', 'ioc', 'return']);

export const ORDER_TYPES = [
  'buy',
  'sell',
  'buy_limit',
  'sell_limit',
  'buy_stop',
  'sell_stop',
  'buy_stop_limit',
  'sell_stop_limit',
] as const;

const openField = blockField({
  ...head,
  action: z.literal('open'),
  symbol: symbolField,
  type: choiceField(ORDER_TYPES),
  volume: lots,
  price: level
    .describe(
      'Of a waiting order; of a market order in instant or request execution: the price asked for.',
    )
    .optional(),
  stop_limit_price: level
    .describe('Of a stop-limit order: the price of the limit order it becomes.')
    .optional(),
  sl: level.default(0),
  tp: level.default(0),
  deviation: points.describe('Points that instant or request execution may be off.').default(0),
  filling: filling.optional(),
  type_time: choiceField(['gtc', 'day', 'specified', 'specified_day']).optional(),
  expiration: timeField.optional(),
  comment: z.string().max(64).default(''),
});

const modifyField = blockField({
  ...head,
  action: z.literal('modify'),
  position: position.optional(),
  order: order.optional(),
  price: level.optional(),
  stop_limit_price: level.optional(),
  sl: level.optional(),
  tp: level.optional(),
  expiration: timeField.optional(),
});

const closeField = blockField({
  ...head,
  action: z.literal('close'),
  position,
  volume: lots.describe('Default: all of it.').optional(),
  filling: filling.optional(),
});

const closeByField = blockField({
  ...head,
  action: z.literal('close_by'),
  position,
  by: position,
});

const cancelField = blockField({ ...head, action: z.literal('cancel'), order });

const requestField = z.discriminatedUnion(
  'action',
  [openField, modifyField, closeField, closeByField, cancelField],
  { error: 'a block whose action is open, modify, close, close_by or cancel' },
);

const list = <Item extends z.ZodType>(item: Item, words: string) =>
  z.array(item, { error: `a list of ${words}` }).default([]);

/** A scenario as a person writes it: what `kimi-agent simulate` reads. */
export const scenarioSchema = blockField({
  $schema: z.string().optional(),
  name: z.string().default(''),
  description: z.string().default(''),
  account: accountField.prefault({}),
  instruments: list(instrumentField, 'instruments'),
  settings: settingsField.prefault({}),
  quotes: list(quoteField, 'quotes'),
  bars: list(barField, 'bid bars'),
  lower_timeframe_bars: list(barField, 'bid bars').describe(
    'Finer bars: where one lies inside one of bars, they take its place.',
  ),
  requests: list(requestField, 'requests'),
  until: timeField
    .describe('The server goes on until then. Default: the last time here.')
    .optional(),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioRequest = Scenario['requests'][number];
export type ScenarioBar = Scenario['bars'][number];
