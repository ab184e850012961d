import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { AccountName } from '../../market/units.ts';
import { mustNotReadFiner, strategyFromFile, strategyNote } from './strategy-file.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'kimi-strategy-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const EXAMPLE = join(import.meta.dirname, '../../../examples/strategies/sma-cross.ts');
const CONTEXT = {
  account: 'main' as AccountName,
  instrument: shippedInstrument('EURUSD') as Instrument,
};

function file(name: string, text: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return path;
}

describe('a strategy file', () => {
  test('is loaded, TypeScript and all', async () => {
    const strategyFor = await strategyFromFile(EXAMPLE);
    expect(strategyFor(CONTEXT).timeframes).toEqual(['M15']);
  });

  test.each([
    ['exports no function called strategy', 'none.mjs', 'export const other = 1;'],
    ['cannot be loaded: out of order', 'throws.mjs', "throw new Error('out of order');"],
  ])('that %s is refused', async (words, name, text) => {
    await expect(strategyFromFile(file(name, text))).rejects.toThrow(words);
  });

  test('that is not there is refused', async () => {
    await expect(strategyFromFile(join(FOLDER, 'gone.ts'))).rejects.toThrow('no strategy file');
  });

  test('whose strategy breaks the rules is stopped when it is made', async () => {
    const path = file(
      'empty.mjs',
      'export const strategy = () => ({ timeframes: [], historyBars: [] });',
    );
    const strategyFor = await strategyFromFile(path);
    expect(() => strategyFor(CONTEXT)).toThrow('asks for no timeframe');
  });

  test('that reads finer bars than there are is refused', async () => {
    const strategy = (await strategyFromFile(EXAMPLE))(CONTEXT);
    expect(() => mustNotReadFiner('sma.ts', strategy, 'M15')).not.toThrow();
    expect(() => mustNotReadFiner('sma.ts', strategy, 'H1')).toThrow(
      'sma.ts reads M15 bars; the files hold H1 bars.',
    );
  });

  test('that reaches for files or the network is told of', () => {
    const reads = file('reads.mjs', "import { readFileSync } from 'node:fs';");
    expect(strategyNote(reads)).toContain('It uses node:fs, and may so know what it should not.');
    expect(strategyNote(file('plain.mjs', 'export const fs = 1;'))).not.toContain('It uses');
  });

  test('is named in the result to the byte', () => {
    // sha256 of the three bytes "abc", FIPS 180-2 appendix B.1
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(strategyNote(file('abc', 'abc'))).toContain(sha256);
  });
});
