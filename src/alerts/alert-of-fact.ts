import type { Fact, FactBody, Verdict } from '../agents/fact.ts';
import type { AlertEvent } from './alert.ts';

/** What a fact is told as. */
interface Told {
  readonly event: AlertEvent;
  readonly text: string;
}

/** What was so before a fact. */
export interface Before {
  /** In this life of the account: a link that was never up is not lost. */
  readonly linkUp: boolean;
  readonly breaker: string | undefined;
}

/** Whether a fact is worth a message, and which. `words` is the sentence of the event list for it. */
export function alertOfFact({ body }: Fact, words: string, before: Before): Told | undefined {
  const event = eventOf(body, before);
  return event === undefined ? undefined : { event, text: words };
}

function eventOf(body: FactBody, before: Before): AlertEvent | undefined {
  switch (body.kind) {
    case 'session-started':
      return 'started';
    case 'deal':
      if (body.deal.entry === 'in') return 'trade-opened';
      return body.remaining > 0 ? undefined : 'trade-closed';
    case 'signal':
      return signalEvent(body.verdict);
    case 'breaker':
      if (body.state === 'tripped') return 'breaker-tripped';
      return body.state === 'warned' ? 'breaker-warned' : 'breaker-armed';
    case 'day-started':
      return before.breaker === 'tripped' ? 'breaker-armed' : undefined;
    case 'emergency-stop':
      return 'emergency-stop';
    case 'link':
      if (body.up) return before.linkUp ? undefined : 'link-back';
      return before.linkUp ? 'link-lost' : undefined;
    case 'agent-state':
      return body.state === 'DEGRADED' || body.state === 'QUARANTINED'
        ? 'agent-trouble'
        : undefined;
    case 'order-state':
      return body.state === 'unknown' ? 'order-unknown' : undefined;
    case 'reconciled':
      return body.differences.length > 0 ? 'books-differ' : undefined;
    case 'fault':
      return faultEvent(body.where);
    default:
      return undefined;
  }
}

function signalEvent(verdict: Verdict): AlertEvent | undefined {
  if (verdict.taken) return undefined;
  if (verdict.waitsUntil !== undefined) return 'approval-wanted';
  return verdict.by === 'risk' ? 'refused-by-risk' : undefined;
}

function faultEvent(where: string): AlertEvent {
  if (where === 'stops') return 'stop-missing';
  return where === 'journal' ? 'journal-trouble' : 'fault';
}
