import { clockRule, type ClockRule } from '../market/clock-rule.ts';
import type { Instrument } from '../market/instrument.ts';
import { neverCloses } from '../market/trading-week.ts';
import { HOUR_MS } from '../market/units.ts';
import type { DataProblem } from './data-problem.ts';
import { weighClock, type ClockEvidence, type Weekend } from './weekends.ts';

/** Rules that a source may follow, those first that a tie should be decided for. */
const CANDIDATE_NAMES: readonly string[] = [
  'eet-eu',
  'eet-us',
  'utc',
  'Europe/London',
  'America/New_York',
  'histdata',
  'ejtrader',
  ...fixedOffsets(),
  'utc+5:30',
  'Europe/Berlin',
  'America/Chicago',
  'Australia/Sydney',
];
/** With fewer weekends nothing can be said. */
const FEWEST_WEEKENDS = 2;
/** So many more closes make another rule the better one; one may be a holiday's accident. */
const CLEARLY_MORE = 2;
const MOST = 1 / 2;

/** What the weekends of a source say about the clock it was given. */
export interface ClockVerdict {
  readonly given: ClockEvidence;
  /** All candidates, the best first: by closes, then by openings, then as they are usual. */
  readonly ranked: readonly ClockEvidence[];
  /** Set when the weekends contradict the rule. */
  readonly contradiction: DataProblem | undefined;
  /** Set when they cannot confirm it. */
  readonly doubt: DataProblem | undefined;
}

/** The candidates by how well the weekends fit them, the best first. */
function rankClocks(
  weekends: readonly Weekend[],
  barMs: number,
  instrument: Instrument,
): ClockEvidence[] {
  return CANDIDATE_NAMES.map((name) =>
    weighClock(clockRule(name), weekends, barMs, instrument.week),
  ).sort((a, b) => b.closesRight - a.closesRight || b.opensRight - a.opensRight);
}

export function judgeClock(
  rule: ClockRule,
  weekends: readonly Weekend[],
  barMs: number,
  instrument: Instrument,
  file: string,
): ClockVerdict {
  if (neverCloses(instrument.week)) {
    const given = { rule: rule.name, weekends: 0, closesRight: 0, opensRight: 0, opensHidden: 0 };
    const reason = `${instrument.symbol} never closes, so its weeks say nothing about the clock`;
    return { given, ranked: [], contradiction: undefined, doubt: doubt(file, reason) };
  }
  const given = weighClock(rule, weekends, barMs, instrument.week);
  const ranked = rankClocks(weekends, barMs, instrument);
  const contradiction = contradictionOf(given, ranked[0] ?? given, instrument, file);
  return {
    given,
    ranked,
    contradiction,
    doubt: contradiction ? undefined : doubtOf(given, ranked, barMs, file),
  };
}

/** `closes right in 50 of 51 weeks and opens right in 46`. */
export function describeEvidence(evidence: ClockEvidence): string {
  const hidden =
    evidence.opensHidden > 0 ? `, ${evidence.opensHidden} begin at Monday's midnight` : '';
  return (
    `closes right in ${evidence.closesRight} of ${evidence.weekends} weeks ` +
    `and opens right in ${evidence.opensRight}${hidden}`
  );
}

function contradictionOf(
  given: ClockEvidence,
  best: ClockEvidence,
  instrument: Instrument,
  file: string,
): DataProblem | undefined {
  const { weekends, closesRight } = given;
  if (weekends < FEWEST_WEEKENDS) return undefined;
  const isBeaten = best.closesRight - closesRight >= CLEARLY_MORE;
  if (closesRight >= weekends * MOST && !isBeaten) return undefined;
  const wrong = `the weeks of ${instrument.symbol} contradict the clock ${given.rule}`;
  const overrule = '--trust-clock to overrule this check';
  if (!isBeaten) {
    const reason =
      `${wrong}, first the week that ends here: it closes right in ${closesRight} of ${weekends} ` +
      'weeks, and no other rule fits better';
    const mend = `Check symbol and source, or use ${overrule}`;
    return { file, line: undefined, kind: 'wrong-clock', reason, mend };
  }
  const reason =
    `${wrong}, first the week that ends here: ${best.rule} closes right in ${best.closesRight} of ` +
    `${weekends} weeks, not ${closesRight}`;
  const mend = `Use --clock ${best.rule}, or ${overrule}`;
  return { file, line: undefined, kind: 'wrong-clock', reason, mend };
}

function doubtOf(
  given: ClockEvidence,
  ranked: readonly ClockEvidence[],
  barMs: number,
  file: string,
): DataProblem | undefined {
  const { weekends, opensRight, opensHidden } = given;
  if (weekends < FEWEST_WEEKENDS) {
    const count = weekends === 1 ? 'only one weekend' : 'no weekend';
    const wrong = weekends === 1 && given.closesRight === 0 ? ', which it closes wrongly' : '';
    return doubt(file, `it holds ${count}${wrong}: the clock ${given.rule} could not be checked`);
  }
  const equals = ranked.filter((other) => other.closesRight >= given.closesRight);
  if (barMs > HOUR_MS && equals.length > 1) {
    const names = equals
      .slice(0, 4)
      .map((other) => other.rule)
      .join(', ');
    return doubt(file, `its bars are too long to tell ${given.rule} from other clocks (${names})`);
  }
  const judged = weekends - opensHidden;
  if (opensRight < judged * MOST) {
    const hidden =
      opensHidden > 0 ? ` (${opensHidden} more begin at Monday's midnight and tell nothing)` : '';
    const reason = `under the clock ${given.rule} its weeks open right in only ${opensRight} of ${judged}${hidden}`;
    return doubt(file, reason);
  }
  return undefined;
}

function doubt(file: string, reason: string): DataProblem {
  const mend = 'Make sure of the clock by another way, such as the minute of a news release';
  return { file, line: undefined, kind: 'unchecked-clock', reason, mend };
}

function fixedOffsets(): string[] {
  const names: string[] = [];
  for (let hours = -12; hours <= 14; hours += 1) {
    if (hours !== 0) names.push(`utc${hours < 0 ? '-' : '+'}${Math.abs(hours)}`);
  }
  return names;
}
