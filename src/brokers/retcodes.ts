/** MetaTrader's TRADE_RETCODE numbers (MQL5 reference, return codes of the trade server). */
export const RETCODE = {
  requote: 10004,
  reject: 10006,
  cancel: 10007,
  placed: 10008,
  done: 10009,
  donePartial: 10010,
  error: 10011,
  timeout: 10012,
  invalid: 10013,
  invalidVolume: 10014,
  invalidPrice: 10015,
  invalidStops: 10016,
  tradeDisabled: 10017,
  marketClosed: 10018,
  noMoney: 10019,
  priceChanged: 10020,
  priceOff: 10021,
  invalidExpiration: 10022,
  orderChanged: 10023,
  tooManyRequests: 10024,
  noChanges: 10025,
  serverDisablesExperts: 10026,
  clientDisablesExperts: 10027,
  locked: 10028,
  frozen: 10029,
  invalidFill: 10030,
  connection: 10031,
  onlyReal: 10032,
  limitOrders: 10033,
  limitVolume: 10034,
  invalidOrder: 10035,
  positionClosed: 10036,
  invalidCloseVolume: 10038,
  closeOrderExist: 10039,
  limitPositions: 10040,
  rejectCancel: 10041,
  longOnly: 10042,
  shortOnly: 10043,
  closeOnly: 10044,
  fifoClose: 10045,
  hedgeProhibited: 10046,
} as const;

export type Retcode = (typeof RETCODE)[keyof typeof RETCODE];

const NAMES: Readonly<Record<Retcode, string>> = {
  10004: 'REQUOTE',
  10006: 'REJECT',
  10007: 'CANCEL',
  10008: 'PLACED',
  10009: 'DONE',
  10010: 'DONE_PARTIAL',
  10011: 'ERROR',
  10012: 'TIMEOUT',
  10013: 'INVALID',
  10014: 'INVALID_VOLUME',
  10015: 'INVALID_PRICE',
  10016: 'INVALID_STOPS',
  10017: 'TRADE_DISABLED',
  10018: 'MARKET_CLOSED',
  10019: 'NO_MONEY',
  10020: 'PRICE_CHANGED',
  10021: 'PRICE_OFF',
  10022: 'INVALID_EXPIRATION',
  10023: 'ORDER_CHANGED',
  10024: 'TOO_MANY_REQUESTS',
  10025: 'NO_CHANGES',
  10026: 'SERVER_DISABLES_AT',
  10027: 'CLIENT_DISABLES_AT',
  10028: 'LOCKED',
  10029: 'FROZEN',
  10030: 'INVALID_FILL',
  10031: 'CONNECTION',
  10032: 'ONLY_REAL',
  10033: 'LIMIT_ORDERS',
  10034: 'LIMIT_VOLUME',
  10035: 'INVALID_ORDER',
  10036: 'POSITION_CLOSED',
  10038: 'INVALID_CLOSE_VOLUME',
  10039: 'CLOSE_ORDER_EXIST',
  10040: 'LIMIT_POSITIONS',
  10041: 'REJECT_CANCEL',
  10042: 'LONG_ONLY',
  10043: 'SHORT_ONLY',
  10044: 'CLOSE_ONLY',
  10045: 'FIFO_CLOSE',
  10046: 'HEDGE_PROHIBITED',
};

/** MetaTrader's own name of a return code, such as `TRADE_RETCODE_DONE`. */
export function retcodeName(retcode: number): string {
  const name = (NAMES as Readonly<Record<number, string | undefined>>)[retcode];
  return `TRADE_RETCODE_${name ?? retcode}`;
}

/** Why a request is not carried out: the number a terminal would give, and words beside it. */
export interface Refusal {
  readonly retcode: Retcode;
  readonly detail: string;
}

export function refusal(retcode: Retcode, detail: string): Refusal {
  return { retcode, detail };
}
