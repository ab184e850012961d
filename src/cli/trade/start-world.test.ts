import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { SymbolName } from '../../market/units.ts';
import { GeneratedFeed } from '../../runtime/simulated/generated-feed.ts';
import { MarketFile } from '../../runtime/simulated/market-file.ts';
import { type ReplayedBars, writeReplay } from '../../runtime/simulated/replay-file.ts';
import { youngStore } from '../../runtime/test/young-account.ts';
import { CommandError } from '../exit-codes.ts';
import { mustBeSameWorld, mustHaveTerminal, replayOf, seedOf } from './start-world.ts';

const folders: string[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kimi-world-'));
  folders.push(folder);
});
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

const REPLAY: ReplayedBars = {
  version: 1,
  symbol: 'EURUSD' as SymbolName,
  clock: 'utc',
  files: [{ name: 'a.csv', sha256: 'aa' }],
};

function beginMarket(seed: number): void {
  const feed = new GeneratedFeed(seed, ['EURUSD' as SymbolName], youngStore());
  MarketFile.begin(folder, seed, feed.checkpoint());
}

describe('trading on paper', () => {
  it('is refused where no account has a terminal to take quotes from', () => {
    const simulated = { name: 'main', mode: 'simulated' } as const;
    const demo = { name: 'demo', mode: 'demo' } as const;
    expect(() => mustHaveTerminal({ paper: true }, [simulated])).toThrow(
      '--paper takes the quotes of a terminal, and no account has one: all are simulated.',
    );
    expect(() => mustHaveTerminal({ paper: true }, [simulated, demo])).not.toThrow();
    expect(() => mustHaveTerminal({}, [simulated])).not.toThrow();
  });
});

describe('a folder keeps the world it was begun in', () => {
  it('takes any in the beginning', () => {
    expect(() => mustBeSameWorld(folder, undefined)).not.toThrow();
    expect(() => mustBeSameWorld(folder, REPLAY)).not.toThrow();
    expect(seedOf({ speed: 60 }, folder)).toBe(1);
    expect(seedOf({ speed: 60, seed: 7 }, folder)).toBe(7);
  });

  it('goes on with its seed and with no other, and replays nothing', () => {
    beginMarket(7);
    expect(seedOf({ speed: 60 }, folder)).toBe(7);
    expect(seedOf({ speed: 60, seed: 7 }, folder)).toBe(7);
    expect(() => seedOf({ speed: 60, seed: 8 }, folder)).toThrow('of seed 7, not 8');
    expect(() => mustBeSameWorld(folder, undefined)).not.toThrow();
    expect(() => mustBeSameWorld(folder, REPLAY)).toThrow(CommandError);
    expect(() => mustBeSameWorld(folder, REPLAY)).toThrow('simulated market of seed 7');
  });

  it('goes on with the bars it replays and with no others', () => {
    writeReplay(folder, REPLAY);
    expect(() => mustBeSameWorld(folder, { ...REPLAY })).not.toThrow();
    expect(() => mustBeSameWorld(folder, { ...REPLAY, clock: 'utc+1' })).toThrow('other bars');
    expect(() => mustBeSameWorld(folder, undefined)).toThrow('replays EURUSD from a.csv');
  });

  it('lets the account itself say that its file is broken', () => {
    writeFileSync(join(folder, 'simulated-market.json'), '{"version": 1, "se');
    expect(() => mustBeSameWorld(folder, undefined)).not.toThrow();
    expect(seedOf({ speed: 60, seed: 3 }, folder)).toBe(3);
    expect(() => MarketFile.open(folder)).toThrow('simulated-market.json is broken');
  });
});

it('a replay says what its files are', () => {
  expect(replayOf({ speed: 60 })).toBeUndefined();
  expect(() => replayOf({ speed: 60, data: ['a.csv'], symbol: 'EURUSD' })).toThrow('--clock RULE');
  expect(() => replayOf({ speed: 60, data: ['a.csv'], clock: 'utc' })).toThrow('--symbol');
  const known = { speed: 60, data: ['a.csv'], symbol: 'EURUSD', clock: 'utc' };
  expect(replayOf(known)).toEqual({
    files: ['a.csv'],
    symbol: 'EURUSD',
    clock: 'utc',
    trustClock: false,
  });
});
