import { accountSettings } from '../../config/account-settings.ts';
import type { AccountConfig } from '../../config/schema.ts';
import { evidenceWords } from '../../runtime/evidence-standing-words.ts';
import { accountEvidence } from '../trade/account-evidence.ts';
import { decidingTimeframe } from '../backtest/deciding-timeframe.ts';
import { strategyNamed } from '../backtest/strategy-file.ts';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';

/** May this very configuration trade real money? */
export function evidenceCheck({ accounts, folder }: Ground): Finding[] {
  return accounts.map((account) => {
    const subject = { group: 'evidence', item: 'gate', account: account.name } as const;
    if (account.mode !== 'real') return notChecked(subject, 'real money alone needs it');
    const known = knownEvidence(account, folder);
    if (typeof known === 'string') return notChecked(subject, known);
    const todo = 'Run a backtest with --controls, then: kimi-agent gate RESULT (docs/evidence.md).';
    if (known?.trouble !== undefined) return failing(subject, known.trouble, todo);
    const seen = evidenceWords(known?.evidence);
    if (known?.evidence.state === 'passed') return ok(subject, seen);
    return known?.evidence.waived === true
      ? warning(subject, seen, todo)
      : failing(subject, seen, todo);
  });
}

function knownEvidence(account: AccountConfig, folder: string) {
  const settings = accountSettings(account);
  const timeframe = decidingTimeframe(settings.signal.timeframe, settings.baseTimeframe);
  const inForce = { ...settings, signal: { ...settings.signal, timeframe } };
  try {
    const { strategy } = account;
    const sha256 = strategy === undefined ? undefined : strategyNamed(strategy).sha256;
    return accountEvidence(account, inForce, sha256, folder);
  } catch {
    return 'its strategy file is not there';
  }
}
