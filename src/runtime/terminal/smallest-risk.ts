import type { ExaminedSymbol } from '../../api/terminal-view.ts';
import { askTerminal } from '../../brokers/mt5/ask-terminal.ts';
import { calcAnswer } from '../../brokers/mt5/wire/answers.ts';
import type { BarRow } from '../../brokers/mt5/wire/rows.ts';
import type { Specification } from '../../brokers/mt5/wire/specification.ts';
import type { Instrument } from '../../market/instrument.ts';
import { Atr } from '../../smc/atr.ts';
import { PATIENCE_MS, type Examination } from './examination.ts';

/** Of the widest stop that a signal may have: what lies in the middle of those that are taken. */
const USUAL_SHARE = 0.5;

/**
 * What the smallest volume loses at a usual stop, and what the usual spread is. The stop is half of the
 * widest that signals may have (`max_stop_atr`), and never nearer than signals, limits and the broker
 * allow. Null where there is not history enough.
 */
export async function smallestRisk(
  { terminal, settings }: Examination,
  spec: Specification,
  instrument: Instrument,
  rows: readonly BarRow[],
): Promise<ExaminedSymbol['money']> {
  const { signal, limits } = settings;
  const atr = new Atr(signal.atr_period);
  for (const [, , high, low, close] of rows) atr.update(high, low, close);
  if (atr.value <= 0) return null;
  const least = Math.max(
    signal.min_stop_pips * instrument.pip,
    Math.max(limits.min_stop_distance, spec.stops_level) * spec.point,
  );
  const stop = Math.max(atr.value * signal.max_stop_atr * USUAL_SHARE, least);
  const price = spec.ask > 0 ? spec.ask : (rows.at(-1)?.[4] ?? 0);
  const question = {
    t: 'calc',
    what: 'profit',
    symbol: spec.symbol,
    side: 'buy',
    volume: spec.volume_min,
    price,
    price_close: price - stop,
  };
  const asked = await askTerminal(terminal, question, calcAnswer, PATIENCE_MS);
  const [told] = asked.ok ? asked.parts : [];
  const loss = told ? Math.abs(told.value) : byTicks(spec, stop);
  if (!(loss > 0)) return null;
  return { stop, atr: atr.value, loss, spread: usualSpread(spec, rows) * spec.point };
}

/** Where the terminal does not calculate: ticks times what a losing one costs. */
function byTicks(
  { tick_value_loss: value, tick_size: size, volume_min: lots }: Specification,
  stop: number,
): number {
  return size > 0 ? (stop / size) * value * lots : 0;
}

/** In points: the middle one of the bars', for the present one may be that of a night. */
function usualSpread({ spread }: Specification, rows: readonly BarRow[]): number {
  const known = rows.map((row) => row[6]).filter((points) => points > 0);
  const sorted = known.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? spread;
}
