import { restartAgent } from './commands.ts';
import type { CoreEvent } from './core-event.ts';
import type { Desk } from './desk.ts';

/**
 * A broker has changed what it says of an instrument. Sizing and checks read it already; a strategy has
 * computed with the old one, so that its agent begins anew where that matters.
 */
export function takeInstrumentChange(
  desk: Desk,
  { symbol, changes, forStrategies }: Extract<CoreEvent, { type: 'instrument' }>,
): void {
  desk.emit({ kind: 'instrument-changed', symbol, changes });
  const state = desk.state.agents.get(symbol)?.state;
  const isAtWork = state === 'READY' || state === 'RUNNING' || state === 'DEGRADED';
  if (forStrategies && isAtWork) restartAgent(desk, symbol, 'a changed specification');
}
