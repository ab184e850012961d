import type { LedgerEntry, LedgerGate } from '../ledger/run-ledger.ts';

/** What is known of a configuration that wants to trade real money. */
export type EvidenceFor =
  | { readonly state: 'passed'; readonly gate: LedgerGate }
  | { readonly state: 'failed'; readonly gate: LedgerGate }
  | { readonly state: 'none' };

/**
 * The last gate that a configuration went through, by `configurationHash` of its settings. A later
 * failure outweighs an earlier pass.
 */
export function evidenceFor(
  entries: readonly LedgerEntry[],
  configurationHash: string,
): EvidenceFor {
  const gate = entries.findLast(
    (one): one is LedgerGate => one.kind === 'gate' && one.configurationHash === configurationHash,
  );
  if (!gate) return { state: 'none' };
  return { state: gate.passed ? 'passed' : 'failed', gate };
}
