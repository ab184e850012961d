import * as z from 'zod';
import { AGENT_SETTINGS } from '../agents/agent-settings.ts';
import type { RunningSetting } from '../config/running-config.ts';
import type { ControlRoom } from './control-room.ts';
import { utcMs } from './units.ts';

/** What a key of a YAML file may hold. */
export const yamlValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
]);
export type YamlValue = z.infer<typeof yamlValue>;

const personsValue = z.object({
  symbol: z.string(),
  value: z.number(),
  by: z.string().nullable(),
  at: utcMs.nullable(),
});

export const settingView = z
  .object({
    key: z.string().describe('As accounts[0].limits.max_leverage'),
    account: z.string().nullable().describe('Of whose account it is'),
    value: yamlValue.describe('In force; null where nothing is set. A secret is never told'),
    default: yamlValue.describe('null where there is none'),
    unit: z.string().nullable(),
    kind: z.enum(['number', 'text', 'choice', 'switch', 'list']),
    choices: z.array(z.string()),
    allowed: z.string().describe('The rule, in words'),
    description: z.string(),
    source: z.enum(['file', 'preset', 'command-line', 'default']),
    line: z.number().nullable().describe('Where the file sets it, from 1'),
    persons: z.array(personsValue).describe('Agents for which a person has set it stricter'),
    while_running: z.boolean().describe('A person may make it stricter for an agent at any time'),
  })
  .meta({ id: 'Setting' });
type SettingView = z.infer<typeof settingView>;

export const presetView = z
  .object({
    name: z.string().describe('What prop_firm_preset says to mean it'),
    firm: z.string(),
    phase: z.string(),
    size: z.number(),
    currency: z.string(),
    source: z.string().describe('Where the rules were read'),
    checked_on: z.string().describe('When they were read, as YYYY-MM-DD'),
    age_days: z.number(),
    warning: z.string().nullable().describe('When the rules may no longer be true'),
    rules: z.array(z.object({ key: z.string(), value: yamlValue })),
    accounts: z.array(z.string()).describe('Accounts that are under it'),
  })
  .meta({ id: 'PropFirmPreset' });

/** A setting for an observer, with what persons have set for agents. */
export function settingViewOf(
  { path, name, value, usual, kind, choices, allowed, unit, ...rest }: RunningSetting,
  accounts: readonly string[],
  room: ControlRoom,
): SettingView {
  const account = path[0] === 'accounts' ? (accounts[Number(path[1])] ?? null) : null;
  const setting = AGENT_SETTINGS.find((one) => AGENT_KEYS[one] === path.slice(2).join('.'));
  return {
    key: name,
    account,
    value: asYaml(value),
    default: asYaml(usual),
    unit: unit ?? null,
    kind,
    choices: [...choices],
    allowed,
    description: rest.description,
    source: rest.source,
    line: rest.line ?? null,
    persons: account !== null && setting ? personsOf(account, setting, room) : [],
    while_running: setting !== undefined,
  };
}

/** A value that was read from YAML, or is a default of such. */
export function asYaml(value: unknown): YamlValue {
  return (value ?? null) as YamlValue;
}

type AgentSetting = (typeof AGENT_SETTINGS)[number];

/** Where an account's configuration has what a person may set for one agent. */
const AGENT_KEYS: Readonly<Record<AgentSetting, string>> = {
  confidence_threshold: 'confidence_threshold',
  risk_per_trade_pct: 'limits.risk_per_trade_pct',
};

function personsOf(account: string, setting: AgentSetting, room: ControlRoom) {
  return room.agents(account).flatMap(({ symbol }) => {
    const set = room.agentSettings(account, symbol)?.settings[setting];
    return set?.set_by === 'person' ? { symbol, value: set.value, by: set.by, at: set.at } : [];
  });
}
