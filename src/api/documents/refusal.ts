/** Short names of everything the API refuses; the last part of a problem document's `type`. */
export type ProblemName =
  | 'bad-request'
  | 'not-authorised'
  | 'not-allowed'
  | 'locked-out'
  | 'too-many-requests'
  | 'foreign-host'
  | 'foreign-origin'
  | 'no-such-call'
  | 'wrong-method'
  | 'account-needed'
  | 'unknown-account'
  | 'account-not-running'
  | 'no-such-agent'
  | 'no-such-series'
  | 'no-such-signal'
  | 'no-such-trade'
  | 'no-such-backtest'
  | 'no-such-file'
  | 'refused'
  | 'not-confirmed'
  | 'key-reused'
  | 'not-a-confirmation'
  | 'too-many-streams'
  | 'failed';

export interface RefusalExtras {
  /** Members added to the problem document. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A request that is not answered as asked. Thrown by handlers and turned into a problem document at
 * one place, the server's edge.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly problem: ProblemName;
  readonly extras: RefusalExtras;

  constructor(status: number, problem: ProblemName, detail: string, extras: RefusalExtras = {}) {
    super(detail);
    this.name = 'Refusal';
    this.status = status;
    this.problem = problem;
    this.extras = extras;
  }
}
