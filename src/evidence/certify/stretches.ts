import type { SeededRandom } from '../../brokers/simulated/seeded-random.ts';

/** A part of a file that is treated as a series of its own. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Cuts at random bars. */
  readonly cuts: number;
  /** Groups of which cuts right behind an event are made besides. */
  readonly groups: readonly string[];
}

/** Bars that the random prefixes of one certificate may cost. */
const BUDGET_BARS = 800_000;
const STRETCHES = 20;
/** Cuts of the file as a whole where most of them are made in stretches. */
const CUTS_OF_THE_WHOLE = 10;

/**
 * The whole file where its `samples` random prefixes, half its length on average, are affordable. Of a
 * longer one the whole with a few cuts, and stretches at random places with the other ones: what must
 * hold of any series must hold of each of them.
 */
export function stretchesOf(
  bars: number,
  samples: number,
  groups: readonly string[],
  random: SeededRandom,
): readonly Stretch[] {
  const affordable = Math.floor((2 * BUDGET_BARS) / samples);
  if (bars <= affordable) return [{ from: 0, to: bars, cuts: samples, groups }];
  const wholeCuts = Math.min(CUTS_OF_THE_WHOLE, samples);
  const cuts = Math.ceil((samples - wholeCuts) / STRETCHES);
  const parts = Array.from({ length: STRETCHES }, (_, part) => {
    const from = Math.floor(random.uniform() * (bars - affordable));
    const own = groups.filter((_group, at) => at % STRETCHES === part);
    return { from, to: from + affordable, cuts, groups: own };
  });
  return [{ from: 0, to: bars, cuts: wholeCuts, groups: [] }, ...parts];
}
