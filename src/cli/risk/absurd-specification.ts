import { instrumentField } from '../../config/instrument-fields.ts';

/** What of an instrument's specification cannot be counted with. */
export interface Absurd {
  readonly detail: string;
  readonly numbers: Readonly<Record<string, number>>;
}

interface Sifted {
  /** The case without those numbers. */
  readonly written: unknown;
  readonly absurd: Absurd | undefined;
}

type Entries = Readonly<Record<string, unknown>>;

/**
 * Take numbers that no instrument can have out of the specifications of a case: a step below zero is
 * the fault of that case, which is refused for it, and not of the whole file.
 */
export function siftSpecifications(written: unknown): Sifted {
  const instruments = isBlock(written) ? written['instruments'] : undefined;
  if (!isBlock(written) || !Array.isArray(instruments)) return { written, absurd: undefined };
  const words: string[] = [];
  const numbers: Record<string, number> = {};
  const sound = instruments.map((one: unknown): unknown => {
    if (!isBlock(one)) return one;
    const kept = Object.entries(one).filter(([key, value]) => {
      const allowed = typeof value === 'number' ? allowedInstead(key, value) : undefined;
      if (allowed === undefined) return true;
      words.push(`${key} of ${String(one['symbol'])} is ${String(value)}, allowed is ${allowed}`);
      numbers[key] = value as number;
      return false;
    });
    return Object.fromEntries(kept);
  });
  if (words.length === 0) return { written, absurd: undefined };
  const detail = `the specification is unusable: ${words.join('; ')}`;
  return { written: { ...written, instruments: sound }, absurd: { detail, numbers } };
}

/** What a key allows in the place of this number; undefined where the number may stand. */
function allowedInstead(key: string, value: number): string | undefined {
  const shape: Readonly<Record<string, { safeParse(value: unknown): Parsed }>> =
    instrumentField.shape;
  const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
  if (!field || !field.safeParse(undefined).success) return undefined; // no key, or no number's
  const parsed = field.safeParse(value);
  return parsed.success || !takesNumbers(field) ? undefined : parsed.error?.issues[0]?.message;
}

interface Parsed {
  readonly success: boolean;
  readonly error?: { readonly issues: readonly { readonly message: string }[] } | undefined;
}

/** Some number is right for every key of numbers. */
function takesNumbers(field: { safeParse(value: unknown): Parsed }): boolean {
  return [0, 1].some((number) => field.safeParse(number).success);
}

function isBlock(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
