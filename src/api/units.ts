import * as z from 'zod';

/** Units of what the API's documents hold. */

export const utcMs = z.number().describe('Instant in milliseconds since 1970-01-01 UTC');

/**
 * Amounts are written to the hundredth, as every sentence tells them, whatever sums of binary fractions
 * have left behind it. A document rounds as it leaves; nothing is ever reckoned with what it says.
 */
const toHundredth = z.number().overwrite((amount) => Math.round(amount * 100) / 100);

export const money = toHundredth.describe("Amount in the account's currency, to the hundredth");
export const moneyOrCount = toHundredth.describe('An amount, or a count: `unit` says which');
