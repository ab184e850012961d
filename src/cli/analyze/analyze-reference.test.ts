import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { folderWithBars, kimiAgent, PATIENCE, type Ran } from './analyze-fixture.ts';
import { ROOT } from '../version.ts';

const { folder, file } = folderWithBars();
const KNOWN = ['--symbol', 'EURUSD', '--clock', 'utc'];
const analyze = (...args: readonly string[]): Ran => kimiAgent('analyze', ...args);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIXTURES: Readonly<Record<string, string>> = {
  'fvg.csv': 'fvg_result_data.csv',
  'fvg_consecutive.csv': 'fvg_consecutive_result_data.csv',
  'swing_highs_lows.csv': 'swing_highs_lows_result_data.csv',
  'bos_choch.csv': 'bos_choch_result_data.csv',
  'ob.csv': 'ob_result_data.csv',
  'liquidity.csv': 'liquidity_result_data.csv',
  'previous_high_low_4h.csv': 'previous_high_low_result_data_4h.csv',
  'previous_high_low_1D.csv': 'previous_high_low_result_data_1D.csv',
  'previous_high_low_W.csv': 'previous_high_low_result_data_W.csv',
  'sessions.csv': 'sessions_result_data.csv',
  'retracements.csv': 'retracements_result_data.csv',
};

describe('reference mode', PATIENCE, () => {
  const reference = (target: string, ...more: readonly string[]): Ran =>
    analyze(file, ...KNOWN, '--reference', target, ...more);
  const read = (target: string, name: string): string => readFileSync(join(target, name), 'utf8');

  test('writes all files into a new folder, on the wall clock of the file', () => {
    const target = join(folder, 'new', 'tables');
    const { code, err } = analyze(
      file,
      '--symbol',
      'EURUSD',
      '--clock',
      'utc+5',
      '--reference',
      target,
    );
    expect({ code, words: code === 0 ? '' : err }).toEqual({ code: 0, words: '' });
    expect(err).toContain('11 files of 944 rows');
    expect(err).toContain('volume is the column volume');
    expect(readdirSync(target).toSorted()).toEqual(Object.keys(FIXTURES).toSorted());
    const sessions = read(target, 'sessions.csv').trim().split('\n');
    expect(sessions).toHaveLength(945);
    // London is 07:00 to 16:00 whatever zone the file's clock is of: rows 28 to 64.
    expect(
      sessions
        .slice(1, 97)
        .map((line) => line[0])
        .join(''),
    ).toBe(`${'0'.repeat(28)}${'1'.repeat(37)}${'0'.repeat(31)}`);
    expect(readdirSync(join(folder, 'new'))).toEqual(['tables']);
  });

  test('reads the column Volume, in full precision, and not the tick volume', () => {
    const target = join(folder, 'volume');
    reference(target, '--swing-length', '2');
    const blocks = read(target, 'ob.csv').trim().split('\n').slice(1);
    const volumes = blocks.flatMap((line) =>
      line.startsWith(',') ? [] : [Number(line.split(',')[3])],
    );
    expect(volumes.length).toBeGreaterThan(0);
    // Three bars of q + 0.25 each: a sum that ends in .75.
    for (const volume of volumes) expect(volume % 1).toBe(0.75);
  });

  test('takes its parameters', () => {
    const target = join(folder, 'parameters');
    const options =
      '--swing-length 3 --close-break false --close-mitigation true --session Custom ' +
      '--session-start 00:00 --session-end 00:15 --previous 1h --range-percent 0.05';
    const { code, err } = reference(target, ...options.split(' '));
    expect({ code, words: code === 0 ? '' : err }).toEqual({ code: 0, words: '' });
    expect(readdirSync(target).filter((name) => name.startsWith('previous'))).toEqual([
      'previous_high_low_1h.csv',
    ]);
    const active = read(target, 'sessions.csv').trim().split('\n').slice(1, 97);
    expect(active.filter((line) => line.startsWith('1'))).toHaveLength(2);
  });

  test('writes into a folder that exists and keeps what else is there', () => {
    const target = join(folder, 'existing');
    mkdirSync(target);
    writeFileSync(join(target, 'notes.txt'), 'mine');
    writeFileSync(join(target, 'fvg.csv'), 'old');
    expect(reference(target).code).toBe(0);
    expect(readdirSync(target)).toHaveLength(12);
    expect(read(target, 'notes.txt')).toBe('mine');
    expect(read(target, 'fvg.csv')).toContain('MitigatedIndex');
  });

  test('writes nothing where it cannot write all', () => {
    const target = join(folder, 'obstructed');
    mkdirSync(join(target, 'sessions.csv'), { recursive: true });
    const { code, err } = reference(target);
    expect(code).toBe(2);
    expect(err).toContain('sessions.csv is a folder');
    expect(readdirSync(target)).toEqual(['sessions.csv']);
    const onFile = reference(file);
    expect([onFile.code, onFile.err]).toEqual([
      2,
      `kimi-agent: ${file} is a file: name a folder to write to.\n`,
    ]);
    const under = reference(join(file, 'below'));
    expect(under.code).toBe(2);
    expect(under.err).toMatch(/cannot be written|is a file/);
  });

  test('refuses rows out of order, half a session and options that do not go together', () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const swapped = join(folder, 'swapped.csv');
    writeFileSync(
      swapped,
      [...lines.slice(0, 3), lines[5], lines[4], ...lines.slice(6)].join('\n'),
    );
    const target = join(folder, 'refused');
    const unordered = analyze(swapped, ...KNOWN, '--reference', target);
    expect(unordered.code).toBe(2);
    expect(unordered.err).toContain('line 5');
    expect(reference(target, '--session', 'Custom').code).toBe(2);
    expect(reference(target, '--session-start', '07:00').code).toBe(2);
    expect(reference(target, '--session', 'Lunch').code).toBe(2);
    expect(reference(target, '--previous', '2h').code).toBe(2);
    expect(reference(target, '--close-break', 'yes').code).toBe(2);
    expect(reference(target, '--timeframe', 'H1').code).toBe(2);
    expect(analyze(file, file, ...KNOWN, '--reference', target).code).toBe(2);
    expect(existsSync(target)).toBe(false);
  });

  const DATA = process.env['KIMI_MARKET_DATA'] ?? join(ROOT, '../shared/market-data');
  const EURUSD = join(DATA, 'smart-money-concepts/EURUSD');
  const bars = join(EURUSD, 'EURUSD_15M.csv');
  const missing = existsSync(bars) ? '' : ` (skipped: no ${bars})`;

  test.skipIf(missing !== '')(`gives the library's own 11 files, byte for byte${missing}`, () => {
    const target = join(folder, 'fixture');
    const options = ['--symbol', 'EURUSD', '--clock', 'eet-eu', '--reference', target];
    const { code, err } = analyze(bars, ...options);
    expect({ code, words: code === 0 ? '' : err }).toEqual({ code: 0, words: '' });
    for (const [name, theirs] of Object.entries(FIXTURES)) {
      const wanted = readFileSync(join(EURUSD, theirs), 'utf8').replaceAll('\r\n', '\n');
      const isSame = read(target, name) === wanted;
      expect({ name, isSame }).toEqual({ name, isSame: true });
    }
  });
});
