import type { BrokerEvent } from '../execution/broker-port.ts';
import type { Bar } from '../market/bar.ts';
import type { Quote } from '../market/quote.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import type { ClosedBar } from '../signals/strategy.ts';
import type { Command } from './command.ts';
import type { Elsewhere } from './elsewhere.ts';

/** A closed bar of the base timeframe. */
export interface SymbolBar {
  readonly symbol: SymbolName;
  readonly bar: Bar;
}

/** What a strategy that runs elsewhere, or who runs it, answers to a question. */
export type StrategyAnswer =
  /** It was made, and asks for these bars. */
  | {
      readonly kind: 'needs';
      readonly timeframes: readonly Timeframe[];
      readonly historyBars: readonly number[];
    }
  /** It said something of a bar: as it came, not believed before it is read. */
  | { readonly kind: 'said'; readonly closed: ClosedBar; readonly said: unknown }
  /** It threw, ended, or was silent for too long, and is no more. */
  | { readonly kind: 'fault'; readonly detail: string };

/**
 * Everything that can happen to an account. Live, paper, backtest and replay differ only in where
 * these come from.
 */
export type CoreEvent =
  /**
   * Bars of the base timeframe that closed at the same moment, in the declared order of symbols.
   * `history` marks bars that closed while nobody watched: a signal in them is missed, never traded.
   */
  | {
      readonly type: 'bars';
      readonly time: UtcMs;
      readonly bars: readonly SymbolBar[];
      readonly history: boolean;
      /** Of history only: the bars are of this timeframe, closed and given as they are. */
      readonly timeframe?: Timeframe;
    }
  | { readonly type: 'quote'; readonly time: UtcMs; readonly quote: Quote }
  | { readonly type: 'broker'; readonly time: UtcMs; readonly event: BrokerEvent }
  | {
      readonly type: 'command';
      readonly time: UtcMs;
      readonly id: string;
      /** Who asked: a token's name, `page`, `cli`. */
      readonly by: string;
      readonly command: Command;
    }
  /** Of the strategy of `symbol` that was begun as `run`; `time` is when the answer came. */
  | {
      readonly type: 'strategy-answer';
      readonly time: UtcMs;
      readonly symbol: SymbolName;
      readonly run: number;
      readonly answer: StrategyAnswer;
    }
  /** What the user's other accounts of the same kind hold now, told before anything may be opened. */
  | { readonly type: 'elsewhere'; readonly time: UtcMs; readonly elsewhere: Elsewhere }
  /** The disk takes no more facts: nothing may be opened, closing goes on. */
  | { readonly type: 'disk-trouble'; readonly time: UtcMs; readonly detail: string }
  /** The broker describes an instrument otherwise than before; the account's instruments have it already. */
  | {
      readonly type: 'instrument';
      readonly time: UtcMs;
      readonly symbol: SymbolName;
      /** What is different, in words. */
      readonly changes: readonly string[];
      /** Strategies compute with some of it. */
      readonly forStrategies: boolean;
    }
  /** Time passed without anything else: deadlines and day boundaries are looked at. */
  | { readonly type: 'clock'; readonly time: UtcMs };
