import type { AgentRecord } from './account-state.ts';
import type { BrokerDesk } from './broker-desk.ts';
import type { Desk } from './desk.ts';
import type { Halt } from './halt.ts';
import { nettingObstacle } from './netting.ts';

/** Why nothing may be opened now, in words; undefined when nothing stands in the way. */
export function obstacleOf(
  desk: Desk,
  broker: BrokerDesk,
  halt: Halt,
  agent: AgentRecord,
): string | undefined {
  const { state } = desk;
  if (halt.reason !== undefined) return halt.reason;
  if (agent.state !== 'RUNNING') return `the agent is ${agent.state}: ${agent.why}`;
  if (!state.link.up) return `no link to the broker: ${state.link.detail}`;
  if (!broker.booksRead) return "the broker's books have not been read yet";
  if (state.emergency === 'begun') return 'an emergency stop is under way';
  if (state.flattening) return 'the account is being flattened';
  return nettingObstacle(desk, agent.symbol);
}
