import { agents, positions, risk } from './words/account.ts';
import { answers } from './words/answers.ts';
import { approval } from './words/approval.ts';
import { chart } from './words/chart.ts';
import { configuration } from './words/configuration.ts';
import { decisions } from './words/decisions.ts';
import { events } from './words/events.ts';
import { connection, emergency, header, mode, problem, signedOut } from './words/frame.ts';
import { firstMinute } from './words/first-minute.ts';
import { limits } from './words/limits.ts';
import { exposure, presets } from './words/risk-view.ts';
import { research } from './words/research.ts';
import { settings } from './words/settings.ts';
import { simulation } from './words/simulation.ts';
import { trades } from './words/trades.ts';
import { overview } from './words/overview.ts';
import { clockChoice, nav, theme } from './words/nav.ts';

/**
 * Every word of the page, so that one folder changes its language and one reader checks its tone.
 * Each view's words stand in a file of their own.
 */
export const words = {
  product: 'Kimi Agent',
  loading: 'Connecting to Kimi Agent …',
  none: '–',
  cancel: 'Cancel',
  close: 'Close',
  skip: 'Skip to content',

  side: { buy: 'Buy', sell: 'Sell' },
  sideMark: { buy: '▲', sell: '▼' },

  agents,
  answers,
  approval,
  chart,
  clockChoice,
  configuration,
  connection,
  decisions,
  emergency,
  events,
  exposure,
  firstMinute,
  header,
  limits,
  mode,
  nav,
  overview,
  positions,
  presets,
  problem,
  research,
  risk,
  settings,
  signedOut,
  simulation,
  theme,
  trades,
};
