import { bosChoch, type BosChochTable } from './bos-choch.ts';
import { fvg, type FvgTable } from './fvg.ts';
import { liquidity, type LiquidityTable } from './liquidity.ts';
import { orderBlocks, type OrderBlockTable } from './order-blocks.ts';
import {
  previousHighLow,
  type PreviousHighLowTable,
  type PreviousPeriod,
} from './previous-high-low.ts';
import type { ReferenceBars } from './reference-bars.ts';
import { retracements, type RetracementTable } from './retracements.ts';
import { sessions, type SessionName } from './sessions.ts';
import { swingHighsLows } from './swing-highs-lows.ts';
import { tableCsv } from './table-csv.ts';

/** What the library's functions take, and which periods and session to write. */
export interface ReferenceOptions {
  readonly swingLength: number;
  /** A share of the file's range: 0.01 is one per cent. */
  readonly rangePercent: number;
  readonly closeBreak: boolean;
  readonly closeMitigation: boolean;
  readonly session: SessionName;
  /** Window of the session `Custom`, `HH:MM`. */
  readonly sessionStart?: string;
  readonly sessionEnd?: string;
  readonly previous: readonly PreviousPeriod[];
}

export const DEFAULT_REFERENCE_OPTIONS: ReferenceOptions = {
  swingLength: 5,
  rangePercent: 0.01,
  closeBreak: true,
  closeMitigation: false,
  session: 'London',
  previous: ['4h', '1D', 'W'],
};

/**
 * Every table of the reference library for `bars` as CSV text by file name. `wall` holds each
 * bar's opening time as the file writes it, read as if it were UTC (ms).
 */
export function writeReference(
  bars: ReferenceBars,
  wall: Float64Array,
  options: ReferenceOptions = DEFAULT_REFERENCE_OPTIONS,
): Map<string, string> {
  const swings = swingHighsLows(bars, options.swingLength);
  const files = new Map<string, string>();
  files.set('fvg.csv', fvgCsv(fvg(bars, false)));
  files.set('fvg_consecutive.csv', fvgCsv(fvg(bars, true)));
  files.set('swing_highs_lows.csv', tableCsv(['HighLow', 'Level'], [swings.highLow, swings.level]));
  files.set('bos_choch.csv', bosChochCsv(bosChoch(bars, swings, options.closeBreak)));
  files.set('ob.csv', orderBlocksCsv(orderBlocks(bars, swings, options.closeMitigation)));
  files.set('liquidity.csv', liquidityCsv(liquidity(bars, swings, options.rangePercent)));
  for (const period of options.previous) {
    const table = previousHighLow(bars, wall, period);
    files.set(`previous_high_low_${period}.csv`, previousHighLowCsv(table));
  }
  const { session, sessionStart, sessionEnd } = options;
  const active = sessions(bars, wall, session, sessionStart, sessionEnd);
  files.set(
    'sessions.csv',
    tableCsv(['Active', 'High', 'Low'], [active.active, active.high, active.low]),
  );
  files.set('retracements.csv', retracementsCsv(retracements(bars, swings)));
  return files;
}

function fvgCsv(table: FvgTable): string {
  const { fvg, top, bottom, mitigatedIndex } = table;
  return tableCsv(['FVG', 'Top', 'Bottom', 'MitigatedIndex'], [fvg, top, bottom, mitigatedIndex]);
}

function bosChochCsv(table: BosChochTable): string {
  const { bos, choch, level, brokenIndex } = table;
  return tableCsv(['BOS', 'CHOCH', 'Level', 'BrokenIndex'], [bos, choch, level, brokenIndex]);
}

function orderBlocksCsv(table: OrderBlockTable): string {
  const { ob, top, bottom, obVolume, mitigatedIndex, percentage } = table;
  return tableCsv(
    ['OB', 'Top', 'Bottom', 'OBVolume', 'MitigatedIndex', 'Percentage'],
    [ob, top, bottom, obVolume, mitigatedIndex, percentage],
  );
}

function liquidityCsv(table: LiquidityTable): string {
  const { liquidity, level, end, swept } = table;
  return tableCsv(['Liquidity', 'Level', 'End', 'Swept'], [liquidity, level, end, swept]);
}

function previousHighLowCsv(table: PreviousHighLowTable): string {
  const { previousHigh, previousLow, brokenHigh, brokenLow } = table;
  return tableCsv(
    ['PreviousHigh', 'PreviousLow', 'BrokenHigh', 'BrokenLow'],
    [previousHigh, previousLow, brokenHigh, brokenLow],
  );
}

function retracementsCsv(table: RetracementTable): string {
  return tableCsv(
    ['Direction', 'CurrentRetracement%', 'DeepestRetracement%'],
    [table.direction, table.current, table.deepest],
  );
}
