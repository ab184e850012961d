import { editDistance } from '../market/nearest-name.ts';

const MOST = 3;
/** Counts for more than any difference of time. */
const OTHER_PART = 1e14;

/** The ids that were most probably meant: of the same market, side and timeframe, nearest in time. */
export function nearestSignals(wanted: string, ids: readonly string[]): readonly string[] {
  const distance = distanceTo(wanted);
  return ids
    .map((id) => ({ id, away: distance(id) }))
    .toSorted((left, right) => left.away - right.away)
    .slice(0, MOST)
    .map(({ id }) => id);
}

function distanceTo(wanted: string): (id: string) => number {
  const parts = wanted.split(':');
  const time = Number(parts[3]);
  if (parts.length !== 5 || !Number.isFinite(time)) return (id) => editDistance(wanted, id);
  return (id) => {
    const other = id.split(':');
    let away = Math.abs(Number(other[3]) - time);
    for (const at of [0, 1, 2, 4]) if (other[at] !== parts[at]) away += OTHER_PART;
    return away;
  };
}
