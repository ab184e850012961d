import type { Luck } from './luck.ts';

/**
 * What some worlds have and others do not. It is drawn from a luck of its own, as is what comes of it:
 * a world that has none of it is what it would be if there were no such thing.
 */
export interface Extras {
  /** One position a symbol. */
  readonly netting: boolean;
  /** Chance at each step that money is paid in, paid out, lent or charged. */
  readonly payments: number;
  /** Chance that a strategy fails at a bar, and when it is made; 0: none ever does. */
  readonly agentFaults: { readonly bar: number; readonly making: number };
}

/** As all worlds were before there were any. */
export const NO_EXTRAS: Extras = {
  netting: false,
  payments: 0,
  agentFaults: { bar: 0, making: 0 },
};

export function extrasOf(luck: Luck): Extras {
  const netting = luck.chance(0.25);
  const payments = luck.pick([0, 0, 0.02, 0.08]);
  const agentFaults = luck.pick([
    { bar: 0, making: 0 },
    { bar: 0, making: 0 },
    { bar: 0.02, making: 0.02 },
    { bar: 0.1, making: 0.6 },
  ]);
  return { netting, payments, agentFaults };
}
