import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../market/units.ts';
import { folderWithBars, kimiAgent, PATIENCE, type Ran } from './analyze-fixture.ts';

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

const { folder, file } = folderWithBars();
const KNOWN = ['--symbol', 'EURUSD', '--clock', 'utc'];
const analyze = (...args: readonly string[]): Ran => kimiAgent('analyze', ...args);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the events', PATIENCE, () => {
  test('come one a line, in the order in which they became known, and a summary apart', () => {
    const { code, out, err } = analyze(file, ...KNOWN, '--timeframe', 'M15');
    expect({ code, words: code === 0 ? '' : err }).toEqual({ code: 0, words: '' });
    const events = eventsIn(out);
    expect(events.length).toBeGreaterThan(100);
    events.forEach((event, at) => {
      expect(event.id).toBe(at + 1);
      expect(event.confirmedAt).toBeGreaterThanOrEqual(
        Math.max(event.index, events[at - 1]?.confirmedAt ?? 0),
      );
      expect(event.level === undefined).toBe(event.top !== undefined);
      expect(event.top === undefined).toBe(event.bottom === undefined);
      expect(event.ref ?? 0).toBeLessThan(event.id);
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
    const second = analyze(
      file,
      ...KNOWN,
      '--timeframe',
      'M15,H1',
      '--json',
      join(folder, 'e.json'),
    );
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
      // In January the server reads UTC+2, so its four-hour bars end at 02:00, 06:00 … 22:00 UTC.
      const pastClose = (Date.parse(confirmedTime) - 2 * HOUR_MS) % (4 * HOUR_MS);
      expect({ confirmedTime, pastClose }).toEqual({ confirmedTime, pastClose: 0 });
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
