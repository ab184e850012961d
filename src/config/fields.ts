import { z } from 'zod';

/**
 * Fields of the configuration. Each carries the words that say what it allows: they are the message
 * of whatever goes wrong with it, so a person reads the rule and not the first check that failed.
 */
interface Range {
  readonly from?: number;
  readonly above?: number;
  readonly to: number;
  readonly unit: string;
}

function rangeWords(kind: string, { from, above, to, unit }: Range): string {
  const low = above === undefined ? `from ${from ?? 0}` : `above ${above}`;
  return `${kind} ${low} to ${to} (${unit})`;
}

/** A number within a range. */
export function numberField(range: Range) {
  const error = rangeWords('a number', range);
  const field = z.number({ error }).max(range.to, { error });
  return range.above === undefined
    ? field.min(range.from ?? 0, { error })
    : field.gt(range.above, { error });
}

/** A whole number within a range. */
export function wholeField(range: Range & { readonly from: number }) {
  const error = rangeWords('a whole number', range);
  return z.number({ error }).int({ error }).min(range.from, { error }).max(range.to, { error });
}

/** One of a few words. */
export function choiceField<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `one of ${words.join(', ')}` });
}

/** Text of a certain shape. */
export function textField(allowed: string, accepts: (text: string) => boolean) {
  return z.string({ error: allowed }).refine(accepts, { error: allowed });
}

/** A list without duplicates. */
export function listField<Item extends z.ZodType>(item: Item, allowed: string) {
  return z
    .array(item, { error: allowed })
    .refine((items) => new Set(items).size === items.length, { error: `${allowed}, each once` });
}

/** A block of known keys; any other is refused. */
export function blockField<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error: 'a block of keys and values' });
}
