import { z } from 'zod';
import {
  CALCULATION_MODES,
  EXECUTION_MODES,
  EXPIRATION_MODES,
  FILLING_MODES,
  ORDER_MODES,
  TRADE_MODES,
} from '../market/instrument-modes.ts';
import { SWAP_MODES } from '../market/swap-terms.ts';
import {
  blockField,
  choiceField,
  listField,
  numberField,
  textField,
  wholeField,
} from './fields.ts';

/** Words as they are written in files: with underscores, as MetaTrader's constants have them. */
function written(words: readonly string[]): [string, ...string[]] {
  return words.map((word) => word.replaceAll('-', '_')) as [string, ...string[]];
}

const money = (unit: string) => numberField({ from: -1e9, to: 1e9, unit });
const size = (unit: string) => numberField({ above: 0, to: 1e12, unit });
const night = numberField({ from: 0, to: 10, unit: 'multiplier of the swap of that night' });
const currency = textField('a currency of three capital letters', (text) =>
  /^[A-Z]{3}$/.test(text),
);

export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

/** An instant in a file: ISO with its offset, or milliseconds since 1970 UTC. */
export const TIME_PATTERN =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const TIME_WORDS =
  'a time such as 2024-03-01T12:00:00Z (ISO 8601 with its offset) or milliseconds since 1970 UTC';
export const timeField = z.union(
  [
    z.int(),
    z.string().regex(TIME_PATTERN, { error: TIME_WORDS }).refine(isRealTime, { error: TIME_WORDS }),
  ],
  { error: TIME_WORDS },
);

/** The 30th of February has the form of a date, too. */
function isRealTime(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day >= 1 && day <= daysInMonth && Number.isFinite(Date.parse(text));
}

const SESSION =
  /^(sunday|monday|tuesday|wednesday|thursday|friday|saturday) ([01]\d|2[0-4]):[0-5]\d$/;
const SESSION_WORDS = 'a weekday and a time such as "monday 09:00", or "saturday 24:00"';
const sessionField = z.string({ error: SESSION_WORDS }).regex(SESSION, { error: SESSION_WORDS });

const holidayField = blockField({ from: timeField, until: timeField });

const sessionsField = blockField({
  timezone: textField('an IANA time zone such as America/New_York', (text) => text !== ''),
  windows: z.array(blockField({ open: sessionField, close: sessionField }), {
    error: 'a list of windows with open and close',
  }),
});

export const symbolField = textField(
  "an instrument's name such as EURUSD, as the broker writes it",
  (text) => /^[A-Za-z0-9][A-Za-z0-9._#&+ -]{0,31}$/.test(text),
);

/** What a person says of an instrument; what is not said is as it is shipped. MetaTrader's names. */
export const instrumentField = blockField({
  symbol: symbolField,
  like: symbolField
    .describe('Shipped instrument to start from. Default: the shipped one of that symbol.')
    .optional(),
  description: z.string().optional(),
  digits: wholeField({ from: 0, to: 8, unit: 'decimal places of the price' }).optional(),
  trade_tick_size: size('price')
    .describe('Smallest step of the price. Default: one point, 10^-digits.')
    .optional(),
  trade_tick_value: size('profit currency')
    .describe(
      'Value of one tick of one lot, in the profit currency; used by futures and cfd_index.',
    )
    .optional(),
  trade_contract_size: size('units of the base in one lot').optional(),
  currency_base: currency.optional(),
  currency_profit: currency.optional(),
  currency_margin: currency.optional(),
  trade_calc_mode: choiceField(written(CALCULATION_MODES)).optional(),
  trade_exemode: choiceField(written(EXECUTION_MODES)).optional(),
  trade_mode: choiceField(written(TRADE_MODES)).optional(),
  filling_mode: listField(choiceField(written(FILLING_MODES)), 'a list of fillings').optional(),
  order_mode: listField(choiceField(written(ORDER_MODES)), 'a list of order modes').optional(),
  expiration_mode: listField(
    choiceField(written(EXPIRATION_MODES)),
    'a list of expiration modes',
  ).optional(),
  volume_min: size('lots').optional(),
  volume_max: size('lots').optional(),
  volume_step: size('lots').optional(),
  volume_limit: numberField({
    from: 0,
    to: 1e9,
    unit: 'lots in one direction, 0 for no limit',
  }).optional(),
  trade_stops_level: wholeField({ from: 0, to: 1e6, unit: 'points' }).optional(),
  trade_freeze_level: wholeField({ from: 0, to: 1e6, unit: 'points' }).optional(),
  margin_initial: size('margin currency a lot')
    .describe('Margin of one lot; for futures and exchange_futures only.')
    .optional(),
  margin_hedged: numberField({ from: 0, to: 1e12, unit: 'contract size, or margin of a lot' })
    .describe(
      'What one lot holds that an opposite position covers: the contract size that its margin is ' +
        'counted with; of futures and exchange_futures the margin itself. 0: nothing. Default: as a ' +
        'lot that is not covered.',
    )
    .optional(),
  margin_hedged_use_leg: z
    .boolean({ error: 'true or false' })
    .describe(
      'true: of opposite positions only the side with the larger margin is charged, and ' +
        'margin_hedged does not count.',
    )
    .optional(),
  margin_rate_buy: numberField({ from: 0, to: 1000, unit: 'factor of the margin' }).optional(),
  margin_rate_sell: numberField({ from: 0, to: 1000, unit: 'factor of the margin' }).optional(),
  swap_mode: choiceField(written(SWAP_MODES)).optional(),
  swap_long: money('swap of a buy').optional(),
  swap_short: money('swap of a sell').optional(),
  swap_rollover3days: choiceField(WEEKDAYS)
    .describe('The night charged three times: sets it to 3, Saturday and Sunday to 0, others to 1.')
    .optional(),
  swap_sunday: night.optional(),
  swap_monday: night.optional(),
  swap_tuesday: night.optional(),
  swap_wednesday: night.optional(),
  swap_thursday: night.optional(),
  swap_friday: night.optional(),
  swap_saturday: night.optional(),
  spread: numberField({ from: 0, to: 1e6, unit: 'points, the typical spread' }).optional(),
  sessions: z
    .union([z.literal('always'), sessionsField], { error: '"always", or timezone and windows' })
    .optional(),
  holidays: z
    .array(holidayField, { error: 'a list of spans with from and until' })
    .describe('Spans in which the market is closed, whatever its sessions say.')
    .optional(),
});

/** An instrument as a person wrote it. */
export type InstrumentConfig = z.output<typeof instrumentField>;
