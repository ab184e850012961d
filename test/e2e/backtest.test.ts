import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasMarketData, realFiles } from '../../src/data/fixtures/market-data.ts';
import type { BacktestResult } from '../../src/evidence/result.ts';
import { barLines, writeBarFile } from './bar-file.ts';
import { type Ended, expectRefused, Program, removeFolder, stateFolder } from './program.ts';

const folder = stateFolder();
const inFolder = (name: string): string => join(folder, name);
const BARS = inFolder('EURUSD_M15.csv');

beforeAll(() => writeBarFile(BARS, 3));
afterAll(() => removeFolder(folder));

/** Run where it may leave its traces: it counts the runs on each data in the state folder. */
const kimi = (...args: readonly string[]): Promise<Ended> => Program.run(args, folder);
const run = (...args: readonly string[]): Promise<Ended> => kimi('backtest', ...args);
const ON_BARS = ['--symbol', 'EURUSD', '--clock', 'utc'];

/** A run that is refused with these words; several at a time, for each is a process. */
async function refused(args: readonly string[], ...words: readonly string[]): Promise<void> {
  expectRefused(await run(...args), ...words);
}

function resultIn(file: string): BacktestResult {
  return JSON.parse(readFileSync(file, 'utf8')) as BacktestResult;
}

describe('a backtest that cannot be', () => {
  it('says what is missing', async () => {
    await Promise.all([
      refused([], 'Name the files', '--simulated'),
      refused([inFolder('gone.csv'), ...ON_BARS], 'gone.csv'),
      refused([BARS, '--clock', 'utc'], '--symbol EURUSD'),
      refused([BARS, '--symbol', 'EURUSD'], '--clock RULE', 'data check'),
    ]);
  });

  it('says what is wrong with what was asked', async () => {
    await Promise.all([
      refused([BARS, '--symbol', 'EURXXX', '--clock', 'utc'], 'EURXXX', 'EURUSD'),
      refused([BARS, '--symbol', 'EURUSD', '--clock', 'mars'], 'mars', 'eet-eu'),
      refused([BARS, ...ON_BARS, '--from', 'tomorrow'], 'tomorrow', '2021-03-01'),
      refused([BARS, ...ON_BARS, '--balance', '-5'], '-5', 'above 0'),
      refused([BARS, ...ON_BARS, '--timeframe', 'M7'], 'M7', 'M15'),
      refused([BARS, ...ON_BARS, '--timeframe', 'M1'], 'M1', 'M15 bars'),
      refused([BARS, ...ON_BARS, '--currency', 'Dollar'], 'Dollar', 'USD'),
      refused([BARS, ...ON_BARS, '--nonsense'], '--nonsense', '--help'),
      refused(['--simulated', '--weeks', '0'], '0', 'from 1 to 520'),
      refused(['--simulated', BARS], '--simulated'),
    ]);
  }, 30_000);

  it('says that a span is empty or the wrong way round', async () => {
    const [early, late] = ['2024-01-09', '2024-01-16'];
    await Promise.all([
      refused([BARS, ...ON_BARS, '--from', late, '--to', early], '--from', '--to'),
      refused([BARS, ...ON_BARS, '--from', '2030-01-01'], '--from', '--to'),
      refused(['--simulated', '--from', '2030-01-01'], '--from', '--to'),
    ]);
  }, 30_000);

  it('refuses a clock that the weeks contradict', async () => {
    expectRefused(await run(BARS, '--symbol', 'EURUSD', '--clock', 'utc+5'), 'EURUSD_M15.csv');
  });

  it('refuses rows out of order, conflicting rows and broken rows, and says where', async () => {
    const [head = '', ...rows] = barLines(2);
    const write = (name: string, lines: readonly string[]): string => {
      writeFileSync(inFolder(name), `${[head, ...lines].join('\n')}\n`);
      return inFolder(name);
    };
    const [first = '', second = '', third = ''] = rows;
    const unordered = write('unordered.csv', [second, first, ...rows.slice(2)]);
    expectRefused(await run(unordered, ...ON_BARS), 'unordered.csv', '3');
    const conflict = second.replace(/,\d+$/, ',1').replace(/(,1\.\d+){2}/, ',1.2,1.3');
    const conflicting = write('conflicting.csv', [first, second, conflict, ...rows.slice(2)]);
    expectRefused(await run(conflicting, ...ON_BARS), 'conflicting.csv');
    const broken = write('broken.csv', [first, third.replace(/,1\.\d+/, ',abc'), ...rows.slice(3)]);
    expectRefused(await run(broken, ...ON_BARS), 'broken.csv', 'abc');
    const empty = write('empty.csv', []);
    expectRefused(await run(empty, ...ON_BARS), 'empty.csv');
  }, 30_000);

  it('finds out before it runs that its result cannot be written', async () => {
    mkdirSync(inFolder('is-a-folder'));
    expectRefused(
      await run(BARS, ...ON_BARS, '--json', inFolder('no/where.json')),
      'does not exist',
    );
    expectRefused(await run(BARS, ...ON_BARS, '--html', inFolder('is-a-folder')), 'is a folder');
  });
});

describe('a backtest of a file', () => {
  it('gives the same result, byte for byte, every time', async () => {
    const results = [inFolder('one.json'), inFolder('two.json')];
    for (const file of results) {
      const ended = await run(BARS, ...ON_BARS, '--json', file, '--html', inFolder('one.html'));
      expect(ended).toMatchObject({ code: 0, err: '' });
    }
    const [one = '', two = ''] = results.map((file) => readFileSync(file, 'utf8'));
    expect(one).toBe(two);
    const result = resultIn(inFolder('one.json'));
    expect(result.tradesSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(result.data).toMatchObject([{ source: 'EURUSD_M15.csv', bars: 1440, clock: 'utc' }]);
    expect(result.from).toBe('2024-01-07T22:00:00.000Z');
    const page = readFileSync(inFolder('one.html'), 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/(src|href)="https?:/); // nothing is fetched when it is opened
  }, 30_000);

  it('takes only what lies from --from to before --to', async () => {
    const span = ['--from', '2024-01-09', '--to', '2024-01-16T12:00Z'];
    const json = inFolder('span.json');
    expect((await run(BARS, ...ON_BARS, ...span, '--json', json)).code).toBe(0);
    const { from, to } = resultIn(json);
    expect(from).toBe('2024-01-09T00:00:00.000Z');
    expect(Date.parse(to)).toBeLessThanOrEqual(Date.UTC(2024, 0, 16, 12));
    expect(Date.parse(to)).toBeGreaterThanOrEqual(Date.UTC(2024, 0, 16, 11, 45));
  });

  it('does not care in which order the files are named', async () => {
    const [head = '', ...rows] = barLines(3);
    const parts = [0, 1, 2].map((part) => {
      const file = inFolder(`EURUSD_part${part}.csv`);
      writeFileSync(file, `${[head, ...rows.slice(part * 480, (part + 1) * 480)].join('\n')}\n`);
      return file;
    });
    const [first = '', second = '', third = ''] = parts;
    const hashes: string[] = [];
    for (const files of [[BARS], [first, second, third], [third, first, second]]) {
      const json = inFolder('parts.json');
      expect((await run(...files, ...ON_BARS, '--json', json)).code).toBe(0);
      hashes.push(resultIn(json).tradesSha256);
    }
    expect(new Set(hashes).size).toBe(1);
  }, 30_000);

  it('counts a yen pair by its own price, and asks for a rate where none can be had', async () => {
    const yen = inFolder('USDJPY_M15.csv');
    writeBarFile(yen, 2, 145);
    expect((await run(yen, '--symbol', 'USDJPY', '--clock', 'utc')).code).toBe(0);
    const euro = ['--currency', 'EUR'];
    const asked = await run(yen, '--symbol', 'USDJPY', '--clock', 'utc', ...euro);
    expectRefused(asked, 'JPY', 'EUR', '--rate');
    const rates = ['--rate', 'EURJPY=158', 'EURUSD=1.09'];
    expect((await run(yen, '--symbol', 'USDJPY', '--clock', 'utc', ...euro, ...rates)).code).toBe(
      0,
    );
  }, 30_000);
});

describe('a backtest of the simulated market', () => {
  it('needs no file, says SIMULATED, and is the same for the same seed only', async () => {
    const hashes: string[] = [];
    for (const seed of ['1', '1', '2']) {
      const json = inFolder('simulated.json');
      const ended = await run('--simulated', '--weeks', '3', '--seed', seed, '--json', json);
      expect(ended.code).toBe(0);
      expect(ended.out).toContain('SIMULATED');
      expect(ended.out).toMatch(/\d SIM /);
      expect(resultIn(json).data[0]?.source).toBe(`simulated market, seed ${seed}`);
      hashes.push(resultIn(json).tradesSha256);
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  }, 30_000);
});

describe.skipIf(!hasMarketData)('real files (skipped where the market data is absent)', () => {
  const [fixture = ''] = realFiles('smart-money-concepts/EURUSD/EURUSD_15M.csv');
  const quarters = realFiles('emm-data-hub/prepared/2021/*Q1*');

  it('EURUSD M15 gives the trades it gave before', async () => {
    const json = inFolder('golden.json');
    const ended = await run(fixture, '--symbol', 'EURUSD', '--clock', 'eet-eu', '--json', json);
    expect(ended).toMatchObject({ code: 0, err: '' });
    const { trades, tradesSha256, data } = resultIn(json);
    expect(data[0]).toMatchObject({ bars: 24_424, clock: 'eet-eu' });
    expect({ trades: trades.length, tradesSha256 }).toEqual({
      trades: 13,
      tradesSha256: '4cd353068e863be44f83fe3c0dafd5dee653ec3b90aee3fa0fd422d523ae5ecc',
    });
    expect(ended.out).toContain(tradesSha256);
  }, 30_000);

  it('the right clock of each is proposed, with its evidence', async () => {
    const eet = await kimi('data', 'check', fixture);
    expect(eet.code).toBe(0);
    expect(eet.out).toMatch(/eet-eu/);
    const london = await kimi('data', 'check', ...quarters);
    expect(london.code).toBe(0);
    expect(london.out).toContain('Europe/London');
  }, 30_000);

  it('the wrong clock is refused', async () => {
    const wrong = await run(fixture, '--symbol', 'EURUSD', '--clock', 'utc');
    expectRefused(wrong, 'EURUSD_15M.csv');
  }, 30_000);
});
