import type { SeededRandom } from '../../brokers/simulated/seeded-random.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import type { AskedCertificate } from './certificate.ts';
import type { AskedHistory, CertifiedEvent } from './certified-subject.ts';
import type { Difference, Tally } from './tally.ts';
import { CALM_BARS, countBefore } from './warm-start.ts';

/**
 * Begins at random bars with exactly the history that is asked for, and compares the decisions of the
 * next {@link CALM_BARS} bars with those of the run over the whole file.
 */
export function checkAskedHistory(
  asks: AskedHistory,
  bars: BarSeries,
  events: readonly CertifiedEvent[],
  samples: number,
  random: SeededRandom,
  tally: Tally,
): AskedCertificate {
  const { group, words, spanBars } = asks;
  const own = events.filter((event) => event.group === group);
  const room = bars.length - spanBars;
  // With less room than that the samples would all begin at nearly the same bar.
  if (room < 2 * CALM_BARS) {
    return { group, words, checks: 0, violations: 0, verdict: 'file too short' };
  }
  for (let sample = 0; sample < samples; sample += 1) {
    const at = spanBars + Math.floor(random.uniform() * room);
    const to = Math.min(bars.length, at + CALM_BARS);
    const decided = asks.runFrom(bars, at, to).filter((event) => event.group === group);
    const whole = own.slice(countBefore(own, at), countBefore(own, to));
    const difference = firstUnlike(whole, decided);
    const bar = Math.min(
      difference?.whole?.confirmedAt ?? Infinity,
      difference?.instead?.confirmedAt ?? Infinity,
    );
    tally.add(bars, difference === undefined ? at : bar + 1, difference);
  }
  const counted = tally.countOf(group);
  const verdict = counted.violations === 0 ? 'holds' : 'violated';
  return { group, words, ...counted, verdict };
}

function firstUnlike(
  whole: readonly CertifiedEvent[],
  instead: readonly CertifiedEvent[],
): Difference | undefined {
  for (let at = 0; at < Math.max(whole.length, instead.length); at += 1) {
    const [one, other] = [whole[at], instead[at]];
    const isAlike =
      one !== undefined &&
      other !== undefined &&
      one.confirmedAt === other.confirmedAt &&
      one.saysSame(other);
    if (!isAlike) return { whole: one, instead: other };
  }
  return undefined;
}
