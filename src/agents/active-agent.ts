import type { AgentState } from './fact.ts';

/** An agent that watches its symbol, with or without trouble. */
export function isActive({ state }: { readonly state: AgentState }): boolean {
  return state !== 'STOPPED' && state !== 'QUARANTINED';
}
