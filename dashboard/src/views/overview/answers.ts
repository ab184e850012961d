import type { AccountView, AgentView, LimitsView } from '../../api/types.ts';
import { duration } from '../../format/clock.ts';
import { confidence, money } from '../../format/numbers.ts';
import { reasonWords } from '../../reason-words.ts';
import { words } from '../../words.ts';

/** Answers to what a newcomer asks, in words, from what the program says. */

export function worksWords(account: AccountView, agents: readonly AgentView[]): string {
  const say = words.answers;
  const running = agents.filter(({ state }) => state === 'RUNNING').length;
  if (account.state !== 'running') return say.worksNot(account.detail);
  if (!account.link.up) return say.worksUnlinked(account.link.detail);
  return say.worksSays(running, agents.length, account.marketOpen);
}

export function canLose(
  { breaker, currency, serverTime }: AccountView,
  limits: LimitsView | undefined,
): string {
  const say = words.answers;
  if (breaker === null) return say.unknown;
  if (breaker.state === 'tripped') return say.tripped;
  const left = duration(breaker.endsAt - serverTime);
  const today = say.canLoseSays(money(breaker.distance, currency), left);
  const overall = limits?.breaker?.loss_left_overall ?? null;
  return overall === null ? today : `${today} ${say.overall(money(overall, currency))}`;
}

export function atRisk(
  { currency }: AccountView,
  limits: LimitsView | undefined,
  positions: number,
  unstopped: number,
): string {
  const rooms = limits?.report?.rooms;
  const used = rooms?.find(({ limit }) => limit === 'max_total_exposure_pct')?.used;
  if (used === undefined && positions > 0) return words.none;
  return words.answers.atRiskSays(money(used ?? 0, currency), positions, unstopped);
}

export function diesWords(positions: number, unstopped: number): string {
  const say = words.answers;
  if (unstopped > 0) return say.diesUnsafe(unstopped);
  return positions === 0 ? say.diesNone : say.diesSafe(positions);
}

/** What keeps it from trading, or the newest candidate and what became of it. */
export function whyNot(account: AccountView, agents: readonly AgentView[]): string {
  const say = words.answers;
  if (account.breaker?.state === 'tripped') return say.whyNotTripped;
  if (!account.marketOpen) return say.whyNotClosed;
  if (!agents.some(({ state }) => state === 'RUNNING')) return say.whyNotNobody;
  const decided = agents.flatMap(({ symbol, lastDecision }) =>
    lastDecision ? { symbol, ...lastDecision } : [],
  );
  const [newest] = decided.toSorted((one, other) => other.time - one.time);
  if (newest === undefined) return say.whyNotYet;
  const { side, symbol, taken, reason, detail } = newest;
  const what = `${words.side[side]} ${symbol} (${confidence(newest.confidence)})`;
  return taken ? say.whyTaken(what) : say.whyNotSays(what, reasonWords(reason), detail);
}
