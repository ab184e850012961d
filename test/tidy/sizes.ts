import {
  type Finding,
  finding,
  identifierName,
  isTest,
  lineAt,
  type Node,
  type SourceFile,
  walk,
} from './source-file.ts';

export const MOST_FILE_LINES = 300;
export const MOST_FUNCTION_LINES = 70;

/**
 * What is larger than the house allows, and how large it may be: a ratchet, which only ever goes down.
 * Keys are `path` for a file and `path name` for a function.
 */
export type Exceptions = Readonly<Record<string, number>>;

export function oversized(file: SourceFile, exceptions: Exceptions): readonly Finding[] {
  const found: Finding[] = [];
  for (const { key, node, lines, most, advice } of sizes(file)) {
    const allowed = exceptions[key] ?? most;
    if (lines > allowed) {
      found.push(finding(file, node, `${key} has ${lines} lines, ${allowed} allowed: ${advice}`));
    }
  }
  return found;
}

/** Exceptions that are wider than needed, or for something that is no longer there. */
export function staleExceptions(
  files: readonly SourceFile[],
  exceptions: Exceptions,
): readonly string[] {
  const now = new Map(files.flatMap((file) => sizes(file).map((size) => [size.key, size])));
  return Object.entries(exceptions).flatMap(([key, allowed]) => {
    const size = now.get(key);
    if (size === undefined) return `${key} is not there any more: remove its exception`;
    if (size.lines <= size.most) return `${key} fits now: remove its exception`;
    return size.lines < allowed ? `${key} has ${size.lines} lines: lower its exception` : [];
  });
}

interface Size {
  readonly key: string;
  readonly node: Node;
  readonly lines: number;
  readonly most: number;
  readonly advice: string;
}

function sizes(file: SourceFile): readonly Size[] {
  const found: Size[] = [
    {
      key: file.path,
      node: file.program,
      lines: file.text.replace(/\n$/, '').split('\n').length,
      most: MOST_FILE_LINES,
      advice: 'move one of its concepts into a file of its own',
    },
  ];
  if (isTest(file.path)) return found;
  walk(file.program, (node, parent) => {
    if (!/^(Arrow)?Function(Declaration|Expression)$/.test(node.type)) return;
    const name =
      identifierName(node['id']) ??
      identifierName(parent?.['key'] ?? parent?.['id']) ??
      `at line ${lineAt(file.text, node.start)}`;
    found.push({
      key: `${file.path} ${name}`,
      node,
      lines: lineAt(file.text, node.end) - lineAt(file.text, node.start) + 1,
      most: MOST_FUNCTION_LINES,
      advice: 'give its parts names of their own',
    });
  });
  return found;
}
