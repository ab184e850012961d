import type { Magic } from '../../execution/order.ts';
import { outcomeOf, type TradeRequest } from '../mt5/outcome.ts';
import type { Asked } from '../mt5/terminal-requests.ts';
import type { TradeAnswer } from '../mt5/wire/answers.ts';
import type { TradeState } from '../mt5/wire/rows.ts';
import { RETCODE, retcodeName, type Retcode } from '../retcodes.ts';
import type { SdkId, SdkTradeResponse } from './sdk-records.ts';

/** Errors of MetaTrader's own that stand for a return code of the server. */
const BY_NAME: Readonly<Record<string, Retcode>> = {
  ERR_TRADE_POSITION_NOT_FOUND: RETCODE.positionClosed,
  ERR_TRADE_ORDER_NOT_FOUND: RETCODE.invalidOrder,
};

/** Refusals of the service itself, given before anything was sent to the terminal. */
const NOT_SENT: Readonly<Record<string, Retcode>> = {
  ValidationError: RETCODE.invalid,
  TooManyRequestsError: RETCODE.tooManyRequests,
  ForbiddenError: RETCODE.tradeDisabled,
  UnauthorizedError: RETCODE.tradeDisabled,
};

/** What the SDK throws, as far as it is looked at. */
export interface SdkFailure {
  readonly name: string;
  readonly message: string;
  readonly numericCode?: number;
  readonly stringCode?: string;
}

/** The answer to a trade call, in the words that a terminal's answer has. */
export function replyOf(request: TradeRequest, response: SdkTradeResponse): Asked<TradeAnswer> {
  const retcode = codeOf(response);
  return said(request, retcode, response.message ?? '', response.orderId, response.positionId);
}

/**
 * What a failed trade call means. The SDK's time-outs say nothing of what the terminal did; only a
 * return code that is a definite no, or a refusal of the service before it sent anything, is a no.
 */
export function failureReply(request: TradeRequest, failure: SdkFailure): Asked<TradeAnswer> {
  const { name, message } = failure;
  if (name === 'TradeError') return said(request, codeOf(failure), message);
  const refused = NOT_SENT[name];
  if (refused !== undefined) return said(request, refused, `${name}: ${message}`);
  return { ok: false, code: 'E_DEADLINE', why: `${name}: ${message}` };
}

/** What the books show of a request whose answer never came. */
export function foundReply(
  magic: Magic,
  state: TradeState,
  order: string,
): { readonly ok: true; readonly parts: readonly TradeAnswer[] } {
  return { ok: true, parts: [answerOf(magic, state, RETCODE.done, 'found in the books', order)] };
}

function said(
  request: TradeRequest,
  retcode: number,
  words: string,
  order?: SdkId,
  position?: SdkId,
): Asked<TradeAnswer> {
  const state = stateOf(retcode, request);
  const part = answerOf(request.magic, state, retcode, words, order, position);
  if (state === 'DONE' || state === 'PLACED') return { ok: true, parts: [part] };
  const code = state === 'REJECTED' ? 'E_RETCODE' : 'E_UNKNOWN';
  return { ok: false, code, why: retcodeName(retcode), part };
}

function stateOf(retcode: number, request: TradeRequest): TradeState {
  const { outcome } = outcomeOf(retcode, request);
  const states = {
    done: 'DONE',
    placed: 'PLACED',
    rejected: 'REJECTED',
    unknown: 'UNKNOWN',
  } as const;
  return states[outcome];
}

/** By its number, or by its name where it has none; 0 for what is neither. */
function codeOf({
  numericCode,
  stringCode = '',
}: Pick<SdkFailure, 'numericCode' | 'stringCode'>): number {
  const named = BY_NAME[stringCode];
  if (named !== undefined) return named;
  if (typeof numericCode === 'number' && numericCode !== 0) return numericCode;
  return Object.values(RETCODE).find((code) => retcodeName(code) === stringCode) ?? 0;
}

function answerOf(
  magic: Magic,
  state: TradeState,
  retcode: number,
  comment: string,
  order: SdkId = '0',
  position: SdkId = '0',
): TradeAnswer {
  return {
    magic: String(magic),
    state,
    dup: false,
    retcode,
    retcode_name: retcodeName(retcode),
    retcode_external: 0,
    mql_error: 0,
    order: String(order),
    deal: '0',
    position: String(position),
    volume: 0,
    price: 0,
    bid: 0,
    ask: 0,
    filling: '',
    comment,
  };
}
