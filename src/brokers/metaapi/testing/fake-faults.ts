/** What becomes of a call that trades. */
export type TradeFault =
  | 'none'
  /** It is carried out, and its answer is lost. */
  | 'lost-answer'
  /** It never arrives, and nobody says so. */
  | 'lost-request'
  /** It arrives only when {@link FakeCloud.releaseLate} is called, long after it was given up. */
  | 'late'
  /** The service refuses it. */
  | 'ValidationError'
  | 'TooManyRequestsError'
  | 'NotConnectedError';

/** How the service misbehaves; a test changes these as it goes. */
export interface Faults {
  trade: (what: string) => TradeFault;
  /** Readings of positions and orders that are empty, as after a restart of the terminal. */
  emptyReads: number;
  /** The stream goes on showing the positions it had. */
  staleStream: boolean;
  /** Nothing is told any more. */
  deaf: boolean;
  /** Deals are told only when {@link FakeCloud.releaseDeals} is called. */
  lateDeals: boolean;
  /** Every event comes from two servers. */
  twice: boolean;
  /** Positions are told before the deals that changed them. */
  positionsFirst: boolean;
  /** Readings that are refused for being too many. */
  tooManyReads: number;
  /** The service keeps the label and loses the magic. */
  loseMagic: boolean;
  /** The broker writes its own comment. */
  ownComment: boolean;
  /** getAccount fails with this error. */
  connectError: Error | undefined;
}

export function noFaults(): Faults {
  return {
    trade: () => 'none',
    emptyReads: 0,
    staleStream: false,
    deaf: false,
    lateDeals: false,
    twice: false,
    positionsFirst: false,
    tooManyReads: 0,
    loseMagic: false,
    ownComment: false,
    connectError: undefined,
  };
}

/** An error as the SDK throws it: told apart by its name. */
export class FakeSdkError extends Error {
  override readonly name: string;
  readonly numericCode?: number;
  readonly stringCode?: string;
  readonly metadata?: { readonly recommendedRetryTime: Date };

  constructor(
    name: string,
    message: string,
    code?: { readonly numericCode: number; readonly stringCode: string },
  ) {
    super(message);
    this.name = name;
    if (code) {
      this.numericCode = code.numericCode;
      this.stringCode = code.stringCode;
    }
    if (name === 'TooManyRequestsError') {
      this.metadata = { recommendedRetryTime: new Date(Date.now() + 5) };
    }
  }
}
