import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const STAMP = 'built-from.txt';

/** Where the built page lies, or why there is none. */
export type PageBuild =
  | { readonly ok: true; readonly folder: string }
  | { readonly ok: false; readonly reason: string };

/**
 * The built page, built now if its sources have changed since. Never throws: trading does not depend
 * on a page, so whoever starts the program decides what a missing one means.
 */
export async function ensurePage(options: {
  readonly say: (line: string) => void;
  readonly root?: string;
}): Promise<PageBuild> {
  const root = options.root ?? ROOT;
  const dashboard = join(root, 'dashboard');
  const folder = join(dashboard, 'dist');
  if (!existsSync(join(dashboard, 'index.html'))) {
    return { ok: false, reason: 'dashboard/index.html is not there' };
  }
  const wanted = sourceHash(root);
  if (existsSync(join(folder, 'index.html')) && readStamp(folder) === wanted) {
    return { ok: true, folder };
  }
  options.say('kimi-agent: building the page once, this takes a few seconds …');
  // The builder takes its word for it: under a test runner it would make a slow page for developers.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    const { build } = await import('vite');
    await build({
      root: dashboard,
      logLevel: 'silent',
      build: { outDir: folder, emptyOutDir: true },
    });
    writeFileSync(join(folder, STAMP), wanted);
    return { ok: true, folder };
  } catch (error) {
    // Written to a stream that may not be a terminal: without the colours of the builder's words.
    return {
      ok: false,
      reason: stripVTControlCharacters(error instanceof Error ? error.message : String(error)),
    };
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

function readStamp(folder: string): string | undefined {
  const file = join(folder, STAMP);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Fingerprint of all that decides what the page becomes: its sources, and the packages it uses. */
function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const file of sourceFiles(root)) {
    hash.update(relative(root, file).split(sep).join('/')).update('\0');
    hash.update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function sourceFiles(root: string): string[] {
  const files = [join(root, 'package-lock.json')].filter((file) => existsSync(file));
  // The page shares the API's types, and may share more of it.
  for (const part of ['dashboard', join('src', 'api')]) {
    const folder = join(root, part);
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const within = relative(folder, path).split(sep);
      const made = within[0] === 'dist' || within.includes('node_modules');
      if (entry.isFile() && !made && !entry.name.includes('.test.')) files.push(path);
    }
  }
  return files.toSorted();
}
