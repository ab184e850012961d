import { z } from 'zod';

/** The kinds of values of `mt5-bridge/1` (docs/bridge-protocol.md, section 1). */
const LARGEST_ID = 2n ** 64n - 1n;

function isId(text: string): boolean {
  if (!/^(?:0|[1-9]\d{0,19})$/.test(text)) return false;
  return text.length < 20 || BigInt(text) <= LARGEST_ID;
}

/** Login, ticket, order, deal, position, magic: decimal digits, `0` meaning none. */
export const id = z.string().refine(isId, 'no id');
export const int = z.int();
export const count = z.int().min(0);
/** Finite; zod lets no other number pass. */
export const num = z.number();
export const text = z.string();
export const flag = z.boolean();
/** An enumeration's value by MetaTrader's own name, or `#` and its number. */
export const enumName = z.string().regex(/^(?:[A-Z][A-Z0-9_]*|#-?\d+)$/, 'no enumeration');
/** Milliseconds since 1970 read off the trade server's wall clock. */
export const serverMs = z.int();
/** Seconds of the same. */
export const serverS = z.int();
/** Milliseconds of the terminal computer's monotonic clock. */
export const mono = z.int().min(0);
/** Server time minus UTC in seconds, in quarters of an hour. */
export const offset = int
  .refine((seconds) => seconds % 900 === 0, 'no multiple of 900')
  .min(-57_600)
  .max(57_600);
export const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'not 64 hex digits');
export const price = z.number();
export const lots = num.min(0);
