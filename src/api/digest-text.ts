import type { DayDigest, RefusalGroup } from '../agents/day-digests.ts';
import type { NearMiss } from '../agents/near-miss.ts';
import { inUtc } from './why-text.ts';

type AgentDay = DayDigest['agents'][number];

/** An account's day in words: what stood in the way of a trade, nearest miss first. */
export function digestLines(account: string, { day, agents }: DayDigest): readonly string[] {
  const title = `Account ${account}, day ${day}`;
  if (agents.length === 0) return [title, '  there is no such agent'];
  return [title, ...agents.flatMap(agentLines)];
}

/** An account's day in one line: what was traded, or what stood most in the way of a trade. */
export function noTradeLine({ agents }: DayDigest, when = 'today'): string {
  const candidates = sum(agents.map((agent) => agent.candidates));
  const taken = sum(agents.map((agent) => agent.taken));
  const counted = `${candidates} ${candidates === 1 ? 'candidate' : 'candidates'}`;
  if (taken > 0) return `${counted} ${when}, ${taken} taken`;
  if (agents.length === 0) return `no trade ${when}: there is no agent`;
  const idle = agents.filter(({ state }) => state !== 'RUNNING' && state !== 'READY');
  const [first] = idle;
  if (first && idle.length === agents.length) {
    return `no trade ${when}: no agent is running (${first.symbol} is ${first.state}: ${first.why})`;
  }
  if (candidates === 0) return `no trade ${when}: no setup was whole at any bar that was read`;
  const groups = agents.flatMap(({ symbol, refused }) =>
    refused.map((group) => ({ ...group, symbol })),
  );
  const [most] = groups.toSorted((left, right) => right.count - left.count);
  const [near] = groups.toSorted(
    (left, right) => right.nearest.confidence - left.nearest.confidence,
  );
  if (!most || !near) return `no trade ${when}: ${counted}`;
  const { side, confidence, detail } = near.nearest;
  return (
    `no trade ${when}: ${counted}, none taken; most often ${most.by} said ${most.reason} ` +
    `(${most.count}, ${most.symbol}); the nearest was ${near.symbol} ${side}, confidence ` +
    `${confidence.toFixed(2)}: ${detail}`
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function agentLines(agent: AgentDay): readonly string[] {
  const { symbol, candidates, taken, refused, state, why } = agent;
  const counts = `${candidates} ${candidates === 1 ? 'candidate' : 'candidates'}, ${taken} taken`;
  const title = `  ${symbol}: ${counts}. The agent is now ${state}: ${why}`;
  if (candidates === 0) return [title, '    no setup was whole at any bar that it read'];
  return [title, ...refused.flatMap(groupLines)];
}

function groupLines({ by, reason, count, nearest }: RefusalGroup): readonly string[] {
  const { confidence, side, time, detail, id } = nearest;
  return [
    `    ${count} x ${by} ${reason}; the nearest: ${side} at ${inUtc(time)}, ` +
      `confidence ${confidence.toFixed(2)}: ${detail}`,
    `      ${obstacleOf(nearest)}`,
    `      kimi-agent why ${id}`,
  ];
}

/** Which single gate or part stood in the way, or what all did. */
function obstacleOf(miss: NearMiss): string {
  const [gate, ...others] = miss.failedGates;
  const part = miss.belowThreshold ? partWords(miss) : undefined;
  if (gate === undefined) return part ?? 'all its gates had passed and its confidence was enough';
  const gates =
    others.length === 0 ? gate : `${miss.failedGates.length} gates: ${miss.failedGates.join(', ')}`;
  if (part !== undefined) return `in the way of it: ${gates}, and its confidence too: ${part}`;
  return others.length === 0
    ? `${gates} alone stood in the way of it`
    : `in the way of it: ${gates}`;
}

function partWords({ weakest, confidence }: NearMiss): string {
  if (!weakest) return 'its confidence was not enough, and it tells no parts';
  const { part, value, detail, confidenceWithIt } = weakest;
  return (
    `most was missing in its part ${part} (value ${value.toFixed(2)}: ${detail}); with that part ` +
    `whole its confidence would be ${confidenceWithIt.toFixed(2)} instead of ${confidence.toFixed(2)}`
  );
}
