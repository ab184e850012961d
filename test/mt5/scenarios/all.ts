import type { Scenario } from '../scenario.ts';
import { LIMITS } from './limits.ts';
import { LINK } from './link.ts';
import { MARKET_SCENARIOS } from './market.ts';
import { RECOVERY } from './recovery.ts';
import { TRADING } from './trading.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...TRADING,
  ...RECOVERY,
  ...LIMITS,
  ...LINK,
  ...MARKET_SCENARIOS,
];
