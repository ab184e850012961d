import type { z } from 'zod';
import { blockField, numberField, textField } from './fields.ts';
import { BREAKER_FIELDS, LIMIT_FIELDS } from './settings-fields.ts';

const date = textField('a date such as 2026-01-31', (text) => {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text));
});

/** A file of config/prop-firms: the rules of one phase of one firm, with where they were read. */
export const presetSchema = blockField({
  firm: textField("the firm's name", (text) => text !== ''),
  phase: textField('the phase, such as evaluation or funded', (text) => text !== ''),
  size: numberField({ above: 0, to: 1e12, unit: 'money the phase begins with' }),
  currency: textField('a currency of three capital letters', (text) => /^[A-Z]{3}$/.test(text)),
  source: textField('where the rules were read', (text) => text.trim() !== ''),
  checked_on: date,
  breaker: blockField(BREAKER_FIELDS).omit({ initial_capital: true }).partial().prefault({}),
  limits: blockField({
    risk_per_trade_pct: LIMIT_FIELDS.risk_per_trade_pct,
    max_total_exposure_pct: LIMIT_FIELDS.max_total_exposure_pct,
    max_position_size: LIMIT_FIELDS.max_position_size,
    max_leverage: LIMIT_FIELDS.max_leverage,
    max_positions: LIMIT_FIELDS.max_positions,
    max_positions_per_symbol: LIMIT_FIELDS.max_positions_per_symbol,
    max_currency_risk_pct: LIMIT_FIELDS.max_currency_risk_pct,
    max_currency_gross_pct: LIMIT_FIELDS.max_currency_gross_pct,
    max_trades_per_day: LIMIT_FIELDS.max_trades_per_day,
  })
    .partial()
    .prefault({}),
});

export type Preset = z.output<typeof presetSchema>;
