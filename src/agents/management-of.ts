import { anyPolicy } from '../execution/management/any-policy.ts';
import type { ManagementSettings } from '../execution/management/settings.ts';
import type { SymbolName } from '../market/units.ts';
import type { AccountSettings } from './account-settings.ts';

/** How positions of a symbol are looked after; undefined when no policy is on. */
export function managementOf(
  { management, agentManagement }: AccountSettings,
  symbol: SymbolName,
): ManagementSettings | undefined {
  const settings = agentManagement?.[symbol] ?? management;
  return settings && anyPolicy(settings) ? settings : undefined;
}
