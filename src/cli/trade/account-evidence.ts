import type { AccountSettings } from '../../agents/account-settings.ts';
import type { EvidenceStanding } from '../../agents/evidence-standing.ts';
import type { AccountConfig } from '../../config/schema.ts';
import { evidenceFor } from '../../evidence/gate/evidence-for.ts';
import { RunLedger } from '../../evidence/ledger/run-ledger.ts';
import { configurationHash } from '../../evidence/result.ts';

export interface KnownEvidence {
  readonly evidence: EvidenceStanding;
  /** Why the ledger could not be read; what it holds then counts for nothing. */
  readonly trouble?: string;
}

/** What the ledger of the state folder says of a real account's configuration; of others nothing. */
export function accountEvidence(
  { mode, trade_without_evidence: waived }: AccountConfig,
  settings: AccountSettings,
  strategySha256: string | undefined,
  stateFolder: string,
): KnownEvidence | undefined {
  if (mode !== 'real') return undefined;
  const read = new RunLedger(stateFolder).read();
  if (!read.ok) return { evidence: { state: 'none', waived }, trouble: read.message };
  const found = evidenceFor(read.entries, configurationHash(settings, strategySha256));
  if (found.state === 'none') return { evidence: { state: 'none', waived } };
  return { evidence: { state: found.state, at: found.gate.at, waived } };
}
