import type { AccountView } from './views.ts';

/** What monitors ask of an account, again and again: no more than that is worked out for them. */
export interface AccountStanding {
  readonly account: string;
  readonly mode: AccountView['mode'];
  readonly state: AccountView['state'];
  readonly isLinked: boolean;
  readonly activeAgents: number;
}
