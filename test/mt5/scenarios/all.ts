import type { Scenario } from '../scenario.ts';
import { DOUBTS } from './doubts.ts';
import { FILES } from './files.ts';
import { LIMITS } from './limits.ts';
import { LINK } from './link.ts';
import { LONG_RUN } from './long-run.ts';
import { MARKET_SCENARIOS } from './market.ts';
import { RECOVERY } from './recovery.ts';
import { STRAIN } from './strain.ts';
import { TERMS } from './terms.ts';
import { TRADING } from './trading.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...TRADING,
  ...RECOVERY,
  ...LIMITS,
  ...LINK,
  ...FILES,
  ...STRAIN,
  ...DOUBTS,
  ...LONG_RUN,
  ...TERMS,
  ...MARKET_SCENARIOS,
];
