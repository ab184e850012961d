import type { Instrument } from '../market/instrument.ts';
import type { Currency } from '../market/units.ts';
import type { RefusalReason, Refused } from './approval.ts';

/** A refusal; its numbers are freed of float noise beyond the eighth decimal. */
export function refusal(
  reason: RefusalReason,
  detail: string,
  numbers: Readonly<Record<string, number>>,
): Refused {
  const clean: Record<string, number> = {};
  for (const [name, value] of Object.entries(numbers)) clean[name] = withoutNoise(value);
  return { reason, detail, numbers: clean };
}

/** A number without float noise beyond the eighth decimal. */
export function withoutNoise(value: number): number {
  return Number.isFinite(value) ? Number(value.toFixed(8)) : value;
}

/** An amount as a person reads it: `101.50 USD`, yen without decimals. */
export function inMoney(amount: number, currency: Currency): string {
  return `${amount.toFixed(currency === 'JPY' ? 0 : 2)} ${currency}`;
}

/** A price with the instrument's decimals. */
export function inPrice(price: number, instrument: Instrument): string {
  return Number.isInteger(instrument.digits) ? price.toFixed(instrument.digits) : String(price);
}

/** A distance in points without needless decimals. */
export function inPoints(points: number): string {
  return `${Number(points.toFixed(1))} points`;
}
