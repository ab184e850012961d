import type { AccountMode } from './account-settings.ts';

/**
 * Whether this very configuration has earned real money: the last gate that it went through, by the
 * ledger of runs, and whether a person has let it trade without.
 */
export interface EvidenceStanding {
  readonly state: 'passed' | 'failed' | 'none';
  /** When the gate was passed or failed, ISO 8601. */
  readonly at?: string;
  /** `trade_without_evidence: true` stands in the configuration. */
  readonly waived: boolean;
}

/** Why nothing may be opened for want of evidence; undefined when it may. Only real money asks. */
export function wantOfEvidence(
  mode: AccountMode,
  evidence: EvidenceStanding | undefined,
): string | undefined {
  if (mode !== 'real' || evidence?.state === 'passed' || evidence?.waived === true) {
    return undefined;
  }
  const stands =
    evidence?.state === 'failed'
      ? `this configuration failed the gate on ${evidence.at ?? 'an unknown day'}`
      : 'this configuration has passed no gate';
  return (
    `${stands}; real money needs a passed one (kimi-agent gate RESULT.json) or ` +
    'trade_without_evidence: true'
  );
}
