import { identifierName, isNode, type Node, type SourceFile, walk } from './source-file.ts';

/** What our sources declare: functions, methods, classes, types, constants, members of types. */
export interface Declared {
  readonly names: ReadonlySet<string>;
  /** `Owner.member` for what classes and interfaces hold. */
  readonly members: ReadonlySet<string>;
}

export function declaredIn(files: readonly SourceFile[]): Declared {
  const names = new Set<string>();
  const members = new Set<string>();
  for (const file of files) {
    walk(file.program, (node) => {
      const name = identifierName(node['id']);
      if (name === undefined) return;
      names.add(name);
      for (const member of membersOf(node)) {
        names.add(member);
        members.add(`${name}.${member}`);
      }
    });
  }
  return { names, members };
}

function membersOf(owner: Node): readonly string[] {
  const body = owner['body'];
  const list = isNode(body) ? body['body'] : undefined;
  if (!Array.isArray(list) || !/^(Class|TSInterface)/.test(owner.type)) return [];
  return (list as Node[]).flatMap((member) => memberName(member['key']) ?? []);
}

function memberName(key: unknown): string | undefined {
  if (isNode(key) && key.type === 'PrivateIdentifier') return `#${String(key['name'])}`;
  return identifierName(key);
}

/** A name in backticks, as the pages use them for what a reader can look up. */
export interface DocName {
  readonly kind: 'function' | 'path';
  readonly name: string;
}

/** Code blocks are examples, not names: only what stands in single backticks counts. */
export function namesInDoc(markdown: string): readonly DocName[] {
  const prose = markdown.replace(/^```[^]*?^```/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].flatMap(([, text = '']): readonly DocName[] => {
    const call = /^([A-Za-z_$][\w$]*(?:[.#]+[A-Za-z_$][\w$]*)*)\([^)]*\)$/.exec(text);
    if (call !== null) return [{ kind: 'function', name: call[1] ?? '' }];
    const isPath = /^[\w.@-]+(\/[\w.@-]+)*\/?$/.test(text);
    const known = /\/|\.(ts|mjs|mq5|ya?ml|json|md)$/.test(text);
    return isPath && known ? [{ kind: 'path', name: text }] : [];
  });
}

/** Names that the sources do not have. `exists` is asked for paths from the root and from `src`. */
export function unknownNames(
  markdown: string,
  declared: Declared,
  exists: (path: string) => boolean,
): readonly string[] {
  return namesInDoc(markdown).flatMap(({ kind, name }) => {
    if (kind === 'path') return exists(name) || exists(`src/${name}`) ? [] : name;
    const parts = name.split('.').filter((part) => part !== '');
    const known =
      parts.length === 1
        ? declared.names.has(name)
        : declared.members.has(parts.slice(-2).join('.'));
    return known ? [] : `${name}()`;
  });
}
