import type { OrderResult } from '../../execution/broker-port.ts';
import type { Ticket } from '../../execution/order.ts';
import { RETCODE, retcodeName } from '../retcodes.ts';
import { outcomeOf, type Outcome, type TradeRequest } from './outcome.ts';
import type { Asked } from './terminal-requests.ts';
import type { TradeAnswer } from './wire/answers.ts';
import type { TradeState } from './wire/rows.ts';

/** What became of a trade request, as far as its answer tells. */
export interface TradeOutcome extends Outcome {
  readonly retcode: number;
  readonly detail: string;
  readonly order?: Ticket;
}

/** Refusals after which something may have been sent under this very magic, at another time. */
const SENT_BEFORE: ReadonlySet<string> = new Set(['E_DUP', 'E_CONFLICT', 'E_UNKNOWN', 'E_ABSENT']);
/** Ends that say nothing of what the EA has done. */
const NO_ANSWER: ReadonlySet<string> = new Set(['E_LINK', 'E_DEADLINE', 'E_FIELD']);

/** Read the answer to a trade request. Whatever does not clearly say what happened is unknown. */
export function tradeOutcome(asked: Asked<TradeAnswer>, request: TradeRequest): TradeOutcome {
  if (asked.ok) {
    const [answer] = asked.parts;
    return answer ? answered(answer, '', request) : unknown(0, 'an answer without content');
  }
  const { code, why, part } = asked;
  const detail = `${code}: ${why}`;
  if (NO_ANSWER.has(code)) return unknown(RETCODE.connection, detail);
  if (part && part.state !== 'NONE') return answered(part, detail, request);
  if (SENT_BEFORE.has(code)) return unknown(part?.retcode ?? 0, detail);
  return { outcome: 'rejected', rereads: false, retcode: part?.retcode ?? 0, detail };
}

function answered(answer: TradeAnswer, why: string, request: TradeRequest): TradeOutcome {
  const { retcode, comment, order } = answer;
  const words = [why, comment, retcode === RETCODE.done ? '' : retcodeName(retcode)];
  const detail = words.filter((word) => word !== '').join('; ');
  const ticket = order === '0' ? {} : { order: order as Ticket };
  const { outcome, rereads } = judged(answer.state, retcode, request);
  return { outcome, rereads, retcode, detail, ...ticket };
}

/** The EA's word, unless the return code contradicts it: then the books decide. */
export function judged(state: TradeState, retcode: number, request: TradeRequest): Outcome {
  const byCode = outcomeOf(retcode, request);
  const waits = request.type === 'open' && request.kind !== 'market';
  switch (state) {
    case 'DONE':
    case 'PARTIAL':
      return { outcome: 'done', rereads: false };
    case 'PLACED':
      return waits ? { outcome: 'placed', rereads: false } : { outcome: 'unknown', rereads: true };
    case 'REJECTED':
      return byCode.outcome === 'rejected' ? byCode : { outcome: 'unknown', rereads: true };
    default:
      return { outcome: 'unknown', rereads: true };
  }
}

function unknown(retcode: number, detail: string): TradeOutcome {
  return { outcome: 'unknown', rereads: true, retcode, detail };
}

/** An outcome as the event that tells of it. */
export function resultOf(
  { outcome, retcode, detail, order }: TradeOutcome,
  number: OrderResult['number'],
  time: OrderResult['time'],
): OrderResult {
  const result: OrderResult = {
    type: 'order-result',
    time,
    number,
    outcome,
    retcode,
    detail,
  };
  return order === undefined ? result : { ...result, order };
}
