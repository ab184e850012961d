import type { EconomicCalendar } from '../market/economic-calendar.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { SymbolName } from '../market/units.ts';
import type { Strategy, StrategyContext } from '../signals/strategy.ts';

/** What a core is made with besides its account's settings. */
export interface CoreOptions {
  /** Makes the strategy of a new agent; undefined when it runs elsewhere and is asked by question. */
  readonly strategyFor: (context: StrategyContext) => Strategy | undefined;
  /** Timeframes that observers want bars of, besides those that strategies read. */
  readonly watched: readonly Timeframe[];
  /** Scheduled news for the rules of conduct, where there is a calendar. */
  readonly calendar?: EconomicCalendar;
  /** Report bars and structure to observers; a backtest has none. */
  readonly observed: boolean;
  /**
   * The broker stands beside the core and none of its news is lost: its books are not read again as
   * a matter of course. So it is in a backtest, and nowhere else.
   */
  readonly losesNothing?: boolean;
  /**
   * Agents are restarted after a fault, and DEGRADED while quotes, clock or link fail them. Without it
   * a fault quarantines at once: a backtest must not go on with half a result.
   */
  readonly supervised?: boolean;
  /** Told which strategy is being read in line, and undefined when it is done: a watchdog's eye. */
  readonly reading?: (symbol: SymbolName | undefined) => void;
}
