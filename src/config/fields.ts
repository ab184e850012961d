import { z } from 'zod';

/**
 * Fields of the configuration. Each carries the words that say what it allows: they are the message
 * of whatever goes wrong with it, so a person reads the rule and not the first check that failed.
 */
/** What a field says of itself, for whoever shows it: the words of what it allows, and its unit. */
export const fieldFacts = z.registry<{ readonly allowed: string; readonly unit?: string }>();

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
  const bounded =
    range.above === undefined
      ? field.min(range.from ?? 0, { error })
      : field.gt(range.above, { error });
  return bounded.register(fieldFacts, { allowed: error, unit: range.unit });
}

/** A whole number within a range. */
export function wholeField(range: Range & { readonly from: number }) {
  const error = rangeWords('a whole number', range);
  const field = z.number({ error }).int({ error }).min(range.from, { error });
  return field.max(range.to, { error }).register(fieldFacts, { allowed: error, unit: range.unit });
}

/** One of a few words. */
export function choiceField<const Words extends readonly [string, ...string[]]>(words: Words) {
  const allowed = `one of ${words.join(', ')}`;
  return z.enum(words, { error: allowed }).register(fieldFacts, { allowed });
}

/** Text of a certain shape. */
export function textField(allowed: string, accepts: (text: string) => boolean) {
  const field = z.string({ error: allowed }).refine(accepts, { error: allowed });
  return field.register(fieldFacts, { allowed });
}

/** A list without duplicates. */
export function listField<Item extends z.ZodType>(item: Item, allowed: string) {
  return z
    .array(item, { error: allowed })
    .refine((items) => new Set(items).size === items.length, { error: `${allowed}, each once` })
    .register(fieldFacts, { allowed });
}

/** A block of known keys; any other is refused. */
export function blockField<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error: 'a block of keys and values' });
}
