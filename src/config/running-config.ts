import { LineCounter, parseDocument, stringify } from 'yaml';
import { describeKey } from './key-descriptions.ts';
import { leavesOf, type Leaf } from './schema-leaves.ts';
import { keyName } from './problem.ts';
import { configSchema, type Config } from './schema.ts';
import { isSecretKey, type AskedSecret } from './secrets.ts';
import { placeOf, type KeyPath } from './yaml-place.ts';

/** What a program was started with. */
export interface StartedWith {
  /** Undefined when no file was read. */
  readonly file: string | undefined;
  /** Its text as it was read. */
  readonly text: string;
  /** With defaults filled in and presets in force. */
  readonly config: Config;
  /** Variables of the environment that are asked for secrets, and whether they hold one. */
  readonly secrets: readonly AskedSecret[];
  /** What the command line says otherwise. */
  readonly overrides: readonly (readonly [path: KeyPath, value: unknown])[];
}

export type ValueSource = 'file' | 'preset' | 'command-line' | 'default';

/** A setting as the program runs it. */
export interface RunningSetting extends Leaf {
  readonly name: string;
  readonly description: string;
  readonly source: ValueSource;
  /** Where the file sets it, from 1. */
  readonly line: number | undefined;
}

/** The whole configuration as the program runs it, each setting with where its value comes from. */
export function runningSettings(start: StartedWith): readonly RunningSetting[] {
  const lines = new LineCounter();
  const document = parseDocument(start.text, { lineCounter: lines, prettyErrors: false });
  const written: unknown = document.toJS() ?? {};
  const plain = configSchema.safeParse(written);
  const overrides = new Map(start.overrides.map(([path, value]) => [keyName(path), value]));
  return leavesOf(start.config).map((leaf) => {
    const name = keyName(leaf.path);
    const place = placeOf(document, lines, leaf.path);
    const own = plain.success ? valueAt(plain.data, leaf.path) : leaf.value;
    // Also what an alias stands for counts as written.
    const isWritten = valueAt(written, leaf.path) !== undefined;
    const source = sourceOf(overrides.has(name), same(own, leaf.value), isWritten);
    const value = overrides.has(name) ? overrides.get(name) : leaf.value;
    return {
      ...leaf,
      value: withoutSecrets(value, leaf.path),
      name,
      description: describeKey(leaf.path),
      source,
      line: isWritten ? place?.line : undefined,
    };
  });
}

/** The file without its comments, in which a secret may stand: fit to be shown and changed. */
export function shownText({ text }: StartedWith): string {
  const written: unknown = parseDocument(text, { prettyErrors: false }).toJS() ?? {};
  return Object.keys(written as object).length === 0
    ? ''
    : stringify(withoutSecrets(written, []), { lineWidth: 100 });
}

function sourceOf(isOverridden: boolean, isOwn: boolean, isWritten: boolean): ValueSource {
  if (isOverridden) return 'command-line';
  if (!isOwn) return 'preset';
  return isWritten ? 'file' : 'default';
}

function valueAt(value: unknown, path: KeyPath): unknown {
  let inner = value;
  for (const part of path) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = (inner as Readonly<Record<string | number, unknown>>)[part];
  }
  return inner;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** No secret belongs into a configuration; one in an address is not told on. */
export function withoutSecrets(value: unknown, path: KeyPath): unknown {
  if (isSecretKey(String(path.at(-1) ?? ''))) return '(not shown)';
  if (Array.isArray(value))
    return value.map((item, index) => withoutSecrets(item, [...path, index]));
  if (typeof value === 'string') return value.replace(/(\/\/)[^/@\s]+@/, '$1(not shown)@');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, [...path, key])]),
  );
}
