import type { Impact } from '../market/economic-calendar.ts';

/** Rules of conduct that an account keeps besides its limits of loss; 0 turns a rule off. */
export interface ConductSettings {
  /** Nothing is opened so many minutes before and after a release for one of its currencies. */
  readonly news_entry_minutes: number;
  /** Positions are closed, and orders cancelled, so many minutes before one. */
  readonly news_flat_minutes: number;
  /** Releases of at least this impact count. */
  readonly news_impact: Impact;
  /** Requests to the broker in one day of the breaker … */
  readonly max_requests_per_day: number;
  /** … of which so many are kept for closing: neither entries nor policies use them. */
  readonly requests_reserve: number;
  /** A position is held at least so long before a policy closes it, or a part of it, by choice. */
  readonly min_hold_seconds: number;
  /**
   * A trade opposite to one on another of the user's accounts of the same kind is refused, an identical
   * one warned of.
   */
  readonly across_accounts: boolean;
}

/**
 * ours: conduct is asked for by a broker or a prop firm, each in its own measure; opposite trades of
 * one person cost two spreads and are forbidden by most firms.
 */
export const DEFAULT_CONDUCT: ConductSettings = {
  news_entry_minutes: 0,
  news_flat_minutes: 0,
  news_impact: 'high',
  max_requests_per_day: 0,
  requests_reserve: 50,
  min_hold_seconds: 0,
  across_accounts: true,
};
