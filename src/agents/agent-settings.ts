import type { Percent, SymbolName, UtcMs } from '../market/units.ts';
import type { AccountState } from './account-state.ts';
import type { Command, CommandAnswer } from './command.ts';
import type { Desk } from './desk.ts';
import type { FactBody } from './fact.ts';

/** What a person may set for one agent; it can only be stricter than the configuration. */
export const AGENT_SETTINGS = ['confidence_threshold', 'risk_per_trade_pct'] as const;
export type AgentSetting = (typeof AGENT_SETTINGS)[number];

/** New values; null goes back to the configuration's. */
export type AgentChange = { readonly [Key in AgentSetting]?: number | null };

export interface PersonsValue {
  readonly value: number;
  readonly by: string;
  readonly at: UtcMs;
}

/** What persons have set for one agent; what is not there is as the configuration says. */
export type PersonsValues = { readonly [Key in AgentSetting]?: PersonsValue };

type SetAgent = Extract<Command, { type: 'set-agent' }>;

/** Check a change. It is the recorded command that puts it in force, now and after every restart. */
export function setAgent(desk: Desk, { symbol, change }: SetAgent): CommandAnswer {
  if (!desk.state.agents.has(symbol)) {
    return { ok: false, reason: 'no-such-agent', message: `there is no agent for ${symbol}` };
  }
  for (const key of AGENT_SETTINGS) {
    const value = change[key];
    const message = value === undefined || value === null ? undefined : looser(desk, key, value);
    if (message !== undefined) return { ok: false, reason: 'refused', message };
  }
  return { ok: true, message: `settings of the agent for ${symbol} changed` };
}

function looser(desk: Desk, key: AgentSetting, value: number): string | undefined {
  const configured = configuredValue(desk, key);
  if (key === 'confidence_threshold') {
    if (value >= configured && value <= 1) return undefined;
    return `confidence_threshold must be from ${configured}, which is configured, to 1`;
  }
  if (value > 0 && value <= configured) return undefined;
  return `risk_per_trade_pct must be above 0 and at most ${configured}, which is configured`;
}

function configuredValue({ settings }: Desk, key: AgentSetting): number {
  return key === 'confidence_threshold'
    ? settings.confidenceThreshold
    : settings.limits.risk_per_trade_pct;
}

/** Fold a recorded command that changed an agent's settings. */
export function foldAgentSettings(
  state: AccountState,
  at: UtcMs,
  { command, answer, by }: Extract<FactBody, { kind: 'command' }>,
): void {
  if (command.type !== 'set-agent' || !answer.ok) return;
  let values: PersonsValues = state.agentSettings.get(command.symbol) ?? {};
  for (const key of AGENT_SETTINGS) {
    const value = command.change[key];
    if (value === undefined) continue;
    const { [key]: _before, ...rest } = values;
    values = value === null ? rest : { ...rest, [key]: { value, by, at } };
  }
  state.agentSettings.set(command.symbol, values);
}

/** The confidence above which signals of a symbol are executed. A looser value is never obeyed. */
export function thresholdFor({ state, settings }: Desk, symbol: SymbolName): number {
  const persons = state.agentSettings.get(symbol)?.confidence_threshold?.value;
  return Math.max(settings.confidenceThreshold, persons ?? 0);
}

/** What a trade of a symbol may lose, in per cent. A looser value is never obeyed. */
export function riskFor({ state, settings }: Desk, symbol: SymbolName): Percent {
  const persons = state.agentSettings.get(symbol)?.risk_per_trade_pct?.value;
  return Math.min(settings.limits.risk_per_trade_pct, persons ?? Infinity) as Percent;
}
