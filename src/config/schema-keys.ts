import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The field inside defaults and other wrappings. */
export function bareField(field: z.core.$ZodType): z.core.$ZodType {
  let inner = field;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional
  ) {
    inner = inner.unwrap();
  }
  return inner;
}

/** The keys a block of the configuration may have; none where no block belongs. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let field = bareField(configSchema);
  for (const part of path) {
    if (field instanceof z.ZodArray) {
      field = bareField(field.element);
      continue;
    }
    const inner = field instanceof z.ZodObject ? (field.shape[String(part)] as unknown) : undefined;
    if (!(inner instanceof z.ZodType)) return [];
    field = bareField(inner);
  }
  return field instanceof z.ZodObject ? Object.keys(field.shape) : [];
}

/** Every key of the configuration with the blocks it stands in, as `accounts[0].limits.max_leverage`. */
export function allKeyPaths(path: readonly PropertyKey[] = []): readonly PropertyKey[][] {
  return keysAt(path).flatMap((key) => {
    const here = [...path, key];
    // The many keys of what stands in these lists are explained elsewhere.
    if (key === 'instruments' || key === 'channels' || key === 'agents') return [here];
    const inItems = [...here, 0];
    const deeper = keysAt(here).length > 0 ? allKeyPaths(here) : allKeyPaths(inItems);
    return [here, ...deeper];
  });
}
