import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { terminalView, type TerminalView } from '../../api/terminal-view.ts';
import { askRunning } from '../running-program.ts';
import { accountChecks } from './account-checks.ts';
import { clockChecks } from './clock-checks.ts';
import { countdownFor, type Countdown } from './countdown.ts';
import { failing, notChecked, ok, type Finding } from './finding.ts';
import { terminalAccounts, type Ground, type TerminalAccountConfig } from './ground.ts';
import { readTerminalSecret } from './secret-checks.ts';
import { oneAtATime, settleSymbols, type Asker } from './settle-symbols.ts';
import {
  closeSharedDoors,
  doorAddress,
  openSharedDoors,
  type SharedDoors,
} from './shared-doors.ts';
import { symbolChecks } from './symbol-checks.ts';
import { visitTerminal, type Visit } from './visit-terminal.ts';

export interface TerminalWishes {
  /** How long a terminal is waited for, in seconds; 0: it is not. */
  readonly waitS: number;
  /** Our name: the broker's, as a person has answered on the command line. */
  readonly answers: ReadonlyMap<string, string>;
  readonly ask: Asker;
  readonly isQuiet: boolean;
}

const EXAMINED_WITHIN_MS = 120_000;
const AGAIN_MS = 1_000;
const answerSchema = z.object({ terminal: terminalView });

/** Look at the terminal of each account: by the running program, or by listening in its place. */
export async function terminalChecks(ground: Ground, wishes: TerminalWishes): Promise<Finding[]> {
  const countdown = countdownFor(!wishes.isQuiet);
  const ask: Asker = (...about) => countdown.clearFor(() => wishes.ask(...about));
  const asked = { ...wishes, ask: oneAtATime(ask) };
  const accounts = terminalAccounts(ground);
  const listens = !ground.answers && wishes.waitS > 0;
  const isShared = new Set(accounts.map(doorAddress)).size < accounts.length;
  const doors: SharedDoors = listens && isShared ? await openSharedDoors(accounts) : new Map();
  // Terminals dial in at any time: all are waited for at once.
  const found = await Promise.all(
    accounts.map(async (account) => {
      const visit = ground.answers
        ? await byTheProgram(account, ground, asked, countdown)
        : await byOurselves(account, ground, asked, { countdown, doors });
      countdown.done(account);
      return findingsOf(account, visit, asked, ground);
    }),
  );
  await closeSharedDoors(doors);
  return found.flat();
}

/** A terminal dials again within seconds of a start: it is waited for, as by ourselves. */
async function byTheProgram(
  account: TerminalAccountConfig,
  ground: Ground,
  { waitS, answers, ask }: TerminalWishes,
  countdown: Countdown,
): Promise<Visit> {
  const end = performance.now() + waitS * 1000;
  for (;;) {
    const view = await viewOf(account, ground);
    if (typeof view === 'string') return { kind: 'shut', why: view };
    const { linked, says } = view;
    if (linked) {
      await settleSymbols(join(ground.folder, 'accounts', account.name), linked, answers, ask);
      return { kind: 'examined', view };
    }
    const refused = refusalTold(says);
    const left = end - performance.now();
    if (refused || left <= 0) return refused ?? { kind: 'shut', why: says };
    countdown.tick(account, left);
    await pause(AGAIN_MS);
  }
}

/** What the running program says of an account's terminal; a string says why it says nothing. */
async function viewOf(
  { name }: TerminalAccountConfig,
  { running }: Ground,
): Promise<TerminalView | string> {
  const path = `/api/terminal?account=${name}`;
  const answer = running && (await askRunning(running, path, { withinMs: EXAMINED_WITHIN_MS }));
  if (answer?.status === 404) {
    return `the running program was started without the account ${name}: restart it`;
  }
  const read = answerSchema.safeParse(answer?.body);
  if (read.success) return read.data.terminal;
  return `the running program does not answer ${path}: it is of another version, or busy`;
}

/** Whom the program has turned away, as its account says. */
function refusalTold(says: string): Visit | undefined {
  const [, peer = '', code, why = ''] =
    /^(\S+) was not let in, (E_[A-Z]+): (.*)$/s.exec(says) ?? [];
  return code === undefined ? undefined : { kind: 'turned-away', away: { peer, code, why } };
}

async function byOurselves(
  account: TerminalAccountConfig,
  ground: Ground,
  { waitS, answers, ask }: TerminalWishes,
  { countdown, doors }: { readonly countdown: Countdown; readonly doors: SharedDoors },
): Promise<Visit> {
  if (waitS === 0) return { kind: 'unasked', why: '--wait 0: no terminal is waited for' };
  if (ground.isHeld) {
    const why =
      'a process holds the state folder and does not answer: its port is not taken from it';
    return { kind: 'unasked', why };
  }
  const door = doors.get(doorAddress(account));
  if (typeof door === 'string') return { kind: 'shut', why: door };
  const read = readTerminalSecret(account, ground);
  if (!read.ok) return { kind: 'unasked', why: 'without a secret no terminal can be let in' };
  const folder = join(ground.folder, 'accounts', account.name);
  const settle = async ({ linked }: TerminalView): Promise<boolean> =>
    linked !== null && (await settleSymbols(folder, linked, answers, ask));
  return visitTerminal(account, {
    secret: read.secret,
    folder,
    door,
    waitMs: waitS * 1000,
    countdown: (leftMs) => countdown.tick(account, leftMs),
    settle,
  });
}

function findingsOf(
  account: TerminalAccountConfig,
  visit: Visit,
  { waitS }: TerminalWishes,
  ground: Ground,
): Finding[] {
  const { name } = account;
  const reachable = { group: 'terminal', item: 'reachable', account: name } as const;
  const rest = (why: string): Finding[] =>
    (['clock', 'account', 'symbols'] as const).map((group) =>
      notChecked({ group, item: 'terminal', account: name }, why),
    );
  const unseen = rest('its terminal was not looked at');
  if (visit.kind === 'examined' && visit.view.linked) {
    const { linked, says } = visit.view;
    return [
      ok(reachable, `${says}; Expert Advisor ${linked.expert}, build ${linked.build}`),
      ...clockChecks(account, linked),
      ...accountChecks(account, linked),
      ...symbolChecks(account, linked, ground.answers),
    ];
  }
  if (visit.kind === 'turned-away') {
    const { code, why } = visit.away;
    return [failing(reachable, `turned away, ${code}: ${why}`, awayTodo(code, account)), ...unseen];
  }
  if (visit.kind === 'silent')
    return [failing(reachable, silence(account, waitS), dial(account)), ...unseen];
  if (visit.kind === 'unasked') return [notChecked(reachable, visit.why), ...unseen];
  const why = visit.kind === 'shut' ? visit.why : 'it tells nothing';
  return [failing(reachable, why, dial(account)), ...unseen];
}

function silence({ mt5 }: TerminalAccountConfig, waitS: number): string {
  return `no terminal has dialled ${mt5.host}:${mt5.port} within ${waitS} s`;
}

function dial({ name, mt5 }: TerminalAccountConfig): string {
  return [
    `In the terminal of ${mt5.login}: KimiBridge on one chart, its InpHost ${mt5.host}, InpPort ${mt5.port};`,
    `${mt5.host} allowed under Tools > Options > Expert Advisors; Algo Trading green. Its chart says more.`,
    `Never installed? kimi-agent mt5 install --account ${name}`,
  ].join('\n');
}

function awayTodo(code: string, { name, mt5 }: TerminalAccountConfig): string {
  switch (code) {
    case 'E_AUTH':
      return `Give both ends the same secret: kimi-agent mt5 install --account ${name}, then restart the Expert Advisor.`;
    case 'E_ACCOUNT':
      return `Log the terminal in to ${mt5.login} on ${mt5.server}, or correct the account in the configuration.`;
    case 'E_REAL':
      return `If real money is to be traded: mode: real, and under mt5: arm_real_login: ${mt5.login}. Else log in to a demo account.`;
    case 'E_PROTO':
      return `Install the Expert Advisor that came with this version: kimi-agent mt5 install --account ${name}`;
    default:
      return 'Nothing but the Expert Advisor KimiBridge may dial this port; look at its chart.';
  }
}
