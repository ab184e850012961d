import type { z } from 'zod';
import type { TradeRequest } from './outcome.ts';
import type { Snapshot } from './snapshot.ts';
import type { BooksReading } from './terminal-books.ts';
import type { Asked } from './terminal-requests.ts';
import type { TradeAnswer } from './wire/answers.ts';
import type { Hello, Push } from './wire/messages.ts';

/** Which account a terminal is logged in to; not every road tells how it counts margin and positions. */
export type TerminalIdentity = Pick<
  Hello,
  'login' | 'server' | 'company' | 'currency' | 'trade_mode' | 'leverage'
> &
  Partial<Pick<Hello, 'margin_mode' | 'so_mode' | 'so_call' | 'so_so'>>;

/** Who wants to know what a terminal says. */
export interface TerminalListener {
  /** Connected to its server, and its books have been told: it is in step. */
  onReady?(identity: TerminalIdentity, snapshot: Snapshot): void;
  /** Not in step any more, until it is ready again. */
  onLost?(why: string): void;
  onPush?(push: Push): void;
  /** Something that was pushed has been lost. */
  onHole?(): void;
}

/** What a terminal is asked (docs/bridge-protocol.md, section 4), in server seconds. */
export type TerminalQuestion =
  | { readonly t: 'sub'; readonly symbol: string; readonly ticks: 'all' }
  | { readonly t: 'bars'; readonly symbol: string; readonly tf: string; readonly count: number }
  | {
      readonly t: 'bars';
      readonly symbol: string;
      readonly tf: string;
      readonly from: number;
      readonly to: number;
    }
  | { readonly t: 'cal'; readonly from: number; readonly to: number }
  | { readonly t: 'find'; readonly magic: string };

/**
 * A MetaTrader 5 terminal, whatever road leads to it: the Expert Advisor's own link, or a service that
 * runs the terminal for its user. It outlives connections.
 */
export interface TerminalPort {
  /** The upper part of this account's magics. */
  readonly namespace: number;
  readonly inStep: boolean;
  /** Undefined while none is linked. */
  readonly identity: TerminalIdentity | undefined;
  /** Server time minus UTC, in milliseconds, as the terminal last said. */
  readonly offsetMs: number;
  listen(listener: TerminalListener): void;
  /** Ask; `done` is called once, at once when no terminal is linked. */
  ask<Part>(
    question: TerminalQuestion,
    schema: z.ZodType<Part>,
    patienceMs: number,
    done: (asked: Asked<Part>) => void,
  ): void;
  /** Have a request carried out, once: a magic that was handed over before is not sent again. */
  trade(
    request: TradeRequest,
    reading: BooksReading,
    done: (asked: Asked<TradeAnswer>) => void,
  ): void;
  /** Ask for the whole books, with deals from `historyFrom` (server seconds) on. */
  askSnapshot(historyFrom: number | undefined, done: (asked: Asked<Snapshot>) => void): void;
}
