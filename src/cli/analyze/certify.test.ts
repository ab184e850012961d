import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Certificate } from '../../evidence/certify/certificate.ts';
import { folderWithBars, kimiAgent, PATIENCE } from './analyze-fixture.ts';

const { folder, file } = folderWithBars();
const KNOWN = ['--symbol', 'EURUSD', '--clock', 'utc'];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Buys at every seventh bar since it was built, and keeps no count of them over a restart. */
const COUNTER = `
export const strategy = ({ account, instrument }) => {
  let bars = 0;
  return {
    timeframes: ['M15'], historyBars: [1], confirmed: [],
    snapshot: () => ({}), restore: () => {},
    onBar: ({ bar, closedAt: time, timeframe }) => {
      bars += 1;
      if (bars % 7 > 0) return [];
      const { symbol, pip } = instrument;
      const { close } = bar;
      return [{ signal: {
        id: [account, symbol, timeframe, bar.time, 'buy'].join(':'),
        symbol, timeframe, side: 'buy', time,
        entry: { kind: 'market', price: close },
        stopLoss: close - 20 * pip, takeProfit: close + 40 * pip,
        confidence: 0.9, gates: [], score: [],
      } }];
    },
  };
};`;

describe('certify', PATIENCE, () => {
  test('prints a table, keeps the certificate and ends well where nothing is violated', () => {
    const kept = join(folder, 'certificate.json');
    const { code, out } = kimiAgent('certify', file, ...KNOWN, '--samples', '10', '--json', kept);
    expect({ code, words: code === 0 ? '' : out }).toEqual({ code: 0, words: '' });
    expect(out).toContain('SMC strategy on EURUSD: 944 M15 bars, seed 1, cut at 10 random bars');
    expect(out).toMatch(/M15 swings +│ \d+ +│ \d+ hold +│ \d+ hold +│ \d+ hold/);
    expect(out).toContain('the file is too short to tell');
    expect(out).toContain('No violation');
    const { violations, groups } = JSON.parse(readFileSync(kept, 'utf8')) as Certificate;
    expect(violations).toEqual([]);
    // Eleven groups of detectors of H4, H1 and M15, and the signals.
    expect(groups).toHaveLength(3 * 11 + 1);
  });

  test('tries a strategy of your own, and finds what its snapshot forgets', () => {
    const example = join(import.meta.dirname, '../../../examples/strategies/sma-cross.ts');
    const held = kimiAgent('certify', file, ...KNOWN, '--samples', '20', '--strategy', example);
    expect({ code: held.code, err: held.err }).toEqual({ code: 0, err: '' });
    expect(held.out).toMatch(/M15 signals +│ \d+ +│ \d+ hold +│ \d+ hold +│ \d+ hold/);

    const forgetful = join(folder, 'forgetful.ts');
    writeFileSync(forgetful, COUNTER);
    const lost = kimiAgent('certify', file, ...KNOWN, '--samples', '20', '--strategy', forgetful);
    expect(lost.code).toBe(1);
    expect(lost.out).toContain('restore');

    const nameless = join(folder, 'nameless.ts');
    writeFileSync(nameless, COUNTER.replace('bar.time', '1'));
    expect(kimiAgent('certify', file, ...KNOWN, '--strategy', nameless)).toMatchObject({
      code: 2,
      err: expect.stringContaining('a candidate of the strategy is called certify:EURUSD'),
    });

    const both = [...KNOWN, '--strategy', example, '--timeframe', 'M15'];
    expect(kimiAgent('certify', file, ...both)).toMatchObject({
      code: 2,
      err: expect.stringContaining('names its timeframes itself'),
    });
  });

  test('refuses too few bars and a finer timeframe than the file has', () => {
    const short = join(folder, 'short.csv');
    writeFileSync(short, readFileSync(file, 'utf8').split('\n').slice(0, 41).join('\n'));
    const few = kimiAgent('certify', short, ...KNOWN);
    expect([few.code, few.err]).toEqual([
      2,
      'kimi-agent: The files hold 40 bars; 100 or more can be certified.\n',
    ]);
    const finer = kimiAgent('certify', file, ...KNOWN, '--timeframe', 'M5');
    expect(finer.code).toBe(2);
    expect(finer.err).toContain('it cannot be finer');
  });
});
