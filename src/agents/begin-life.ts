import type { Desk } from './desk.ts';
import type { FactBody } from './fact.ts';

/** What a life is run with. */
export type Session = Omit<Extract<FactBody, { kind: 'session-started' }>, 'kind' | 'mode'>;

/** Write down that a life begins: nothing is linked yet, and agents have history to read first. */
export function beginLife(desk: Desk, session: Session, lostFacts: number, aside?: string): void {
  desk.begin(desk.now);
  if (aside !== undefined) desk.emit({ kind: 'fault', where: 'journal', detail: aside });
  if (lostFacts > 0) {
    const detail =
      `the journal has lost its last ${lostFacts} facts: what they told is taken from the ` +
      "broker's books";
    desk.emit({ kind: 'fault', where: 'journal', detail });
  }
  desk.emit({ kind: 'session-started', mode: desk.settings.mode, ...session });
  if (desk.state.link.up) desk.emit({ kind: 'link', up: false, detail: 'starting' });
  for (const record of desk.state.agents.values()) {
    // One that failed waits on: a restart of the program does not shorten it.
    if (record.retryAt !== undefined) continue;
    if (record.state === 'RUNNING' || record.state === 'DEGRADED') {
      const { symbol } = record;
      desk.emit({ kind: 'agent-state', symbol, state: 'READY', why: 'reading history' });
    }
  }
}
