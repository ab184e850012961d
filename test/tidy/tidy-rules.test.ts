import { describe, expect, it } from 'vitest';
import { strayApprovals } from './approval.ts';
import { confidenceInPerCent } from './confidence.ts';
import { launcherDependencies, unportableScripts } from './launchers.ts';
import { impurities, isPure } from './pure-core.ts';
import { orderBreaches } from './room-order.ts';
import { oversized, staleExceptions } from './sizes.ts';
import { type Finding, importsOf, parseSource, type SourceFile } from './source-file.ts';
import { badWording, foreignAddresses, spelt } from './wording.ts';

// Every rule is shown what it must find and what it must let pass: a rule that cannot fail is none.

const CORE_FILE = 'src/smc/planted.ts';

function whatIs(
  rule: (file: SourceFile) => readonly Finding[],
  text: string,
  path: string,
): string[] {
  return rule(parseSource(path, text)).map(({ message }) => message.split(/ in a pure|:/)[0] ?? '');
}

describe('the core is pure', () => {
  it.each([
    ['const t = Date.now();', 'Date.now'],
    ['const t = new Date();', 'the present date'],
    ['const t = Date();', 'the present date'],
    ['const clock = Date;', 'Date as a value'],
    ['const t = performance.now();', 'performance'],
    ['const x = Math.random();', 'Math.random'],
    ['const { random } = Math;', 'Math as a value'],
    ["const x = Math['random']();", 'Math as a value'],
    ['const x = Math.pow(2, 0.5);', 'Math.pow'],
    ['const x = Math.exp(1) + 1;', 'Math.exp'],
    ['const x = Math.hypot(3, 4);', 'Math.hypot'],
    ['const x = 2 ** 0.5;', '**'],
    ['let x = 2; x **= 3;', '**'],
    ['setTimeout(() => {}, 1);', 'setTimeout'],
    ['setInterval(() => {}, 1);', 'setInterval'],
    ["fetch('x');", 'fetch'],
    ['const p = process.pid;', 'process'],
    ['console.log(1);', 'console'],
    ['const g = globalThis;', 'globalThis'],
    ["import { readFileSync } from 'node:fs';", 'import of node'],
    ["import { z } from 'zod';", 'import of zod'],
    ["export { z } from 'zod';", 'import of zod'],
    ["const z = import('./z.ts');", 'import()'],
    ['async function f() {}', 'async'],
    ['const f = async () => {};', 'async'],
    ['let p: Promise<void>;', 'Promise'],
    ["const f = new Intl.DateTimeFormat('en');", 'Intl'],
    ["const c = 'a'.localeCompare('b');", 'localeCompare'],
    ['const h = new Date(0).getHours();', 'getHours'],
  ])('%s', (text, found) => {
    expect(whatIs(impurities, text, CORE_FILE)).toEqual([found]);
  });

  it('finds every await', () => {
    const text = 'async function f() { await g(); for await (const x of y) {} }';
    expect(whatIs(impurities, text, CORE_FILE)).toEqual(['async', 'await', 'await']);
  });

  it('names what to use instead', () => {
    const [found] = impurities(parseSource(CORE_FILE, '\nconst t = Date.now();'));
    expect(found).toEqual({
      path: CORE_FILE,
      line: 2,
      message: "Date.now in a pure room: take the time from the event's own `time`",
    });
  });

  it('lets arithmetic, given dates and names of our own pass', () => {
    const text = `
      // Date.now() and Math.random() in a comment
      const words = 'Date.now() and await';
      const day = Date.UTC(2026, 0, 1);
      const root = Math.sqrt(2) + Math.floor(1.5) + Math.imul(2, 3);
      const noon = new Date(day).getUTCHours();
      class Core { process(event: Date): void { this.fetch = event; } fetch: unknown; }
      const options = { process: 1, await: 2 };
      new Core().process(new Date(day));`;
    expect(whatIs(impurities, text, CORE_FILE)).toEqual([]);
  });

  it('knows which files are meant', () => {
    for (const path of ['src/market/a.ts', 'src/brokers/simulated/a.ts', 'src/backtest/b/c.ts']) {
      expect(isPure(path)).toBe(true);
    }
    const others = [
      'src/cli/a.ts',
      'src/brokers/mt5/a.ts',
      'src/market/a.test.ts',
      'src/risk/test-context.ts',
      'src/brokers/simulated/broker-fixture.ts',
    ];
    for (const path of others) {
      expect(isPure(path)).toBe(false);
    }
    expect(whatIs(impurities, 'const i = Intl;', 'src/market/zone-offset.ts')).toEqual([]);
    expect(whatIs(impurities, 'const t = Date.now();', 'src/cli/planted.ts')).toEqual([]);
  });
});

describe('rooms know only the rooms before them', () => {
  const breaches = (path: string, specifier: string, keyword = 'import'): number =>
    orderBreaches(parseSource(path, `${keyword} { A } from '${specifier}';`)).length;

  it.each([
    ['src/market/a.ts', '../smc/b.ts', 'import'],
    ['src/smc/a.ts', '../risk/b.ts', 'import type'],
    ['src/smc/deep/a.ts', '../../signals/b.ts', 'import'],
    ['src/risk/a.ts', '../execution/b.ts', 'export'],
    ['src/execution/a.ts', '../agents/b.ts', 'import type'],
    ['src/brokers/simulated/a.ts', '../../risk/b.ts', 'import'],
    ['src/brokers/simulated/a.ts', '../../agents/b.ts', 'import type'],
    ['src/journal/a.ts', '../agents/b.ts', 'import'],
    ['src/backtest/a.ts', '../cli/b.ts', 'import'],
    ['src/runtime/a.ts', '../api/b.ts', 'import'],
    ['src/runtime/a.ts', '../cli/b.ts', 'import type'],
    ['src/agents/a.ts', '../../bin/b.mjs', 'import'],
    ['src/new-room/a.ts', '../market/b.ts', 'import'],
    ['dashboard/src/a.ts', '../../src/market/b.ts', 'import type'],
  ])('%s may not know %s (%s)', (path, specifier, keyword) => {
    expect(breaches(path, specifier, keyword)).toBe(1);
  });

  it.each([
    ['src/market/a.ts', './b.ts', 'import'],
    ['src/agents/a.ts', '../signals/b.ts', 'import'],
    ['src/brokers/simulated/a.ts', '../../risk/b.ts', 'import type'],
    ['src/brokers/simulated/a.ts', '../../risk/b.ts', 'export type'],
    ['src/journal/a.ts', '../agents/b.ts', 'import type'],
    ['src/runtime/a.ts', '../api/b.ts', 'import type'],
    ['src/cli/a.ts', '../runtime/b.ts', 'import'],
    ['src/cli/a.ts', '../../scripts/page-build.ts', 'import'],
    ['src/smc/a.test.ts', '../backtest/b.ts', 'import'],
    ['dashboard/src/a.ts', '../../src/api/b.ts', 'import type'],
  ])('%s may know %s (%s)', (path, specifier, keyword) => {
    expect(breaches(path, specifier, keyword)).toBe(0);
  });

  it('takes an import of nothing but marked types for one of types', () => {
    const text =
      "import { type A, type B } from '../risk/b.ts'; import { type C, d } from './e.ts';";
    expect(importsOf(parseSource(CORE_FILE, text)).map(({ typeOnly }) => typeOnly)).toEqual([
      true,
      false,
    ]);
  });
});

describe('only risk approves', () => {
  it.each([
    ['approve(order, lots, risk);', 'approve() called'],
    ['approval.approve(order);', 'approve() called'],
    ["import { approve as ok } from '../risk/approval.ts';", 'approve imported'],
    ['const a = order as Approved<Order>;', 'cast to Approved'],
  ])('%s', (text, found) => {
    expect(whatIs(strayApprovals, text, 'src/execution/a.ts')).toEqual([found]);
    expect(whatIs(strayApprovals, text, 'src/risk/a.ts')).toEqual([]);
    expect(whatIs(strayApprovals, text, 'src/execution/a.test.ts')).toEqual([]);
  });

  it('lets others take approvals', () => {
    const text =
      "import type { Approved } from '../risk/approval.ts'; const f = (a: Approved<X>) => a;";
    expect(whatIs(strayApprovals, text, 'src/execution/a.ts')).toEqual([]);
  });
});

describe('files and functions are small', () => {
  const body = (count: number): string => `function long() {\n${'a();\n'.repeat(count - 2)}}\n`;
  const found = (path: string, text: string, exceptions = {}): number =>
    oversized(parseSource(path, text), exceptions).length;

  it('counts lines', () => {
    expect(found('src/a.ts', body(70))).toBe(0);
    expect(found('src/a.ts', body(71))).toBe(1);
    expect(found('src/a.ts', 'a();\n'.repeat(300))).toBe(0);
    expect(found('src/a.ts', 'a();\n'.repeat(301))).toBe(1);
  });

  it('knows functions without a name, methods, and tests, whose functions are lists of cases', () => {
    const arrow = `const f = [() => {\n${'a();\n'.repeat(70)}}];`;
    const method = `class A { long() {\n${'a();\n'.repeat(70)}} }`;
    expect(found('src/a.ts', arrow)).toBe(1);
    expect(found('src/a.ts', method)).toBe(1);
    expect(found('src/a.test.ts', body(200))).toBe(0);
    expect(found('src/a.test.ts', 'a();\n'.repeat(301))).toBe(1);
  });

  it('turns one way only', () => {
    const file = parseSource('src/a.ts', body(80));
    expect(oversized(file, { 'src/a.ts long': 80 })).toEqual([]);
    expect(oversized(file, { 'src/a.ts long': 79 })).toHaveLength(1);
    expect(staleExceptions([file], { 'src/a.ts long': 80 })).toEqual([]);
    expect(staleExceptions([file], { 'src/a.ts long': 81 })).toEqual([
      'src/a.ts long has 80 lines: lower its exception',
    ]);
    expect(staleExceptions([file], { 'src/a.ts': 400, 'src/b.ts': 400 })).toEqual([
      'src/a.ts fits now: remove its exception',
      'src/b.ts is not there any more: remove its exception',
    ]);
  });
});

describe('words', () => {
  const found = (text: string): number => badWording('docs/a.md', text).length;

  it('finds what was left for later', () => {
    for (const word of ['// TO.DO: later', 'FIX.ME', 'XX.X rename']) {
      expect(found(spelt(word))).toBe(1);
    }
    expect(found('a to-do list, EURXXXUSD')).toBe(0);
  });

  it('finds paths of one machine', () => {
    for (const folder of ['work', 'root', 'home']) {
      expect(found(`in /${folder}/me`)).toBe(1);
      expect(found(`path: "/${folder}/x"`)).toBe(1);
    }
    expect(found('src/work/a.ts and ../home/b and https://example.org/home/')).toBe(0);
  });

  it('finds package stores', () => {
    expect(found(spelt('https://regi.stry.example.org/x'))).toBe(1);
    expect(foreignAddresses(spelt('"resolved": "https://regi.stry.npmjs.org/a.tgz"'))).toEqual([]);
    expect(foreignAddresses('"resolved": "http://10.0.0.1/a.tgz"')).toEqual([
      'http://10.0.0.1/a.tgz',
    ]);
  });
});

describe('what starts the program', () => {
  it('imports nothing that is not there yet', () => {
    const found = (specifier: string): number =>
      launcherDependencies(parseSource('bin/a.mjs', `import '${specifier}';`)).length;
    expect(['node:fs', './install.mjs'].map(found)).toEqual([0, 0]);
    expect(['zod', '../src/a.ts', './a.ts', 'fs'].map(found)).toEqual([1, 1, 1, 1]);
  });

  it('has no shell in it', () => {
    for (const command of ['a && b', 'rm -rf x', './run', 'A=1 node x', 'a | b', "node 'x y'"]) {
      expect(unportableScripts({ command })).toHaveLength(1);
    }
    expect(unportableScripts({ start: 'node bin/bootstrap.mjs start', types: 'tsc -p .' })).toEqual(
      [],
    );
  });
});

describe('confidence is no per cent', () => {
  it.each([
    'Signals above a confidence of 85 % are traded.',
    'confidence 85%',
    '`confidence ${(signal.confidence * 100).toFixed(0)}`',
    '`confidence ${percent}%`',
    'const shown = 100 * signal.confidence;',
    "text(confidence, '%')",
  ])('finds %j', (line) => {
    expect(confidenceInPerCent('docs/a.md', `fine\n${line}\n`)).toMatchObject([{ line: 2 }]);
  });

  it.each([
    'Signals above a confidence of 0.85 are traded.',
    'Risk is 1 % of the balance.\nConfidence is a number.',
    "it('needs a confidence above %s', () => {});",
    'the 95 % confidence interval of the win rate',
  ])('lets %j pass', (text) => {
    expect(confidenceInPerCent('docs/a.md', text)).toEqual([]);
  });
});
