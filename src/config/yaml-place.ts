import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';

export type KeyPath = readonly (string | number)[];

/** Where a key stands in a text. */
export interface YamlPlace {
  /** From 1. */
  readonly line: number;
  /** False when only a block above it stands there. */
  readonly isExact: boolean;
}

/** The line of a key, or of the nearest block above it that is written; undefined where nothing is. */
export function placeOf(
  document: Document.Parsed,
  lines: LineCounter,
  path: KeyPath,
): YamlPlace | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const [depth, part] of path.entries()) {
    const step = stepInto(isAlias(node) ? node.resolve(document) : node, part);
    if (step === undefined) return placed(lines, offset, depth === path.length);
    node = step.node;
    offset = step.offset ?? offset;
  }
  return placed(lines, offset, true);
}

function placed(lines: LineCounter, offset: number | undefined, isExact: boolean) {
  return offset === undefined ? undefined : { line: lines.linePos(offset).line, isExact };
}

function stepInto(
  node: unknown,
  part: string | number,
): { readonly node: unknown; readonly offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
    return pair && { node: pair.value, offset: startOf(pair.key) };
  }
  if (!isSeq(node)) return undefined;
  const item: unknown = node.items[Number(part)];
  return item === undefined ? undefined : { node: item, offset: startOf(item) };
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null)?.range?.[0];
}

/** `accounts[0].limits` as its parts; undefined for what is no name of a key. */
export function pathOf(name: string): KeyPath | undefined {
  if (!/^[A-Za-z_][\w-]*(\[\d+\]|\.[A-Za-z_][\w-]*)*$/.test(name)) return undefined;
  return name.split(/[.[]/).map((part) => {
    return part.endsWith(']') ? Number(part.slice(0, -1)) : part;
  });
}
