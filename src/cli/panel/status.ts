import { noTradeLine } from '../../api/digest-text.ts';
import type { LimitsView } from '../../api/limits.ts';
import type { AccountView, AgentView, PositionView } from '../../api/views.ts';
import type { PanelOptions } from './panel-options.ts';
import { panelReader, type AccountDigest, type PanelReader } from './panel-reader.ts';
import {
  modeWords,
  money,
  NOTHING_RUNS,
  rWords,
  sayJson,
  signed,
  utcWords,
} from './panel-words.ts';
import { paint } from '../table.ts';

/** Tell where each account stands, what can still be lost first of all. */
export async function status(options: PanelOptions): Promise<void> {
  const reader = await panelReader(options);
  const standing = await standings(reader, options.account);
  if (options.json === true) {
    return sayJson({ success: true, source: reader.source, accounts: standing.map(jsonOf) });
  }
  if (reader.source === 'journal') process.stderr.write(NOTHING_RUNS);
  process.stdout.write(`${standing.map(statusText).join('\n\n')}\n`);
}

interface Standing {
  readonly account: AccountView;
  readonly limits: LimitsView | undefined;
  readonly agents: readonly AgentView[];
  readonly positions: readonly PositionView[];
  readonly digest: AccountDigest | undefined;
}

async function standings(reader: PanelReader, only: string | undefined): Promise<Standing[]> {
  const [accounts, limits, agents, positions, digests] = await Promise.all([
    reader.accounts(),
    reader.limits(),
    reader.agents(),
    reader.positions(),
    reader.digests(),
  ]);
  const wanted = accounts.filter(({ account }) => only === undefined || account === only);
  return wanted.map((account) => {
    const isIts = (one: { readonly account: string }): boolean => one.account === account.account;
    return {
      account,
      limits: limits.find(isIts),
      agents: agents.filter(isIts),
      positions: positions.filter(isIts),
      digest: digests.find(isIts),
    };
  });
}

function jsonOf({ account, limits, agents, positions, digest }: Standing): object {
  return {
    ...account,
    limits: limits ?? null,
    agents: agents.map(({ symbol, state, why }) => ({ symbol, state, why })),
    positions,
    day: digest ? { day: digest.day, text: noTradeLine(digest) } : null,
  };
}

function statusText(standing: Standing): string {
  const { account, limits, digest } = standing;
  const { currency, balance, equity, openProfit, link } = account;
  const unknown = UNKNOWN[account.state];
  const rows: [string, string][] = [
    ['Can still be lost', lossWords(standing)],
    ['Limits', unknown ?? limits?.text ?? 'unknown'],
    ['Breaker', breakerWords(account, limits)],
    [
      'Money',
      unknown === undefined
        ? `equity ${money(equity, currency)}, balance ${money(balance, currency)}, ` +
          `open profit ${signed(openProfit)}`
        : `balance ${account.lastSeq === 0 ? 'unknown' : money(balance, currency)}; equity is ${unknown}`,
    ],
    ['Link', `${link.up ? 'up' : paint('yellow', 'DOWN')}: ${link.detail}`],
    ['Agents', agentWords(standing.agents, unknown === undefined ? '' : 'as it ended: ')],
    ['Positions', positionWords(standing.positions, currency)],
    ['Today', digest ? noTradeLine(digest) : 'unknown'],
    ['Clock', `${utcWords(account.serverTime)} UTC${speedWords(account.speed)}`],
  ];
  return [
    headline(account),
    ...alarms(account),
    ...rows.map(([name, words]) => `  ${name.padEnd(18)}${words}`),
  ].join('\n');
}

/** Why what only a linked account tells is not known; undefined where it is. */
const UNKNOWN: Readonly<Record<AccountView['state'], string | undefined>> = {
  running: undefined,
  starting: 'not known before it is linked',
  stopped: 'not known while nothing runs',
  failed: 'not known: the account has failed',
};

function headline(account: AccountView): string {
  const { account: name, mode, state, detail, currency } = account;
  const what = mode === 'simulated' ? `, money is ${currency}, nothing here is real` : '';
  const told = state === 'failed' ? paint(['bold', 'red'], 'FAILED') : state;
  return `${modeWords(account)} account ${name}${what}: ${told} (${detail})`;
}

const AFTER_STOP =
  'EMERGENCY STOP: everything was closed, all agents stopped; to go on: kimi-agent agents restart SYMBOL';

/** What must be seen before anything else. */
function alarms({ emergency, flattening, evidence }: AccountView): readonly string[] {
  const words = [
    ...(emergency === 'begun' ? ['EMERGENCY STOP under way: everything is being closed'] : []),
    ...(emergency === 'done' ? [AFTER_STOP] : []),
    ...(flattening ? ['What this program opened is being closed on request'] : []),
  ];
  const notes = evidence ? [`  ${'Evidence'.padEnd(18)}${evidence.says}`] : [];
  return [...words.map((line) => paint(['bold', 'red'], `  ${line}`)), ...notes];
}

function lossWords({ account, limits }: Standing): string {
  const breaker = limits?.breaker;
  if (!breaker) return 'unknown: the account cannot be valued';
  const { loss_left_today: today, loss_left_overall: overall } = breaker;
  const { currency } = account;
  const more = overall === null ? '' : `, ${money(overall, currency)} overall`;
  const closed = account.state === 'running' ? '' : ', counted on the balance';
  return `${money(Math.max(0, today), currency)} today${more}${closed}`;
}

function breakerWords({ breaker, currency }: AccountView, limits: LimitsView | undefined): string {
  if (!breaker) return 'unknown';
  const { state, limit, baseline } = breaker;
  const name = state === 'armed' ? state : paint(['bold', 'yellow'], state.toUpperCase());
  const text = limits?.breaker ? `; ${limits.breaker.text}` : '';
  return `${name}: day began at ${money(baseline, currency)}, ends at ${money(limit, currency)}${text}`;
}

function agentWords(agents: readonly AgentView[], when: string): string {
  if (agents.length === 0) return 'none';
  const counts = new Map<string, number>();
  for (const { state } of agents) counts.set(state, (counts.get(state) ?? 0) + 1);
  const troubled = agents.filter(({ state }) => state === 'DEGRADED' || state === 'QUARANTINED');
  return `${when}${[
    [...counts].map(([state, count]) => `${count} ${state}`).join(', '),
    ...troubled.map(({ symbol, state, why }) => paint('yellow', `${symbol} ${state}: ${why}`)),
  ].join('; ')}`;
}

function positionWords(positions: readonly PositionView[], currency: string): string {
  if (positions.length === 0) return 'none open';
  const words = positions.map(({ symbol, type, volume, r, profit, sl }) => {
    const gain = profit === null ? 'profit unknown' : `${signed(profit)} ${currency}`;
    const stop = sl > 0 ? '' : paint(['bold', 'red'], ', NO STOP');
    return `${symbol} ${type} ${volume} ${rWords(r)} (${gain}${stop})`;
  });
  return `${positions.length} open: ${words.join('; ')}`;
}

function speedWords(speed: number | null): string {
  return speed === null || speed === 1 ? '' : `, the account's own, ×${speed}`;
}
