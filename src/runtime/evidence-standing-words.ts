import type { EvidenceStanding } from '../agents/evidence-standing.ts';

/** Whether a real account's configuration has earned its money, as every view says it. */
export function evidenceWords(evidence: EvidenceStanding | undefined): string {
  const day = evidence?.at?.slice(0, 10);
  if (evidence?.state === 'passed') return `passed its gate on ${day}`;
  const gate = evidence?.state === 'failed' ? `failed its gate on ${day}` : 'has passed no gate';
  return evidence?.waived === true
    ? `${gate}: trades real money WITHOUT EVIDENCE, as trade_without_evidence says`
    : `${gate}: opens no trade until it passes one (kimi-agent gate)`;
}
