import type { AlertEvent, AlertLevel } from './alert.ts';

/** A message as a channel sends it. */
export interface Outgoing {
  readonly id: string;
  /** First words: mode and account. */
  readonly head: string;
  readonly text: string;
  readonly event: AlertEvent;
  readonly level: AlertLevel;
  readonly account: string;
  readonly time: number;
  readonly silent: boolean;
}

/** What became of a try. `later` may work in a while, `never` will not however often it is tried. */
export type SendOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly retry: 'later' | 'never';
      /** What the receiver asked for. */
      readonly afterMs?: number;
      readonly reason: string;
    };

/** A way to reach a person or a program. */
export interface Channel {
  readonly name: string;
  readonly type: string;
  /** Try once; expected failures are outcomes, never thrown. Must end when the signal aborts. */
  send(message: Outgoing, signal: AbortSignal): Promise<SendOutcome>;
}

/** The whole message in words: mode and account first. */
export function wholeText({ head, text, level }: Outgoing): string {
  const mark = level === 'critical' ? 'CRITICAL ' : '';
  return `${head}: ${mark}${text}`;
}

/** Text of at most so many characters. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
