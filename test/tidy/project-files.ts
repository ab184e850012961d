import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSource, type SourceFile } from './source-file.ts';

export const ROOT = join(import.meta.dirname, '../..');

const MADE = new Set(['node_modules', '.git', 'dist', '.kimi-agent', 'coverage', 'test-output']);

/**
 * All files that are or would be committed, relative to the root with forward slashes. An unpacked
 * archive has no git: there, everything but what is made or installed.
 */
export function projectFiles(): readonly string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [...new Set(listed.split('\0'))]
      .filter((path) => path !== '' && existsSync(join(ROOT, path)))
      .toSorted();
  } catch {
    return filesBelow('').toSorted();
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (MADE.has(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(path) : path;
  });
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function isText(path: string): boolean {
  return /\.(ts|tsx|mjs|js|json|ya?ml|md|html|css|mq5|mqh|sql|txt)$|^[^.]+$|^\.[^/]+$|^\.ci\//.test(
    path,
  );
}

export function sourceFiles(paths: readonly string[]): readonly SourceFile[] {
  return paths
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.mts'))
    .map((path) => parseSource(path, readText(path)));
}
