import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../market/units.ts';
import { ROOT } from './version.ts';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function analyze(...args: readonly string[]): Ran {
  const command = [join(ROOT, 'src/cli/main.ts'), 'analyze', ...args];
  const ran = spawnSync(process.execPath, command, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

interface EventLine {
  readonly id: number;
  readonly kind: string;
  readonly index: number;
  readonly confirmedAt: number;
  readonly time: string;
  readonly confirmedTime: string;
  readonly level?: number;
  readonly top?: number;
  readonly bottom?: number;
  readonly ref?: number;
  readonly timeframe: string;
}

function eventsIn(text: string): readonly EventLine[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EventLine);
}

let folder = '';
let file = '';
const KNOWN = ['--symbol', 'EURUSD', '--clock', 'utc'];

/** Two weeks of M15 bars of a saw tooth that rises: Monday 00:00 to Friday 22:00, in UTC. */
function sawTooth(): string {
  const rows = ['Date,Open,High,Low,Close,Tickvol,Volume,Spread'];
  const monday = Date.UTC(2021, 0, 11);
  let price = 120_000;
  for (let day = 0; day < 12; day += 1) {
    if (day % 7 > 4) continue;
    const quarters = day % 7 === 4 ? 88 : 96;
    for (let quarter = 0; quarter < quarters; quarter += 1) {
      const open = price;
      price += quarter % 12 < 7 ? 20 : -25;
      const [high, low] = [Math.max(open, price) + 5, Math.min(open, price) - 5];
      const time = new Date(monday + day * DAY_MS + quarter * 15 * MINUTE_MS).toISOString();
      const stamp = time.slice(0, 19).replaceAll('-', '.').replace('T', ' ');
      const prices = [open, high, low, price].map((points) => (points / 100_000).toFixed(5));
      rows.push(`${stamp},${prices.join(',')},${quarter + 1},${quarter + 0.25},0`);
    }
  }
  return `${rows.join('\n')}\n`;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'analyze-'));
  file = join(folder, 'EURUSD_M15.csv');
  writeFileSync(file, sawTooth());
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the events', () => {
  test('come one a line, in the order in which they became known, and a summary apart', () => {
    const { code, out, err } = analyze(file, ...KNOWN, '--timeframe', 'M15');
    expect(code, err).toBe(0);
    const events = eventsIn(out);
    expect(events.length).toBeGreaterThan(100);
    events.forEach((event, at) => {
      expect(event.id).toBe(at + 1);
      expect(event.confirmedAt).toBeGreaterThanOrEqual(Math.max(event.index, events[at - 1]?.confirmedAt ?? 0));
      expect(event.level === undefined).toBe(event.top !== undefined);
      expect(event.top === undefined).toBe(event.bottom === undefined);
      if (event.ref !== undefined) expect(event.ref).toBeLessThan(event.id);
    });
    // The first top, after 7 rising bars, is the bar of 01:30; two lower bars close at 02:15.
    expect(events.find(({ kind }) => kind === 'swing-high')).toEqual({
      id: 1,
      kind: 'swing-high',
      direction: 'bearish',
      index: 6,
      confirmedAt: 8,
      time: '2021-01-11T01:30:00Z',
      confirmedTime: '2021-01-11T02:15:00Z',
      level: 1.20145,
      scope: 'internal',
      timeframe: 'M15',
    });
    const tops = events.filter(({ kind }) => kind === 'swing-high').length;
    expect(err).toMatch(new RegExp(`\\n  swing-high +${tops}\\n`));
    expect(err).toContain('EURUSD: 944 M15 bars\nM15: 944 closed bars');
  });

  test('are the same bytes again, on the standard output or in a file', () => {
    const first = analyze(file, ...KNOWN, '--timeframe', 'H1', '--timeframe', 'M15');
    const second = analyze(file, ...KNOWN, '--timeframe', 'M15,H1', '--json', join(folder, 'e.json'));
    expect(second.out).toBe('');
    expect(readFileSync(join(folder, 'e.json'), 'utf8')).toBe(first.out);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('of a coarser timeframe are known only when its bar has closed', () => {
    const { out, err } = analyze(file, ...KNOWN, '--timeframe', 'M15', '--timeframe', 'H4');
    const events = eventsIn(out);
    const coarse = events.filter(({ timeframe }) => timeframe === 'H4');
    expect(coarse.length).toBeGreaterThan(20);
    for (const { confirmedTime } of coarse) {
      // In January the server reads UTC+2, so its four-hour bars end at 02:00, 06:00 … UTC.
      const sinceOne = (Date.parse(confirmedTime) - 2 * HOUR_MS) % (4 * HOUR_MS);
      // Friday's last base bar opens at 21:45: that bar ends with it, at 22:00.
      expect(sinceOne, confirmedTime).toBe(0);
    }
    const known = events.map(({ confirmedTime }) => confirmedTime);
    expect(known).toEqual(known.toSorted());
    const only = analyze(file, ...KNOWN, '--timeframe', 'H4').out;
    expect(eventsIn(only)).toEqual(coarse);
    expect(err).toContain('H4: ');
  });

  test('of a prefix of a file are the first of the whole', () => {
    const lines = readFileSync(file, 'utf8').split('\n');
    const shorter = join(folder, 'shorter.csv');
    writeFileSync(shorter, `${lines.slice(0, 701).join('\n')}\n`);
    const whole = analyze(file, ...KNOWN, '--timeframe', 'M15', '--timeframe', 'H1').out;
    const prefix = analyze(shorter, ...KNOWN, '--timeframe', 'M15', '--timeframe', 'H1').out;
    expect(prefix.length).toBeGreaterThan(10_000);
    expect(whole.startsWith(prefix)).toBe(true);
  });

  test('are refused for a finer timeframe, an unknown symbol and a place that cannot be written', () => {
    const finer = analyze(file, ...KNOWN, '--timeframe', 'M5');
    expect([finer.code, finer.err]).toEqual([
      2,
      'kimi-agent: --timeframe M5: the files hold M15 bars; it cannot be finer.\n',
    ]);
    expect(analyze(file, '--symbol', 'NOSUCH', '--clock', 'utc').code).toBe(2);
    const nowhere = analyze(file, ...KNOWN, '--json', join(folder, 'no', 'such', 'events.json'));
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain('cannot be written (ENOENT)');
  });
});

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

describe('reference mode', () => {
  const reference = (target: string, ...more: readonly string[]): Ran =>
    analyze(file, ...KNOWN, '--reference', target, ...more);
  const read = (target: string, name: string): string =>
    readFileSync(join(target, name), 'utf8');

  test('writes all files into a new folder, on the wall clock of the file', () => {
    const target = join(folder, 'new', 'tables');
    const { code, err } = analyze(file, '--symbol', 'EURUSD', '--clock', 'utc+5', '--reference', target);
    expect(code, err).toBe(0);
    expect(err).toContain('11 files of 944 rows');
    expect(err).toContain('volume is the column volume');
    expect(readdirSync(target).toSorted()).toEqual(Object.keys(FIXTURES).toSorted());
    const sessions = read(target, 'sessions.csv').trim().split('\n');
    expect(sessions).toHaveLength(945);
    // London is 07:00 to 16:00 whatever zone the file's clock is of: rows 28 to 64.
    expect(sessions.slice(1, 97).map((line) => line[0]).join('')).toBe(
      `${'0'.repeat(28)}${'1'.repeat(37)}${'0'.repeat(31)}`,
    );
    expect(readdirSync(join(folder, 'new'))).toEqual(['tables']);
  });

  test('reads the column Volume, in full precision, and not the tick volume', () => {
    const target = join(folder, 'volume');
    reference(target, '--swing-length', '2');
    const blocks = read(target, 'ob.csv').trim().split('\n').slice(1);
    const volumes = blocks.flatMap((line) => (line.startsWith(',') ? [] : [Number(line.split(',')[3])]));
    expect(volumes.length).toBeGreaterThan(0);
    // Three bars of q + 0.25 each: a sum that ends in .75.
    for (const volume of volumes) expect(volume % 1).toBe(0.75);
  });

  test('takes its parameters', () => {
    const target = join(folder, 'parameters');
    const { code, err } = reference(
      target,
      ...['--swing-length', '3', '--close-break', 'false', '--close-mitigation', 'true'],
      ...['--session', 'Custom', '--session-start', '00:00', '--session-end', '00:15'],
      ...['--previous', '1h', '--range-percent', '0.05'],
    );
    expect(code, err).toBe(0);
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

  test('refuses rows out of order, ticks of a session and options that do not go together', () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const swapped = join(folder, 'swapped.csv');
    writeFileSync(swapped, [...lines.slice(0, 3), lines[5], lines[4], ...lines.slice(6)].join('\n'));
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
    expect(code, err).toBe(0);
    for (const [name, theirs] of Object.entries(FIXTURES)) {
      const wanted = readFileSync(join(EURUSD, theirs), 'utf8').replaceAll('\r\n', '\n');
      const isSame = read(target, name) === wanted;
      expect(isSame, name).toBe(true);
    }
  });
});
