import { parseSync } from 'vite';

/** A node of the syntax tree, as loosely typed as a walk over all of them needs. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A source of ours, parsed. The path is relative to the project's root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: Node;
}

/** A rule that was broken. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  /** What is wrong and what to use instead. */
  readonly message: string;
}

export function parseSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path} cannot be parsed: ${error.message}`);
  return { path, text, program: program as unknown as Node };
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

export function finding(file: SourceFile, node: Node, message: string): Finding {
  return { path: file.path, line: lineAt(file.text, node.start), message };
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** Call `visit` for each node and the key of its parent that it hangs from, parents first. */
export function walk(
  root: Node,
  visit: (node: Node, parent: Node | undefined, key: string) => void,
): void {
  const descend = (node: Node, parent: Node | undefined, key: string): void => {
    visit(node, parent, key);
    for (const [childKey, value] of Object.entries(node)) {
      if (isNode(value)) descend(value, node, childKey);
      else if (Array.isArray(value)) {
        for (const item of value as unknown[]) if (isNode(item)) descend(item, node, childKey);
      }
    }
  };
  descend(root, undefined, '');
}

/** The name of an identifier, or undefined for any other node. */
export function identifierName(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined;
}

/** An import or re-export from another module. */
export interface Import {
  readonly node: Node;
  readonly specifier: string;
  /** Only types come in: nothing of the module is run. */
  readonly typeOnly: boolean;
  /** The names taken, as the other module has them. */
  readonly names: readonly string[];
}

export function importsOf(file: SourceFile): readonly Import[] {
  const found: Import[] = [];
  walk(file.program, (node) => {
    const source = node['source'];
    if (!isNode(source) || typeof source['value'] !== 'string') return;
    const specifiers = ((node['specifiers'] as Node[] | undefined) ?? []).map((specifier) => ({
      name: identifierName(specifier['imported'] ?? specifier['local']),
      typeOnly: specifier['importKind'] === 'type' || specifier['exportKind'] === 'type',
    }));
    const declaredType = node['importKind'] === 'type' || node['exportKind'] === 'type';
    found.push({
      node,
      specifier: source['value'],
      typeOnly:
        declaredType || (specifiers.length > 0 && specifiers.every(({ typeOnly }) => typeOnly)),
      names: specifiers.flatMap(({ name }) => name ?? []),
    });
  });
  return found;
}

/**
 * Tests and what only tests use: `x.test.ts`, `test-x.ts`, `x-fixture.ts`, and what lies in a folder
 * `test` or `testing`.
 */
export function isTest(path: string): boolean {
  return /(^|\/)test(ing)?\/|\.test\.tsx?$|(^|\/)test-[^/]+\.ts$|-fixture\.ts$/.test(path);
}
