/** On which terms a terminal is let in, once it has proven that it knows the secret. */
export interface Welcome {
  readonly secret: string;
  /** The upper part of this account's magics. */
  readonly namespace: number;
  /** Fencing token: a gateway that takes an account over has a higher one. */
  readonly token: number;
  readonly gateway: string;
  readonly eaExpected: string;
  /** Server seconds from which the first snapshot shall hold deals. */
  readonly historyFrom?: number;
}

/** Why a terminal is not let in: a code of the protocol, and words for a person. */
export interface Refused {
  readonly code: 'E_PROTO' | 'E_ACCOUNT' | 'E_REAL' | 'E_FIELD';
  readonly why: string;
}
