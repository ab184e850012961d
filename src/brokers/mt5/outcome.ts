import type { BrokerRequest, OrderResult } from '../../execution/broker-port.ts';
import { RETCODE } from '../retcodes.ts';

/** A request that is carried out at the server, and therefore has an outcome. */
export type TradeRequest = Exclude<BrokerRequest, { readonly type: 'read-books' }>;

/** What a trade server's answer means for the request that it answers. */
export interface Outcome {
  readonly outcome: OrderResult['outcome'];
  /** What this program believes of an order or position is not what the server has: read its books. */
  readonly rereads: boolean;
}

const DONE: Outcome = { outcome: 'done', rereads: false };
const PLACED: Outcome = { outcome: 'placed', rereads: false };
const NO: Outcome = { outcome: 'rejected', rereads: false };
const NO_AND_REREAD: Outcome = { outcome: 'rejected', rereads: true };
const UNKNOWN: Outcome = { outcome: 'unknown', rereads: true };

/** Answers after which the order may still have been executed, or may yet be. */
const AMBIGUOUS: ReadonlySet<number> = new Set([
  RETCODE.cancel,
  RETCODE.error,
  RETCODE.timeout,
  RETCODE.locked,
  RETCODE.connection,
]);

/** A definite no, because the server's books are not as the request took them to be. */
const OTHER_BOOKS: ReadonlySet<number> = new Set([
  RETCODE.orderChanged,
  RETCODE.invalidOrder,
  RETCODE.positionClosed,
  RETCODE.invalidCloseVolume,
  RETCODE.closeOrderExist,
]);

/** A definite no: nothing was done and nothing will be. */
const REFUSED: ReadonlySet<number> = new Set([
  RETCODE.requote,
  RETCODE.reject,
  RETCODE.invalid,
  RETCODE.invalidVolume,
  RETCODE.invalidPrice,
  RETCODE.invalidStops,
  RETCODE.tradeDisabled,
  RETCODE.marketClosed,
  RETCODE.noMoney,
  RETCODE.priceChanged,
  RETCODE.priceOff,
  RETCODE.invalidExpiration,
  RETCODE.tooManyRequests,
  RETCODE.serverDisablesExperts,
  RETCODE.clientDisablesExperts,
  RETCODE.frozen,
  RETCODE.invalidFill,
  RETCODE.onlyReal,
  RETCODE.limitOrders,
  RETCODE.limitVolume,
  RETCODE.limitPositions,
  RETCODE.rejectCancel,
  RETCODE.longOnly,
  RETCODE.shortOnly,
  RETCODE.closeOnly,
  RETCODE.fifoClose,
  RETCODE.hedgeProhibited,
]);

/**
 * The meaning of a return code for a request of a kind. Whatever is not known to be an execution or a
 * definite no is unknown, a number that nobody has documented too: the books decide, and nothing is
 * sent again.
 */
export function outcomeOf(retcode: number, request: TradeRequest): Outcome {
  const waits = request.type === 'open' && request.kind !== 'market';
  if (retcode === RETCODE.done) return waits ? PLACED : DONE;
  // A deal that is only placed has not been executed yet, and may never be.
  if (retcode === RETCODE.placed) return waits ? PLACED : UNKNOWN;
  if (retcode === RETCODE.donePartial) return DONE;
  if (retcode === RETCODE.noChanges) return changes(request) ? DONE : NO;
  if (AMBIGUOUS.has(retcode)) return UNKNOWN;
  if (OTHER_BOOKS.has(retcode)) return NO_AND_REREAD;
  return REFUSED.has(retcode) ? NO : UNKNOWN;
}

function changes({ type }: TradeRequest): boolean {
  return type === 'modify' || type === 'modify-order';
}
