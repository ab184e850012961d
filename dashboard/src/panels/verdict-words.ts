import type { SignalRecord } from '../api/types.ts';
import { words } from '../words.ts';

/** What became of a signal, in a few words; a refusal's detail stands beside it. */
export function verdictWords(verdict: SignalRecord['verdict']): string {
  const say = words.decisions;
  if (verdict.taken) return `✓ ${say.taken}`;
  return `${say.refused}: ${say.by[verdict.by] ?? verdict.by}`;
}
