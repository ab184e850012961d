import { BarSeries } from '../market/bar-series.ts';
import type { UtcMs } from '../market/units.ts';
import { failure, success, type Outcome } from './data-problem.ts';
import { describeWall } from './duplicate-rows.ts';
import type { CrossedPolicy } from './import-options.ts';

export interface SidedBars {
  readonly bid: BarSeries;
  readonly ask: BarSeries;
  readonly crossed: number;
}

/**
 * States the spread of each bar that has both sides: the wider of its first and its last quote, the
 * two that belong to one moment each, so that no fill is made cheaper than what was quoted. Counts
 * bars with an ask below its bid and treats them as `policy` says.
 */
export function stateSpreads(
  bid: BarSeries,
  ask: BarSeries,
  point: number,
  policy: CrossedPolicy,
  placeOf: (time: UtcMs) => { readonly file: string; readonly line: number | undefined },
): Outcome<SidedBars> {
  const kept = { bid: bid, ask: ask };
  if (policy === 'drop') {
    kept.bid = new BarSeries(bid.length + 1);
    kept.ask = new BarSeries(bid.length + 1);
  }
  let crossed = 0;
  for (let row = 0; row < bid.length; row += 1) {
    const isCrossed = isCrossedAt(bid, ask, row);
    if (isCrossed) {
      crossed += 1;
      if (policy === 'refuse') {
        const time = describeWall(bid.time[row] as number);
        const reason = `an ask of the bar of ${time} UTC is below its bid`;
        const mend =
          'Correct the bar, or leave such bars out: kimi-agent data import FILE… --crossed drop';
        const { file, line } = placeOf(bid.time[row] as UtcMs);
        return failure('crossed-quotes', file, line, reason, mend);
      }
    }
    const first = (ask.open[row] as number) - (bid.open[row] as number);
    const last = (ask.close[row] as number) - (bid.close[row] as number);
    bid.spread[row] = Math.round((Math.max(0, first, last) / point) * 10) / 10;
    if (policy === 'drop' && !isCrossed) {
      kept.bid.push(bid.at(row));
      kept.ask.push(ask.at(row));
    }
  }
  return success({ ...kept, crossed });
}

function isCrossedAt(bid: BarSeries, ask: BarSeries, row: number): boolean {
  return (
    (ask.open[row] as number) < (bid.open[row] as number) ||
    (ask.high[row] as number) < (bid.high[row] as number) ||
    (ask.low[row] as number) < (bid.low[row] as number) ||
    (ask.close[row] as number) < (bid.close[row] as number)
  );
}
