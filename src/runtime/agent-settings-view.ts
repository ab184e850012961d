import type { PersonsValue } from '../agents/agent-settings.ts';
import type { AgentSettingsView } from '../api/agent-settings.ts';
import type { SymbolName } from '../market/units.ts';
import type { ViewedAccount } from './account-views.ts';

/** An agent's settings as they are in force; undefined when the account has no such agent. */
export function agentSettingsView(
  { settings, replica }: ViewedAccount,
  symbol: SymbolName,
): AgentSettingsView | undefined {
  const { agents, agentSettings } = replica.state;
  if (!agents.has(symbol)) return undefined;
  const { confidenceThreshold, limits } = settings;
  const { confidence_threshold, risk_per_trade_pct } = agentSettings.get(symbol) ?? {};
  return {
    account: settings.name,
    symbol,
    settings: {
      confidence_threshold: settingView(confidenceThreshold, confidence_threshold, Math.max),
      risk_per_trade_pct: settingView(limits.risk_per_trade_pct, risk_per_trade_pct, Math.min),
    },
  };
}

/** The stricter of the two is in force: the configuration may have become stricter since. */
function settingView(
  configured: number,
  persons: PersonsValue | undefined,
  stricter: (left: number, right: number) => number,
): AgentSettingsView['settings']['risk_per_trade_pct'] {
  const value = persons === undefined ? configured : stricter(configured, persons.value);
  if (persons === undefined || value !== persons.value) {
    return { value, configured, set_by: 'yaml', by: null, at: null };
  }
  return { value, configured, set_by: 'person', by: persons.by, at: persons.at };
}
