import type { AgentView } from './views.ts';

/** An agent that watches its symbol, with or without trouble. */
export function isActive(agent: AgentView): boolean {
  return agent.state !== 'STOPPED' && agent.state !== 'QUARANTINED';
}
