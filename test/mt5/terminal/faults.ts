/** What a terminal may be made to do wrong; all may be changed while it runs. */
export interface TerminalFaults {
  /** OrderSend answers with this retcode, whatever became of the request. */
  answer: number | undefined;
  /** The request never reaches the broker. */
  swallow: boolean;
  /** The broker writes its own comment over the program's. */
  comment: string | undefined;
  /** Added to every ticket. */
  ticketBase: bigint;
  /** The terminal's lists are empty although the account is not. */
  empty: boolean;
  /** Milliseconds that OrderSend takes. */
  sendMs: number;
  /** Milliseconds that the first CopyTicks of each symbol takes. */
  ticksMs: number;
  /** So much of a market order is executed, the rest is cancelled. */
  share: number;
  /** The broker takes a market order, and cancels it. */
  cancels: boolean;
  /** What is done to the disk: see `mql_disk()` of the shim. */
  disk: '' | 'full' | 'short' | 'locked' | 'state-locked';
  /** SendNotification is refused as too frequent. */
  phoneBusy: boolean;
}

export const NO_FAULTS: Readonly<TerminalFaults> = {
  answer: undefined,
  swallow: false,
  comment: undefined,
  ticketBase: 0n,
  empty: false,
  sendMs: 0,
  ticksMs: 0,
  share: 1,
  cancels: false,
  disk: '',
  phoneBusy: false,
};
