/** MetaTrader's TRADE_RETCODE numbers that the simulator answers with. */
export const RETCODE = {
  requote: 10004,
  placed: 10008,
  done: 10009,
  invalid: 10013,
  invalidVolume: 10014,
  invalidPrice: 10015,
  invalidStops: 10016,
  marketClosed: 10018,
  noMoney: 10019,
  priceOff: 10021,
  invalidExpiration: 10022,
  noChanges: 10025,
  serverDisablesExperts: 10026,
  frozen: 10029,
  invalidFill: 10030,
  connection: 10031,
  invalidOrder: 10035,
  positionClosed: 10036,
  invalidCloseVolume: 10038,
} as const;

export type Retcode = (typeof RETCODE)[keyof typeof RETCODE];

/** Why a request is not carried out: the number a terminal would give, and words beside it. */
export interface Refusal {
  readonly retcode: Retcode;
  readonly detail: string;
}

export function refusal(retcode: Retcode, detail: string): Refusal {
  return { retcode, detail };
}
