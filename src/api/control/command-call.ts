import type { FastifyRequest } from 'fastify';
import type { Command, CommandAnswer } from '../../agents/command.ts';
import type { ControlRoom } from '../control-room.ts';
import { OWNER } from '../door/grant.ts';
import { Refusal } from '../documents/refusal.ts';

/** Status of the answer to each refusal of a command, where it differs from 400. */
export type RefusalStatus = Partial<Record<RefusedAnswer['reason'], number>>;
type RefusedAnswer = Extract<CommandAnswer, { ok: false }>;

/** Who a command came from, for the journal: how it was let in, whose token, from which address. */
export function callerOf(request: FastifyRequest): string {
  const { caller, grant, ip } = request;
  const whose = grant === undefined || grant.id === OWNER.id ? '' : ` ${grant.name}`;
  return `${caller}${whose} ${ip}`;
}

/** Hand a command to an account and answer its message; everything else is a refusal. */
export async function carryOut(
  room: ControlRoom,
  account: string,
  command: Command,
  request: FastifyRequest,
  statuses: RefusalStatus = {},
): Promise<string> {
  const answer = await room.command(account, command, callerOf(request));
  if (answer === 'timeout') throw notConfirmed(room, account);
  if (answer.ok) return answer.message;
  throw refused(room, account, answer, statuses);
}

/**
 * Commands that start something need a running account. Those that reduce risk (stop, close) are
 * never held back here: the account itself says what it can still do.
 */
export function needStarted(room: ControlRoom, account: string): void {
  const view = room.accounts().find((candidate) => candidate.account === account);
  if (view === undefined || view.state === 'running' || view.state === 'stopped') return;
  const members = { account, state: view.state };
  const detail = `Account ${account} is ${view.state}: ${view.detail}`;
  if (view.state === 'starting') {
    const headers = { 'retry-after': '2' };
    throw new Refusal(503, 'account-not-running', detail, { members, headers });
  }
  throw new Refusal(409, 'account-not-running', detail, { members });
}

export function timeoutWords(room: ControlRoom, account: string): string {
  const view = room.accounts().find((candidate) => candidate.account === account);
  const state = view === undefined ? '' : ` It is ${view.state}: ${view.detail}`;
  return (
    `Account ${account} has not answered in time. The command may still be carried out: ` +
    `look at its agents and positions before sending it again.${state}`
  );
}

function notConfirmed(room: ControlRoom, account: string): Refusal {
  return new Refusal(504, 'not-confirmed', timeoutWords(room, account), { members: { account } });
}

function refused(
  room: ControlRoom,
  account: string,
  answer: RefusedAnswer,
  statuses: RefusalStatus,
): Refusal {
  const members = { account, reason: answer.reason };
  if (answer.reason === 'not-now' && !isRunning(room, account)) {
    return new Refusal(409, 'account-not-running', answer.message, { members });
  }
  const status = statuses[answer.reason] ?? 400;
  const problem = answer.reason === 'no-such-agent' ? 'no-such-agent' : 'refused';
  return new Refusal(status, problem, answer.message, { members });
}

function isRunning(room: ControlRoom, account: string): boolean {
  return room.accounts().some((view) => view.account === account && view.state === 'running');
}
