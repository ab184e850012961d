import { isDeepStrictEqual } from 'node:util';
import { emptyAccountState, type AccountState } from '../agents/account-state.ts';
import { applyFact } from '../agents/apply-fact.ts';
import type { Fact, FactBody } from '../agents/fact.ts';
import type { StoredRow } from '../journal/chain.ts';
import type { AccountName, UtcMs } from '../market/units.ts';
import { promise } from './violation.ts';

export function factOf({ seq, account, time, body }: StoredRow): Fact {
  return {
    seq,
    account: account as AccountName,
    time: time as UtcMs,
    body: JSON.parse(body) as FactBody,
  };
}

export function folded(facts: Iterable<Fact>): AccountState {
  const state = emptyAccountState();
  for (const fact of facts) applyFact(state, fact);
  return state;
}

/** The facts of all lives, folded, must be the state that was lived. */
export function promiseSameState(
  when: string,
  facts: Iterable<Fact>,
  lived: AccountState,
  markedNextNumber = 1,
): void {
  const state = folded(facts);
  if (state.nextNumber < markedNextNumber) state.nextNumber = markedNextNumber;
  if (isDeepStrictEqual(state, lived)) return;
  const parts = (Object.keys(state) as (keyof AccountState)[]).filter(
    (part) => !isDeepStrictEqual(state[part], lived[part]),
  );
  promise(false, () => {
    const [part = 'seq'] = parts;
    return (
      `${when}, the journal folds to another state than was lived: ${parts.join(', ')} ` +
      `(${words(state[part])} and not ${words(lived[part])})`
    );
  });
}

function words(value: unknown): string {
  const plain = value instanceof Map || value instanceof Set ? [...value] : value;
  return (JSON.stringify(plain) ?? 'nothing').slice(0, 300);
}
