import { z } from 'zod';
import { fieldFacts } from './fields.ts';
import { bareField } from './schema-keys.ts';
import { configSchema, type Config } from './schema.ts';
import type { KeyPath } from './yaml-place.ts';

/** One setting of a configuration: a key that is no block. */
export interface Leaf {
  readonly path: KeyPath;
  /** In the configuration; undefined where it says nothing. */
  readonly value: unknown;
  /** Undefined where there is none. */
  readonly usual: unknown;
  readonly kind: 'number' | 'text' | 'choice' | 'switch' | 'list';
  readonly choices: readonly string[];
  readonly allowed: string;
  readonly unit: string | undefined;
}

/** Every setting of a configuration in the order of its schema, written or not. */
export function leavesOf(config: Config): readonly Leaf[] {
  return leavesIn(configSchema, config, [], undefined);
}

function leavesIn(
  field: z.core.$ZodType,
  value: unknown,
  path: KeyPath,
  usual: unknown,
): readonly Leaf[] {
  const inner = bareField(field);
  const own = field instanceof z.ZodDefault ? field.def.defaultValue : usual;
  if (inner instanceof z.ZodObject) {
    // Of a block that is left out, as a certificate may be, nothing is in force.
    if (value === undefined && path.length > 0) return [];
    return Object.entries(inner.shape).flatMap(([key, part]) =>
      leavesIn(part as z.ZodType, partOf(value, key), [...path, key], partOf(own, key)),
    );
  }
  const element = inner instanceof z.ZodArray ? bareField(inner.element) : undefined;
  if (element instanceof z.ZodObject && Array.isArray(value) && value.length > 0) {
    return value.flatMap((item, index) =>
      leavesIn(element, item, [...path, index], Array.isArray(own) ? own[index] : undefined),
    );
  }
  return [leafOf(inner, value, path, own)];
}

function leafOf(field: z.core.$ZodType, value: unknown, path: KeyPath, usual: unknown): Leaf {
  const known = fieldFacts.get(field);
  const isSwitch = field instanceof z.ZodBoolean;
  return {
    path,
    value,
    usual,
    kind: kindOf(field),
    choices: field instanceof z.ZodEnum ? field.options.map(String) : [],
    allowed: known?.allowed ?? (isSwitch ? 'true or false' : ''),
    unit: known?.unit,
  };
}

function kindOf(field: z.core.$ZodType): Leaf['kind'] {
  if (field instanceof z.ZodNumber) return 'number';
  if (field instanceof z.ZodBoolean) return 'switch';
  if (field instanceof z.ZodEnum) return 'choice';
  return field instanceof z.ZodString ? 'text' : 'list';
}

function partOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
