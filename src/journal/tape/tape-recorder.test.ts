import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emptyAccountState } from '../../agents/account-state.ts';
import { SETTINGS } from '../../agents/test/settings.ts';
import type { UtcMs } from '../../market/units.ts';
import { CHAIN_START } from '../chain.ts';
import { entriesOf, livesIn, type TapeEnd } from './read-tape.ts';
import type { TapeEntry, TapeHead } from './tape-entry.ts';
import { partsIn } from './tape-files.ts';
import { TapeRecorder } from './tape-recorder.ts';

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-tape-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'tape');
}

const HEAD: TapeHead = {
  account: 'main',
  version: '1',
  build: { sources: 's', node: 'n', zoneData: 'z' },
  seq: 0,
  link: CHAIN_START,
  state: emptyAccountState(),
  nextNumber: 1,
  settings: SETTINGS,
  instruments: [],
  asksElsewhere: false,
};

const clock = (time: number): TapeEntry => {
  return { kind: 'event', event: { type: 'clock', time: time as UtcMs } };
};
/** Numbers that do not shrink. */
const clocks = (count: number): TapeEntry[] =>
  Array.from({ length: count }, (_, at) => clock(Math.sin(at) * 1e9));

interface Making {
  readonly mostBytes?: number;
  readonly partBytes?: number;
  readonly end?: boolean;
}

/** Record a life; whatever it tells is an answer. */
async function record(folder: string, entries: readonly TapeEntry[], making: Making = {}) {
  const { mostBytes = 1e9, partBytes, end = true } = making;
  const told: string[] = [];
  const recorder = TapeRecorder.begin(folder, HEAD, {
    mostBytes,
    ...(partBytes === undefined ? {} : { partBytes }),
    tell: (detail) => told.push(detail),
  });
  for (const entry of entries) recorder.put(entry);
  if (end) recorder.end(9);
  else recorder.flush();
  await recorder.settled();
  return told;
}

function read(folder: string, number = 1): { entries: TapeEntry[]; end: TapeEnd } {
  const life = livesIn(folder).lives.find((one) => one.number === number);
  if (!life) throw new Error(`there is no life ${number}`);
  const entries: TapeEntry[] = [];
  const reading = entriesOf(life);
  for (;;) {
    const next = reading.next();
    if (next.done) return { entries, end: next.value };
    entries.push(next.value);
  }
}

const bytesIn = (folder: string): number =>
  partsIn(folder).reduce((sum, one) => sum + one.bytes, 0);

describe('a tape on the disk', { timeout: 30_000 }, () => {
  it('gives back a life, with its head and its end', async () => {
    const folder = scratch();
    expect(await record(folder, clocks(20))).toEqual([]);
    const [life] = livesIn(folder).lives;
    expect(life?.head).toEqual(HEAD);
    expect(read(folder)).toEqual({ entries: clocks(20), end: { kind: 'ended', seq: 9 } });
    expect(statSync(life?.parts[0]?.file ?? '').mode & 0o077).toBe(0);
  });

  it('goes on in parts, packed when they are done', async () => {
    const folder = scratch();
    await record(folder, clocks(50_000), { partBytes: 70_000 });
    const parts = partsIn(folder);
    expect(parts.map(({ part }) => part)).toEqual(parts.map((_, at) => at));
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.slice(0, -1).every(({ isPacked }) => isPacked)).toBe(true);
    expect(read(folder).entries).toEqual(clocks(50_000));
    await record(folder, []);
    expect(partsIn(folder).filter(({ isPacked }) => !isPacked)).toHaveLength(1);
    expect(read(folder).entries).toEqual(clocks(50_000));
  });

  it('that was killed is read to its last whole piece', async () => {
    const folder = scratch();
    await record(folder, clocks(5), { end: false });
    expect(read(folder)).toEqual({ entries: clocks(5), end: { kind: 'open' } });
    const [part] = partsIn(folder);
    const whole = readFileSync(part?.file ?? '');
    writeFileSync(part?.file ?? '', Buffer.concat([whole, Buffer.from([40, 0, 0])]));
    expect(read(folder)).toMatchObject({ entries: clocks(5), end: { kind: 'torn' } });
    writeFileSync(part?.file ?? '', whole.subarray(0, -1));
    expect(read(folder)).toMatchObject({ entries: [], end: { kind: 'torn' } });
  });

  it('names a byte that was changed, wherever it is', async () => {
    const folder = scratch();
    await record(folder, clocks(3));
    const [part] = partsIn(folder);
    const file = part?.file ?? '';
    const whole = readFileSync(file);
    // The pieces behind the first one byte by byte; that one is long.
    for (let at = 0; at < whole.length; at += at < whole.length - 100 ? 29 : 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      const { lives, lost } = livesIn(folder);
      const ends = lives.length > 0 ? read(folder).end.kind : lost[0]?.detail;
      expect(ends, `byte ${at}`).toMatch(/^(damaged|torn)$|was changed|ends in the middle/);
    }
  });

  it('names a part that is missing, packed badly, or of another tape', async () => {
    const folder = scratch();
    await record(folder, clocks(30_000), { partBytes: 70_000 });
    await record(folder, clocks(30_000), { partBytes: 70_000 });
    const parts = partsIn(folder);
    const file = (life: number, at: number): string =>
      parts.find((one) => one.life === life && one.part === at)?.file ?? '';
    const bytes = readFileSync(file(1, 1));
    writeFileSync(file(1, 1), bytes.subarray(0, bytes.length >> 1));
    expect(read(folder).end).toMatchObject({ kind: 'damaged' });
    writeFileSync(file(1, 1), readFileSync(file(2, 1)));
    expect(read(folder).end).toMatchObject({
      detail: expect.stringContaining('than its name says'),
    });
    rmSync(file(1, 1));
    expect(read(folder).end).toEqual({ kind: 'damaged', detail: 'part 1 of the life is missing' });
    rmSync(file(1, 0));
    expect(livesIn(folder).lost).toEqual([{ number: 1, detail: 'its first part is missing' }]);
  });

  it('lets whole lives go, the oldest first, when it has no room', async () => {
    const folder = scratch();
    for (let life = 0; life < 6; life += 1) {
      await record(folder, clocks(8_000), { mostBytes: 400_000 });
      expect(bytesIn(folder)).toBeLessThanOrEqual(400_000);
    }
    const lives = livesIn(folder).lives.map(({ number }) => number);
    expect(lives.length).toBeGreaterThan(1);
    expect(lives.at(-1)).toBe(6);
    expect(lives[0]).toBeGreaterThan(1);
    for (const number of lives) expect(read(folder, number).entries).toHaveLength(8_000);
  });

  it('keeps the beginning of a life that outgrows it, and says that it is full', async () => {
    const folder = scratch();
    const told = await record(folder, clocks(100_000), { mostBytes: 400_000 });
    expect(told).toEqual([expect.stringContaining('retention.tape_mb')]);
    expect(bytesIn(folder)).toBeLessThanOrEqual(400_000 + 70_000);
    const { entries, end } = read(folder);
    expect(end).toEqual({ kind: 'full' });
    expect(entries.length).toBeGreaterThan(10_000);
    expect(entries).toEqual(clocks(entries.length));
  });

  it('that cannot be written is given up, and nothing is thrown', async () => {
    const folder = scratch();
    writeFileSync(folder, 'a file where the folder should be');
    const told = await record(folder, clocks(3));
    expect(told).toEqual([expect.stringContaining('its tape is not recorded')]);
    const other = scratch();
    const words: string[] = [];
    const recorder = TapeRecorder.begin(other, HEAD, {
      mostBytes: 1e9,
      tell: (detail) => words.push(detail),
    });
    recorder.put({ kind: 'event', event: { type: 'command', command: () => 1 } as never });
    recorder.put(clock(1));
    recorder.end(1);
    expect(words).toHaveLength(1);
    expect(read(other)).toEqual({ entries: [], end: { kind: 'open' } });
  });

  it('clears away what a crash left half packed', async () => {
    const folder = scratch();
    await record(folder, clocks(3));
    writeFileSync(join(folder, '000001-0000.tape.gz.new'), 'half');
    await record(folder, clocks(3));
    expect(readdirSync(folder).toSorted()).toEqual(['000001-0000.tape.gz', '000002-0000.tape']);
    expect(existsSync(join(folder, '000001-0000.tape'))).toBe(false);
  });
});
