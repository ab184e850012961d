import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Seconds that `work` took. */
export function secondsOf(work: () => unknown): number {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1000;
}

/** The median of `runs` runs: one disturbed by something else on the machine does not count. */
export function medianSeconds(runs: number, work: () => unknown): number {
  return median(Array.from({ length: runs }, () => secondsOf(work)));
}

export function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values), 0.5);
}

/** The value below which the share `at` of all values lies; sorts them in place. */
export function quantile(values: Float64Array, at: number): number {
  values.sort();
  return values[Math.min(values.length - 1, Math.floor(at * values.length))] ?? Number.NaN;
}

/** Microseconds of each of `calls` calls; what the clock itself costs, about 0.05, is in them. */
export function microsecondsOfEach(calls: number, work: (call: number) => unknown): Float64Array {
  const taken = new Float64Array(calls);
  for (let call = 0; call < calls; call += 1) {
    const begun = performance.now();
    work(call);
    taken[call] = (performance.now() - begun) * 1000;
  }
  return taken;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of live JavaScript objects and typed arrays, after collecting what is dead. */
export function liveBytes(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
