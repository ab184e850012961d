import type { CalendarWord } from '../../market/changing-calendar.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { ClosedBar, StrategyContext } from '../../signals/strategy.ts';

/** What a strategy's worker is told. Bars come some at a time; it answers before it gets more. */
export type ToStrategy =
  | {
      readonly type: 'begin';
      readonly file: string;
      readonly context: StrategyContext;
      /** What the account's calendar says, where it has one. */
      readonly calendar?: CalendarWord;
    }
  /** The calendar was read anew; this is not answered. */
  | { readonly type: 'calendar'; readonly word: CalendarWord }
  | { readonly type: 'bars'; readonly bars: readonly ClosedBar[] };

/** What it answers. Its host believes none of it before it is read. */
export type FromStrategy =
  | {
      readonly type: 'needs';
      readonly timeframes: readonly Timeframe[];
      readonly historyBars: readonly number[];
    }
  /** One for each bar, in order; undefined where it had nothing to say. */
  | { readonly type: 'said'; readonly said: readonly unknown[] }
  | { readonly type: 'fault'; readonly detail: string };
