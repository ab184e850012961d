import { z } from 'zod';
import { blockField, textField } from './fields.ts';
import { loginField, symbolNamesField } from './mt5-fields.ts';

/**
 * The same account over MetaApi, which runs the terminal for its user. The token stands in a file or in
 * the environment, never here.
 */
export const metaApiField = blockField({
  account_id: textField('the id of the account at MetaApi, as its page shows it', (text) =>
    /^[A-Za-z0-9-]{1,64}$/.test(text),
  ),
  login: loginField,
  server: textField("the broker's server name, as MetaTrader shows it", (text) => text !== ''),
  arm_real_login: loginField.optional(),
  token_file: textField('the path of a file that you alone can read', (text) => {
    return text.trim() !== '';
  }).optional(),
  token_env: textField('the name of an environment variable', (text) =>
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(text),
  ).optional(),
  region: textField("a region of MetaApi's, such as vint-hill", (text) =>
    /^[a-z0-9-]{1,32}$/.test(text),
  ).optional(),
  deploy: z.boolean({ error: 'true or false' }).default(false),
  symbols: symbolNamesField,
});
