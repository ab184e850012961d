import { orderNumberOf, type Magic } from './order.ts';

/** Who opened a position or placed an order: this program, another one, or a person by hand. */
export type Owner = 'ours' | 'program' | 'manual';

/** What is done with what somebody owns. */
export interface Treatment {
  /** In open risk, leverage, margin and currency bets, so that no trade of ours is too much on top. */
  readonly countedInExposure: boolean;
  /** In the equity that the circuit breaker looks at. */
  readonly countedInBreaker: boolean;
  readonly closedByBreaker: boolean;
  readonly closedByEmergencyStop: boolean;
  /** Given its stop again when the broker holds none, or closed. */
  readonly stopRepaired: boolean;
  /** Looked after by policies. */
  readonly managed: boolean;
}

const EXTERNAL: Treatment = {
  countedInExposure: true,
  countedInBreaker: true,
  closedByBreaker: false,
  closedByEmergencyStop: true,
  stopRepaired: false,
  managed: false,
};

/** The one table of ownership. What others own is adopted as external: counted, and left alone. */
export const TREATMENTS: Readonly<Record<Owner, Treatment>> = {
  ours: {
    countedInExposure: true,
    countedInBreaker: true,
    closedByBreaker: true,
    closedByEmergencyStop: true,
    stopRepaired: true,
    managed: true,
  },
  program: EXTERNAL,
  manual: EXTERNAL,
};

/** A magic of 0 is what MetaTrader writes for orders by hand. */
export function ownerOf(namespace: number, magic: Magic): Owner {
  if (orderNumberOf(namespace, magic) !== undefined) return 'ours';
  return (magic as number) === 0 ? 'manual' : 'program';
}

/** What is done with a position or order of this magic; options may let a trip close all of them. */
export function treatmentOf(
  namespace: number,
  magic: Magic,
  options: { readonly breakerClosesForeign?: boolean } = {},
): Treatment {
  const treatment = TREATMENTS[ownerOf(namespace, magic)];
  return options.breakerClosesForeign === true
    ? { ...treatment, closedByBreaker: true }
    : treatment;
}
