import { isIP } from 'node:net';
import { z } from 'zod';
import { DEFAULT_BRIDGE } from './defaults.ts';
import { blockField, textField, wholeField } from './fields.ts';

export const loginField = wholeField({
  from: 1,
  to: Number.MAX_SAFE_INTEGER,
  unit: "the account's number",
});

/** Our names of instruments and the broker's, where they differ. */
export const symbolNamesField = z
  .record(
    z.string(),
    textField("the broker's name of the symbol", (text) => text !== ''),
    {
      error: 'our names and the broker’s, such as { XAUUSD: GOLD }',
    },
  )
  .default({});

/** The terminal of an account: which account it must be logged in to, and where it dials in. */
export const mt5Field = blockField({
  login: loginField,
  server: textField("the broker's server name, as MetaTrader shows it", (text) => text !== ''),
  arm_real_login: loginField.optional(),
  host: textField('an IP address of this machine, or localhost', (text) => {
    return text === 'localhost' || isIP(text) !== 0;
  }).default(DEFAULT_BRIDGE.host),
  port: wholeField({ from: 1, to: 65_535, unit: 'TCP port' }).default(DEFAULT_BRIDGE.port),
  symbols: symbolNamesField,
  listen_without_tls: z.boolean({ error: 'true or false' }).default(false),
  tls: blockField({
    cert_file: textField('the path of a certificate in PEM', (text) => text.trim() !== ''),
    key_file: textField("the path of the certificate's key in PEM", (text) => text.trim() !== ''),
  }).optional(),
});
