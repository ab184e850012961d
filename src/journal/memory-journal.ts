import type { Fact } from '../agents/fact.ts';
import type { Journal, JournalOpened } from './journal.ts';

/** A journal that is gone with its process: for backtests and for looking ahead. */
export class MemoryJournal implements Journal {
  readonly facts: Fact[] = [];
  readonly opened: JournalOpened = { lastSeq: 0, lostFacts: 0, markedNextNumber: 1 };

  read(after = 0): Iterable<Fact> {
    return this.facts.filter(({ seq }) => seq > after);
  }

  snapshot(): undefined {}

  keepSnapshot(): boolean {
    return false;
  }

  append(facts: readonly Fact[]): void {
    this.facts.push(...facts);
  }

  commit(): void {}

  close(): void {}
}
