import type { Timeframe } from '../market/timeframe.ts';
import type { Signal } from '../signals/signal.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import type { ChartMemory } from './chart-memory.ts';

/**
 * What the pieces of evidence of a signal are, in words by name, as far as charts still show them. To
 * be asked while the signal is new: names count up from one in every life of an agent.
 */
export function evidenceWords(
  { symbol, time, score }: Signal,
  charts: ChartMemory,
): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const name of new Set(score.flatMap(({ evidence }) => evidence))) {
    const [timeframe = '', id] = name.split('#');
    const structures = charts.chart(symbol, timeframe as Timeframe, 1)?.structures ?? [];
    const found = structures.findLast(({ event, at }) => at <= time && event.id === Number(id));
    if (found) words[name] = inWords(found.event);
  }
  return words;
}

function inWords({ kind, direction, scope, level, top, bottom, time }: StructureEvent): string {
  const place =
    level !== undefined
      ? ` at ${level}`
      : top !== undefined && bottom !== undefined
        ? ` from ${bottom} to ${top}`
        : '';
  const bar = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  return `${direction} ${kind}${scope === undefined ? '' : ` of ${scope}`}${place}, bar of ${bar} UTC`;
}
