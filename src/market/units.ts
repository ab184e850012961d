import type { Nominal } from './nominal.ts';

/** An instant, in milliseconds since 1970-01-01 00:00 UTC. */
export type UtcMs = Nominal<number, 'UtcMs'>;

/**
 * A wall clock reading (a broker's server, a file, a venue), as the milliseconds since 1970 that
 * the same reading would have if it were UTC. Only a {@link ClockRule} turns it into an instant.
 */
export type WallMs = Nominal<number, 'WallMs'>;

/** Position of a bar in its series: 0 is the first bar. An index is not a count. */
export type BarIndex = Nominal<number, 'BarIndex'>;

/** A price as the venue quotes it. Differences of prices are distances in the same unit. */
export type Price = number;

/** Volume of a trade in lots of the instrument's contract size. */
export type Lots = Nominal<number, 'Lots'>;

/** A distance in points, the smallest step of the quoted price (0.00001 for EURUSD). */
export type Points = Nominal<number, 'Points'>;

/** An amount in the account's own currency. */
export type Money = Nominal<number, 'Money'>;

/** A share as a per cent: 1 means 1 %. */
export type Percent = Nominal<number, 'Percent'>;

/** A distance divided by the distance from entry to stop: +2 is a win of twice the risk. */
export type RMultiple = Nominal<number, 'RMultiple'>;

/** A duration in milliseconds. */
export type DurationMs = Nominal<number, 'DurationMs'>;

/** The broker's or our own name of an instrument, such as `EURUSD`. */
export type SymbolName = Nominal<string, 'SymbolName'>;

/** A currency code such as `USD`; simulated money is `SIM`. */
export type Currency = Nominal<string, 'Currency'>;

/** The name an account has in the configuration; part of every identifier. */
export type AccountName = Nominal<string, 'AccountName'>;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
