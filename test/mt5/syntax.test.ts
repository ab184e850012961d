import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Node, Parser } from 'web-tree-sitter';
import { expertSource } from './compile.ts';

const GRAMMAR = new URL('../../node_modules/tree-sitter-cpp/tree-sitter-cpp.wasm', import.meta.url);
const RUNTIME = new URL('../../node_modules/web-tree-sitter/web-tree-sitter.wasm', import.meta.url);
const HAS_GRAMMAR = existsSync(GRAMMAR) && existsSync(RUNTIME);

/** `input` is no word of C++; what it declares is. Lines keep their numbers. */
function withoutInput(source: string): string {
  return source.replaceAll(/^s?input +(?=\w)/gm, '');
}

/** Where a C++ grammar finds no sense, by line and text. */
function faultsIn(node: Node): string[] {
  if (node.isError || node.isMissing) {
    return [`line ${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`];
  }
  if (!node.hasError) return [];
  return node.children.flatMap((child) => (child ? faultsIn(child) : []));
}

/**
 * A second opinion on the source, independent of the preprocessor and of g++: it also runs where no
 * compiler is installed.
 */
describe.skipIf(!HAS_GRAMMAR)(
  'the syntax of the Expert Advisor (skipped where web-tree-sitter or tree-sitter-cpp is missing)',
  () => {
    let parser: Parser;

    beforeAll(async () => {
      const sitter = await import('web-tree-sitter');
      await sitter.Parser.init();
      parser = new sitter.Parser();
      parser.setLanguage(await sitter.Language.load(readFileSync(GRAMMAR)));
    });

    function faults(source: string): string[] {
      const tree = parser.parse(withoutInput(source));
      if (!tree) throw new Error('the grammar was not set');
      const found = faultsIn(tree.rootNode);
      tree.delete();
      return found;
    }

    it('is sound', () => {
      expect(faults(expertSource())).toEqual([]);
    });

    it.each([
      ['a bracket that is never closed', 'void OnTick()', 'void OnTick('],
      ['a lost semicolon', 'int      g_dials=0;\n', 'int      g_dials=0\n'],
      ['a lost operand', 'g_dials++;', 'g_dials=;'],
    ])('is not sound with %s', (_, right, wrong) => {
      const source = expertSource();
      expect(source).toContain(right);
      expect(faults(source.replace(right, wrong))).not.toEqual([]);
    });
  },
);

/** What MQL5 has and we keep out of the source, so that any honest shim compiles it. */
describe('the Expert Advisor keeps to the plain subset of the language', () => {
  const code = expertSource()
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replaceAll(/\/\/[^\n]*/g, '');

  it.each([
    ['libraries or DLLs', /^\s*#(?:import|include|resource)\b/m],
    ['classes or templates', /\b(?:class|template|interface|virtual|operator)\b/],
    ['pointers or objects on the heap', /\b(?:new|delete|GetPointer)\b|->/],
    ['casts to string', /\(\s*string\s*\)/],
    ['macros with parameters', /^\s*#define\s+\w+\(/m],
    ['NULL', /\bNULL\b/],
  ])('has no %s', (_, pattern) => {
    expect(code.match(pattern)?.[0]).toBeUndefined();
  });
});
