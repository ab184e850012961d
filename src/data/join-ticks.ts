import type { ClockRule } from '../market/clock-rule.ts';
import { failure, success, type Outcome } from './data-problem.ts';
import { describeWall } from './duplicate-rows.ts';
import type { CrossedPolicy } from './import-options.ts';
import { LONG_SILENCE, type Silence } from './join-bars.ts';
import type { ParsedFile } from './parsed-file.ts';
import { TickSeries } from './tick-series.ts';
import { WallToUtc } from './wall-to-utc.ts';

export interface JoinedTicks {
  readonly ticks: TickSeries;
  readonly crossed: number;
  /** Ticks at the same instant as the one before; all are kept, in the order of the file. */
  readonly equalTimes: number;
  readonly silences: readonly Silence[];
}

/** Joins files of ticks in order of time and turns their clock readings into instants. */
export function joinTicks(
  files: readonly ParsedFile[],
  rule: ClockRule,
  crossedPolicy: CrossedPolicy,
): Outcome<JoinedTicks> {
  const filled = files.filter((file) => file.ticks.length > 0);
  const inOrder = filled.toSorted((a, b) => (a.ticks.time[0] ?? 0) - (b.ticks.time[0] ?? 0));
  const ticks = new TickSeries(
    Math.max(
      1,
      inOrder.reduce((sum, one) => sum + one.ticks.length, 0),
    ),
  );
  const silences: Silence[] = [];
  const clock = new WallToUtc(rule);
  let crossed = 0;
  let equalTimes = 0;
  let lastUtc = -Infinity;
  let lastWall = -Infinity;
  for (const file of inOrder) {
    const { time, bid, ask, length } = file.ticks;
    for (let row = 0; row < length; row += 1) {
      const wall = time[row] as number;
      const first = clock.toUtc(wall);
      const utc = first < lastUtc ? clock.laterPass(wall) : first;
      if (utc < lastUtc) {
        const reason = `the tick of ${describeWall(wall)} comes after one of ${describeWall(lastWall)}`;
        const mend = 'Sort the ticks by time; files must not overlap';
        return failure('unordered', file.file, file.lines.at(row), reason, mend);
      }
      if (utc === lastUtc) equalTimes += 1;
      if (wall - lastWall >= LONG_SILENCE && lastWall > 0) {
        silences.push({ lastBar: lastWall, nextBar: wall, endUtc: utc });
      }
      lastUtc = utc;
      lastWall = wall;
      const oneBid = bid[row] as number;
      const oneAsk = ask[row] as number;
      if (oneBid > oneAsk) {
        crossed += 1;
        if (crossedPolicy === 'refuse') {
          const reason = `the bid ${oneBid} is above the ask ${oneAsk}`;
          const mend =
            'Correct the quote, or leave such quotes out: kimi-agent data import FILE… --crossed drop';
          return failure('crossed-quotes', file.file, file.lines.at(row), reason, mend);
        }
        if (crossedPolicy === 'drop') continue;
      }
      ticks.push(utc, oneBid, oneAsk);
    }
  }
  return success({ ticks, crossed, equalTimes, silences });
}
