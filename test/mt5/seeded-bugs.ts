import { LINK_BUGS } from './bugs-of-the-link.ts';
import { TRADING_BUGS } from './bugs-of-trading.ts';

/** A mistake that someone might make in the Expert Advisor, and the scenario that must not let it pass. */
export interface SeededBug {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Beginning of the scenario's name. */
  readonly caughtBy: string;
}

export const SEEDED_BUGS: readonly SeededBug[] = [...LINK_BUGS, ...TRADING_BUGS];
