import type { LineSettings } from '../../brokers/metaapi/line-settings.ts';
import type { Terminal } from '../../brokers/mt5/terminal.ts';
import type { TerminalPort } from '../../brokers/mt5/terminal-port.ts';
import type { MetaApiStart, TerminalStart, ThreadStart } from '../messages.ts';

export type RoadOpened =
  | {
      readonly ok: true;
      readonly waits: string;
      /** Where a door leads the terminal to, that terminals of other accounts come through as well. */
      readonly privatePort?: number;
    }
  | { readonly ok: false; readonly message: string };

/** How an account comes to its terminal. */
export interface TerminalRoad {
  readonly terminal: TerminalPort;
  /** The terminal of an Expert Advisor, which can be looked at in full; none on another road. */
  readonly expert?: Terminal;
  /** Said behind the account's name while it runs; empty where nothing stands in between. */
  readonly through: string;
  /** What it waits for from now on, in words, or why it cannot. */
  open(): Promise<RoadOpened>;
  close(): void;
}

export type RoadLog = LineSettings['log'];

/** Builds the road once the account can be told of what happens on it. */
export type RoadBuilder = (start: ThreadStart, log: RoadLog) => TerminalRoad;

/** The road that an account's configuration names. The other one is not even loaded. */
export async function roadTo(at: TerminalStart | MetaApiStart): Promise<RoadBuilder> {
  if ('accountId' in at) {
    const { metaApiRoad } = await import('./metaapi-road.ts');
    return (start, log) => metaApiRoad(start, at, log);
  }
  const { gatewayRoad } = await import('./gateway-road.ts');
  return (start, log) => gatewayRoad(start, at, log);
}
