import { posix } from 'node:path';
import { importsOf, type SourceFile } from './source-file.ts';

/** What is loaded as soon as a file is: without what it imports only where it comes to it. */
export interface LoadedAtOnce {
  /** Our own files, the first among them. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

export function loadedAtOnce(entry: string, sources: readonly SourceFile[]): LoadedAtOnce {
  const byPath = new Map(sources.map((file) => [file.path, file]));
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const path of files) {
    const file = byPath.get(path);
    if (file === undefined) throw new Error(`there is no ${path}`);
    for (const { node, specifier, typeOnly } of importsOf(file)) {
      if (typeOnly || node.type === 'ImportExpression' || specifier.startsWith('node:')) continue;
      if (specifier.startsWith('.')) files.add(posix.join(posix.dirname(path), specifier));
      else packages.add(specifier);
    }
  }
  return { files: [...files], packages: [...packages] };
}
