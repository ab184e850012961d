import type { Sdk } from './sdk.ts';
import type { SessionSettings } from './session.ts';

/** How long things take, in milliseconds. */
export interface LineTiming {
  /** Between two looks at the connection. */
  readonly lookMs: number;
  /** Between two readings of the books that have to agree. */
  readonly pauseMs: number;
  /** Before another try to connect: the first wait, doubled up to the longest. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** … and where only a person can mend what is wrong. */
  readonly personRetryMs: number;
  /** The SDK reconnects by itself; after so long in vain it is begun anew. */
  readonly givenUpMs: number;
}

export const USUAL_TIMING: LineTiming = {
  lookMs: 250,
  pauseMs: 1_000,
  firstRetryMs: 1_000,
  longestRetryMs: 60_000,
  personRetryMs: 300_000,
  givenUpMs: 300_000,
};

export interface LineSettings extends SessionSettings {
  /** Imports the SDK; throws, with what to do, where it is not installed. */
  readonly load: () => Promise<Sdk>;
  /** The token, read anew for each connection; throws, without showing it, when there is none. */
  readonly token: () => string;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
  /** How far a connection has come. */
  readonly progress?: (text: string) => void;
  readonly timing?: LineTiming;
  /** This machine's clock, in milliseconds since 1970. */
  readonly now?: () => number;
}
