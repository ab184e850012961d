import type { AccountSettings } from '../../agents/account-settings.ts';
import type { ExaminedSymbol } from '../../api/terminal-view.ts';
import { askTerminal } from '../../brokers/mt5/ask-terminal.ts';
import type { Candidate } from '../../brokers/mt5/symbol-match.ts';
import type { Terminal } from '../../brokers/mt5/terminal.ts';
import { specificationSchema, type Specification } from '../../brokers/mt5/wire/specification.ts';
import type { SymbolName } from '../../market/units.ts';
import type { KeptSymbol } from './kept-symbols.ts';

/** What is needed to examine a terminal. */
export interface Examination {
  readonly terminal: Terminal;
  readonly settings: AccountSettings;
  /** The broker's names as the configuration has them, and as they were settled. */
  readonly configured: Readonly<Record<string, string>>;
  readonly kept: ReadonlyMap<SymbolName, KeptSymbol>;
}

/** How long a terminal may take for one answer. */
export const PATIENCE_MS = 15_000;

export function candidateView({
  how: _how,
  ...candidate
}: Candidate): ExaminedSymbol['candidates'][number] {
  return candidate;
}

export async function specificationOf(
  { terminal }: Examination,
  name: string,
): Promise<Specification | string> {
  const asked = await askTerminal(
    terminal,
    { t: 'spec', symbol: name },
    specificationSchema,
    PATIENCE_MS,
  );
  if (!asked.ok) return `${name}: ${asked.why}`;
  return asked.parts[0] ?? `${name}: the terminal told no specification`;
}
