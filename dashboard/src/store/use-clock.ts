import { clockFor, localClock, NEW_YORK, type ShownClock } from '../format/clock.ts';
import { useRemembered } from './remember.ts';

export const CLOCK_CHOICES = ['account', 'new-york', 'local'] as const;
export type ClockChoice = (typeof CLOCK_CHOICES)[number];

interface ChosenClock {
  readonly choice: ClockChoice;
  readonly choose: (choice: ClockChoice) => void;
  /** The clock in which the page shows times; the same object as long as the choice stands. */
  readonly clock: ShownClock;
}

/** In which zone the person wants to read times. */
export function useClock(serverClock: string): ChosenClock {
  const [choice, choose] = useRemembered<ClockChoice>('clock', 'account');
  const clock =
    choice === 'local' ? localClock() : choice === 'new-york' ? NEW_YORK : clockFor(serverClock);
  return { choice, choose, clock };
}
