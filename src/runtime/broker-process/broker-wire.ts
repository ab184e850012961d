import type { SymbolBar } from '../../agents/core-event.ts';
import type { BrokerEvent, BrokerRequest } from '../../execution/broker-port.ts';
import type { Bar } from '../../market/bar.ts';
import type { Quote } from '../../market/quote.ts';
import type { Timeframe } from '../../market/timeframe.ts';
import type { Points, SymbolName, UtcMs } from '../../market/units.ts';

/** Version of what is said between a broker's process and a trading process. */
export const WIRE_VERSION = 1;

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** What happened in the broker's world, in its order. */
export type WorldItem =
  | { readonly time: UtcMs; readonly bars: readonly SymbolBar[] }
  | { readonly quote: Quote }
  | { readonly event: BrokerEvent }
  /** Time passed without anything else. */
  | { readonly time: UtcMs };

export type ToBroker =
  | { readonly type: 'hello'; readonly version: number; readonly account: string }
  | { readonly type: 'request'; readonly request: BrokerRequest }
  /** Wants closed bars of a symbol and its quotes from now on; base bars after `since` alone. */
  | { readonly type: 'history'; readonly symbol: SymbolName; readonly since?: UtcMs };

export type FromBroker =
  | {
      readonly type: 'welcome';
      readonly version: number;
      /** Of these books for ever: another id is another broker. */
      readonly id: string;
      readonly name: string;
      readonly time: UtcMs;
    }
  | { readonly type: 'refused'; readonly detail: string }
  | { readonly type: 'world'; readonly items: readonly WorldItem[] }
  /** Closed bars of one timeframe, oldest first. */
  | {
      readonly type: 'bars';
      readonly symbol: SymbolName;
      readonly timeframe: Timeframe;
      readonly bars: readonly BarRow[];
    }
  /** All bars that were asked for have been told; what follows is younger. */
  | { readonly type: 'history-end'; readonly symbol: SymbolName };

/** time, open, high, low, close, volume, spread */
export type BarRow = readonly [number, number, number, number, number, number, number];

export function rowOf({ time, open, high, low, close, volume, spread }: Bar): BarRow {
  return [time, open, high, low, close, volume, spread];
}

export function barOf([time, open, high, low, close, volume, spread]: BarRow): Bar {
  return { time: time as UtcMs, open, high, low, close, volume, spread: spread as Points };
}
