import {
  copyRows,
  emptyTable,
  rowFrom,
  rowsBetween,
  sameRow,
  timeAt,
  type Table,
} from './table.ts';

export interface Merged {
  readonly rows: Table;
  /** Rows of the newcomer at instants the stored ones did not have. */
  readonly added: number;
  /** Rows that were there already, the same. */
  readonly identical: number;
  /** Rows of stored instants that gave way to the newcomer's. */
  readonly replaced: number;
  /** The first instant at which the two differ; undefined when they nowhere do. */
  readonly conflict: number | undefined;
}

/**
 * Lays new rows over stored ones. The rows of one instant (one bar, or one or several ticks) belong
 * together: where both sides hold the instant they are the same and kept once, or in conflict and
 * the newcomer's are taken. Instants that only one side holds are kept.
 */
export function mergeRows(stored: Table, incoming: Table): Merged {
  const rows = emptyTable(incoming, stored.length + incoming.length);
  let length = 0;
  const take = (from: Table, row: number, end: number): void => {
    copyRows(from, row, end - row, rows, length);
    length += end - row;
  };
  let added = 0;
  let identical = 0;
  let replaced = 0;
  let conflict: number | undefined;
  let old = 0;
  let fresh = 0;
  while (old < stored.length || fresh < incoming.length) {
    const oldTime = old < stored.length ? timeAt(stored, old) : Infinity;
    const freshTime = fresh < incoming.length ? timeAt(incoming, fresh) : Infinity;
    if (oldTime < freshTime) {
      const end = rowFrom(stored, freshTime);
      take(stored, old, end);
      old = end;
      continue;
    }
    if (freshTime < oldTime) {
      const end = rowFrom(incoming, oldTime);
      take(incoming, fresh, end);
      added += end - fresh;
      fresh = end;
      continue;
    }
    const oldEnd = endOfInstant(stored, old);
    const freshEnd = endOfInstant(incoming, fresh);
    take(incoming, fresh, freshEnd);
    if (sameRows(stored, old, oldEnd, incoming, fresh, freshEnd)) identical += freshEnd - fresh;
    else {
      replaced += oldEnd - old;
      conflict ??= freshTime;
    }
    old = oldEnd;
    fresh = freshEnd;
  }
  return { rows: rowsBetween(rows, 0, length), added, identical, replaced, conflict };
}

/** The first row after those of the instant at `row`. */
function endOfInstant(table: Table, row: number): number {
  const time = timeAt(table, row);
  let end = row + 1;
  while (end < table.length && timeAt(table, end) === time) end += 1;
  return end;
}

function sameRows(
  a: Table,
  fromA: number,
  endA: number,
  b: Table,
  fromB: number,
  endB: number,
): boolean {
  if (endA - fromA !== endB - fromB) return false;
  for (let step = 0; step < endA - fromA; step += 1) {
    if (!sameRow(a, fromA + step, b, fromB + step)) return false;
  }
  return true;
}
