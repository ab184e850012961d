import type { Fact } from '../agents/fact.ts';
import type { ViewedAccount } from './account-views.ts';
import type { ThreadStatus } from './messages.ts';

/** Told in the main thread of what the replicas have taken in. Must not throw and must not block. */
export interface HouseObserver {
  /** A thread has opened its account: the newest facts of its past, oldest first. */
  opened(account: ViewedAccount, facts: readonly Fact[]): void;
  /** Called before each fact is folded into the replica. */
  before(account: ViewedAccount, fact: Fact): void;
  /** A batch of facts has been folded. */
  folded(account: ViewedAccount): void;
  status(account: ViewedAccount, status: ThreadStatus): void;
  /** What concerns no single account, such as a terminal that none of them is for. */
  note?(level: 'info' | 'warn' | 'error', text: string): void;
}
