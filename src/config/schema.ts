import { isIP } from 'node:net';
import { z } from 'zod';
import { ACCOUNT_MODES } from '../agents/account-settings.ts';
import { alertsField } from './alert-fields.ts';
import * as defaults from './defaults.ts';
import {
  blockField,
  choiceField,
  listField,
  numberField,
  textField,
  wholeField,
} from './fields.ts';
import { instrumentField } from './instrument-fields.ts';
import { metaApiField } from './metaapi-fields.ts';
import { mt5Field } from './mt5-fields.ts';
import { STOP_OUT_FIELDS } from './stop-out-fields.ts';
import {
  APPROVAL_FIELDS,
  BREAKER_FIELDS,
  CONDUCT_FIELDS,
  MANAGEMENT_FIELDS,
  clockField,
  LIMIT_FIELDS,
  SIGNAL_FIELDS,
  timeframeField,
} from './settings-fields.ts';

const symbolField = textField(
  "an instrument's name such as EURUSD, as the broker writes it",
  (text) => /^[A-Za-z0-9][A-Za-z0-9._#&+ -]{0,31}$/.test(text),
);

/** All fields of a block with their defaults; the block itself may be left out. */
export function defaulted<Shape extends Readonly<Record<string, z.ZodType>>>(
  shape: Shape,
  values: { readonly [Key in keyof Shape]: unknown },
) {
  const withDefaults = Object.fromEntries(
    Object.entries(shape).map(([key, field]) => [key, field.default(values[key])]),
  ) as { [Key in keyof Shape]: z.ZodDefault<Shape[Key]> };
  const block = blockField(withDefaults);
  return block.prefault({} as z.input<typeof block>); // every key has a default, so none is needed
}

const hostField = textField('a name or address without port, such as panel.example', (text) => {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/i.test(text);
});
/** One file, or several. */
function filesField(allowed: string) {
  const one = textField(allowed, (text) => text.trim() !== '');
  const list = listField(one, allowed);
  return z.preprocess((value) => (typeof value === 'string' ? [value] : value), list);
}

const originField = textField('scheme and host, such as https://desk.example', (text) => {
  return URL.canParse(text) && new URL(text).origin === text;
});
const tlsField = blockField({
  cert_file: textField('the path of a certificate in PEM, its chain included', (text) => {
    return text.trim() !== '';
  }),
  key_file: textField("the path of the certificate's key in PEM", (text) => text.trim() !== ''),
});

/** An agent that differs from its account. What is not written is as the account has it. */
const agentField = blockField({
  symbol: symbolField,
  management: blockField(MANAGEMENT_FIELDS).partial(),
});

const ACCOUNT = defaults.DEFAULT_ACCOUNT;

const accountField = blockField({
  name: textField(
    'a name of small letters, digits and dashes, up to 32, beginning with a letter',
    (text) => /^[a-z][a-z0-9-]{0,31}$/.test(text),
  ),
  mode: choiceField(ACCOUNT_MODES),
  currency: textField('a currency of three capital letters, SIM for a simulated account', (text) =>
    /^[A-Z]{3}$/.test(text),
  ),
  symbols: listField(symbolField, "a list of instruments' names"),
  magic: wholeField({ from: 1, to: 2 ** 20, unit: 'one for each account' }).optional(),
  server_clock: clockField.default(ACCOUNT.server_clock),
  base_timeframe: timeframeField.default(ACCOUNT.base_timeframe),
  confidence_threshold: numberField({ from: 0, to: 1, unit: 'confidence' }).default(
    ACCOUNT.confidence_threshold,
  ),
  deviation: wholeField({ from: 0, to: 10_000, unit: 'points' }).default(ACCOUNT.deviation),
  max_quote_age_ms: wholeField({ from: 100, to: 3_600_000, unit: 'milliseconds' }).default(
    ACCOUNT.max_quote_age_ms,
  ),
  commission_per_lot_side: numberField({ from: 0, to: 1000, unit: 'account currency' }).default(
    ACCOUNT.commission_per_lot_side,
  ),
  initial_balance: numberField({ above: 0, to: 1e12, unit: 'account currency' }).default(
    ACCOUNT.initial_balance,
  ),
  ...STOP_OUT_FIELDS,
  limits: defaulted(LIMIT_FIELDS, defaults.DEFAULT_LIMITS),
  breaker: defaulted(BREAKER_FIELDS, defaults.DEFAULT_BREAKER),
  signal: defaulted(SIGNAL_FIELDS, defaults.DEFAULT_SIGNAL),
  management: defaulted(MANAGEMENT_FIELDS, defaults.DEFAULT_MANAGEMENT),
  agents: z.array(agentField, { error: 'a list of agents' }).default([]),
  foreign: defaulted(
    { closed_by_breaker: z.boolean({ error: 'true or false' }) },
    defaults.DEFAULT_FOREIGN,
  ),
  conduct: defaulted(CONDUCT_FIELDS, defaults.DEFAULT_CONDUCT),
  approval: defaulted(APPROVAL_FIELDS, defaults.DEFAULT_APPROVAL),
  prop_firm_preset: textField('the path or the name of a preset', (text) => {
    return text.trim() !== '';
  }).optional(),
  strategy: textField('the path of a strategy file', (text) => text.trim() !== '').optional(),
  calendar: filesField('the path of a calendar file, or a list of them').optional(),
  trade_without_evidence: z
    .boolean({ error: 'true or false' })
    .default(ACCOUNT.trade_without_evidence),
  mt5: mt5Field.optional(),
  metaapi: metaApiField.optional(),
});

/** The account of a program that was given no configuration. */
const FIRST_ACCOUNT = {
  name: ACCOUNT.name,
  mode: ACCOUNT.mode,
  currency: ACCOUNT.currency,
  symbols: [...ACCOUNT.symbols],
};

export const configSchema = blockField({
  accounts: z
    .array(accountField, { error: 'a list of accounts' })
    .min(1, { error: 'a list of at least one account' })
    .prefault([FIRST_ACCOUNT]),
  api: defaulted(
    {
      host: textField('an IP address of this machine, or localhost', (text) => {
        return text === 'localhost' || isIP(text) !== 0;
      }),
      port: wholeField({ from: 0, to: 65_535, unit: 'TCP port, 0 for any free one' }),
      hosts: listField(hostField, "a list of names without port, such as 'panel.example'"),
      origins: listField(originField, "a list of sites, such as 'https://desk.example'"),
      listen_without_tls: z.boolean({ error: 'true or false' }),
      tls: tlsField.optional(),
    },
    defaults.DEFAULT_API,
  ),
  alerts: alertsField,
  retention: defaulted(
    {
      logs_days: wholeField({ from: 0, to: 36_500, unit: 'days, 0 for ever' }),
      messages_days: wholeField({ from: 1, to: 36_500, unit: 'days' }),
      disk_low_mb: wholeField({ from: 1, to: 1e9, unit: 'megabytes' }),
      tape_mb: wholeField({ from: 0, to: 1e9, unit: 'megabytes for each account, 0 for none' }),
    },
    defaults.DEFAULT_RETENTION,
  ),
  instruments: z.array(instrumentField, { error: 'a list of instruments' }).default([]),
  state_dir: textField('the path of a folder', (text) => text.trim() !== '').default(
    defaults.DEFAULT_STATE_DIR,
  ),
});

/** A whole configuration, checked, with every default filled in. It never holds a secret. */
export type Config = z.output<typeof configSchema>;
export type AccountConfig = Config['accounts'][number];
