import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { declaredIn, namesInDoc, unknownNames } from './tidy/named-in-docs.ts';
import { projectFiles, readText, ROOT, sourceFiles } from './tidy/project-files.ts';
import { parseSource } from './tidy/source-file.ts';

const PAGE = 'docs/architecture.md';

const isThere = (path: string): boolean => existsSync(join(ROOT, path));

describe('docs/architecture.md', { timeout: 30_000 }, () => {
  it('names functions and files that exist', () => {
    const sources = sourceFiles(
      projectFiles().filter((path) => path.startsWith('src/') && !path.includes('.test.')),
    );
    expect(unknownNames(readText(PAGE), declaredIn(sources), isThere)).toEqual([]);
  });

  it('tells its lives with names that can be looked up', () => {
    const functions = namesInDoc(readText(PAGE)).filter(({ kind }) => kind === 'function');
    expect(functions.length).toBeGreaterThanOrEqual(10);
  });
});

describe('the check of names', () => {
  const declared = declaredIn([
    parseSource(
      'src/a.ts',
      `export function top() {}
       export const arrow = () => 1;
       export class Agent { onBar() {} #decide() {} }
       export interface Port { send(): void }`,
    ),
  ]);
  const unknown = (text: string): readonly string[] =>
    unknownNames(text, declared, (path) => path === 'src/market/bar.ts' || path === 'package.json');

  it('accepts what is there', () => {
    const text =
      '`top()`, `arrow(x, y)`, `Agent.onBar(bar)`, `Agent.#decide()`, `Port.send()`, `onBar()`, ' +
      '`market/bar.ts`, `src/market/bar.ts` and `package.json`, and words like `UtcMs` and `a < b`.';
    expect(unknown(text)).toEqual([]);
  });

  it('finds what is not there', () => {
    expect(unknown('`gone()`, `Agent.gone()`, `Gone.onBar()`, `src/market/gone.ts`')).toEqual([
      'gone()',
      'Agent.gone()',
      'Gone.onBar()',
      'src/market/gone.ts',
    ]);
  });

  it('leaves examples alone', () => {
    expect(unknown('```\n`gone()`\n```\nand `top()`')).toEqual([]);
  });
});
