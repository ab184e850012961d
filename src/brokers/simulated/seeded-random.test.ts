import { expect, test } from 'vitest';
import { SeededRandom, streamOf } from './seeded-random.ts';

test('gives the numbers of the published xoshiro128** for a known state', () => {
  // State 1, 2, 3, 4, worked out step by step: rotl(s1 * 5, 7) * 9 and so on.
  const random = SeededRandom.restore([1, 2, 3, 4]);
  const words = Array.from({ length: 4 }, () => random.next() >>> 0);
  expect(words).toEqual(reference([1n, 2n, 3n, 4n], 4));
  expect(words.slice(0, 2)).toEqual([11_520, 0]);
});

/** The algorithm as the paper states it, in whole numbers without a word size. */
function reference(state: [bigint, bigint, bigint, bigint], count: number): number[] {
  const mask = 0xffffffffn;
  const rotl = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & mask;
  const words: number[] = [];
  for (let index = 0; index < count; index += 1) {
    words.push(Number((rotl((state[1] * 5n) & mask, 7n) * 9n) & mask));
    const t = (state[1] << 9n) & mask;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotl(state[3], 11n);
  }
  return words;
}

test('goes on from a snapshot, and seeds and streams differ', () => {
  const random = new SeededRandom(42);
  random.next();
  const copy = SeededRandom.restore(random.snapshot());
  expect([copy.next(), copy.uniform(), copy.normalish()]).toEqual([
    random.next(),
    random.uniform(),
    random.normalish(),
  ]);
  const firsts = new Set<number>();
  for (let seed = 0; seed < 200; seed += 1) {
    firsts.add(new SeededRandom(seed).next());
    firsts.add(new SeededRandom(seed, streamOf('EURUSD')).next());
  }
  expect(firsts.size).toBe(400);
});

test('uniform, integer and normalish have the moments they claim', () => {
  const random = new SeededRandom(7);
  const count = 200_000;
  let sum = 0;
  let square = 0;
  let cube = 0;
  let uniform = 0;
  let most = 0;
  const buckets = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < count; index += 1) {
    const draw = random.normalish();
    sum += draw;
    square += draw * draw;
    cube += draw * draw * draw;
    most = Math.max(most, Math.abs(draw));
    uniform += random.uniform();
    const bucket = random.integer(10);
    buckets[bucket] = (buckets[bucket] as number) + 1;
  }
  const error = 1 / Math.sqrt(count);
  expect(Math.abs(sum / count)).toBeLessThan(4 * error);
  expect(Math.abs(square / count - 1)).toBeLessThan(6 * error);
  expect(Math.abs(cube / count)).toBeLessThan(16 * error);
  expect(most).toBeLessThan(3.4642);
  expect(Math.abs(uniform / count - 0.5)).toBeLessThan(1.2 * error);
  for (const bucket of buckets) expect(Math.abs(bucket - 20_000)).toBeLessThan(4 * 134.2);
});
