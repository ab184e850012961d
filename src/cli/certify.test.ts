import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Certificate } from '../evidence/certify/certificate.ts';
import { folderWithBars, kimiAgent, PATIENCE } from './analyze-fixture.ts';

const { folder, file } = folderWithBars();
const KNOWN = ['--symbol', 'EURUSD', '--clock', 'utc'];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
