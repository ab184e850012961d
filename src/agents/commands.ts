import type { OrderNumber, Ticket } from '../execution/order.ts';
import { meantHint } from '../market/nearest-name.ts';
import type { SymbolName } from '../market/units.ts';
import { setAgent } from './agent-settings.ts';
import { endWait } from './approval-wait.ts';
import type { Approvals } from './approvals.ts';
import type { BreakerWatch } from './breaker-watch.ts';
import type { Command, CommandAnswer } from './command.ts';
import type { Desk } from './desk.ts';
import { targetOf } from './flatten.ts';
import { foreignVolume } from './netting.ts';

const NOT_NOW =
  'an emergency stop is under way: it must be done before an agent can start. Try again shortly';

/** What commands act on. */
export interface CommandedParts {
  readonly desk: Desk;
  readonly approvals: Approvals;
  readonly breaker: BreakerWatch;
}

/** Carry out a person's or a program's command. The answer says in words what happened, or why not. */
export function carryOut(
  { desk, approvals, breaker }: CommandedParts,
  command: Command,
  by: string,
): CommandAnswer {
  switch (command.type) {
    case 'create-agent':
      return createAgent(desk, command.symbol);
    case 'stop-agent':
      return stopAgent(desk, command.symbol, `stopped by ${by}`);
    case 'restart-agent':
      return restartAgent(desk, command.symbol, by);
    case 'set-agent':
      return setAgent(desk, command);
    case 'close-position':
      return closePosition(desk, command.position, by);
    case 'quarantine-agent':
      return quarantineAgent(desk, command.symbol, command.why);
    case 'flatten':
      return flatten(desk, by);
    case 'rearm-breaker':
      return rearmBreaker(desk, breaker, by);
    case 'emergency-stop':
      return emergencyStop(desk, by);
    case 'approve-signal':
      return approvals.grant(command.signalId, by);
    case 'decline-signal':
      return approvals.decline(command.signalId, by);
  }
}

function createAgent(desk: Desk, symbol: SymbolName): CommandAnswer {
  if (!desk.instruments.has(symbol)) {
    const known = [...desk.instruments.keys()];
    const hint = meantHint(symbol, known);
    return {
      ok: false,
      reason: 'unknown-symbol',
      message: `${symbol} is not an instrument of this account.${hint} It knows ${known.join(', ')}`,
    };
  }
  if (desk.state.emergency === 'begun') return { ok: false, reason: 'not-now', message: NOT_NOW };
  const agent = desk.state.agents.get(symbol);
  if (agent && agent.state !== 'STOPPED') {
    return {
      ok: false,
      reason: 'agent-exists',
      message: `an agent for ${symbol} already exists and is ${agent.state}`,
    };
  }
  const foreign = foreignVolume(desk, symbol);
  if (foreign !== undefined) return { ok: false, reason: 'not-now', message: foreign };
  desk.emit({ kind: 'agent-created', symbol });
  return { ok: true, message: `agent for ${symbol} created` };
}

function stopAgent(desk: Desk, symbol: SymbolName, why: string): CommandAnswer {
  const agent = desk.state.agents.get(symbol);
  if (!agent || agent.state === 'STOPPED') return noAgent(desk, symbol);
  desk.emit({ kind: 'agent-state', symbol, state: 'STOPPED', why });
  return { ok: true, message: `agent for ${symbol} stopped; its positions keep their stops` };
}

export function restartAgent(desk: Desk, symbol: SymbolName, by: string): CommandAnswer {
  const agent = desk.state.agents.get(symbol);
  if (!agent) return noAgent(desk, symbol);
  if (desk.state.emergency === 'begun') return { ok: false, reason: 'not-now', message: NOT_NOW };
  const foreign = foreignVolume(desk, symbol);
  if (foreign !== undefined) return { ok: false, reason: 'not-now', message: foreign };
  if (agent.state !== 'STOPPED') stopAgent(desk, symbol, `restarted by ${by}`);
  desk.emit({ kind: 'agent-created', symbol });
  return { ok: true, message: `agent for ${symbol} restarted` };
}

function quarantineAgent(desk: Desk, symbol: SymbolName, why: string): CommandAnswer {
  const agent = desk.state.agents.get(symbol);
  if (!agent || agent.state === 'STOPPED') return noAgent(desk, symbol);
  desk.emit({ kind: 'fault', where: symbol, detail: why });
  desk.emit({ kind: 'agent-state', symbol, state: 'QUARANTINED', why });
  return { ok: true, message: `agent for ${symbol} quarantined: ${why}` };
}

function noAgent({ state }: Desk, symbol: SymbolName): CommandAnswer {
  const others = [...state.agents.keys()].filter((other) => other !== symbol);
  const message = `no agent is running for ${symbol}.${meantHint(symbol, others)}`;
  return { ok: false, reason: 'no-such-agent', message };
}

function closePosition(desk: Desk, ticket: Ticket, by: string): CommandAnswer {
  const record = desk.state.positions.get(ticket);
  if (!record) {
    return {
      ok: false,
      reason: 'no-such-position',
      message: `no open position has ticket ${ticket}`,
    };
  }
  const underway = closeUnderway(desk, ticket);
  if (underway !== undefined) {
    const message = `position ${ticket} is being closed already, by request ${underway}`;
    return { ok: false, reason: 'not-now', message };
  }
  const { position } = record;
  const number = desk.reduce({
    type: 'close',
    position: ticket,
    lots: position.lots,
    why: `closed by ${by}`,
  });
  return {
    ok: true,
    message: `close of ${position.lots} lots ${position.symbol} sent as request ${number}`,
  };
}

function emergencyStop(desk: Desk, by: string): CommandAnswer {
  if (desk.state.emergency !== 'begun') desk.emit({ kind: 'emergency-stop', state: 'begun', by });
  for (const agent of desk.state.agents.values()) {
    if (agent.state !== 'STOPPED') stopAgent(desk, agent.symbol, `emergency stop by ${by}`);
  }
  for (const waits of desk.state.waiting.values()) {
    endWait(desk, waits, 'declined', by, 'emergency stop');
  }
  const open = desk.state.positions.size;
  return {
    ok: true,
    message: `emergency stop: all agents stopped, ${open} open positions being closed`,
  };
}

function flatten(desk: Desk, by: string): CommandAnswer {
  if (!desk.state.flattening) desk.emit({ kind: 'flatten', state: 'begun', by });
  const open = desk.state.positions.size;
  return { ok: true, message: `flattening: ${open} open positions, of which ours are closed` };
}

function rearmBreaker({ state }: Desk, breaker: BreakerWatch, by: string): CommandAnswer {
  if (state.breaker?.state !== 'tripped') {
    const message = 'the circuit breaker is not tripped: there is nothing to arm';
    return { ok: false, reason: 'not-now', message };
  }
  if (!breaker.rearm(by)) {
    const message =
      'the account cannot be valued now: the breaker is armed with a known equity only';
    return { ok: false, reason: 'not-now', message };
  }
  return { ok: true, message: 'the circuit breaker is armed again; agents may trade' };
}

/** A second close of the same volume would open the other side on a netting account. */
function closeUnderway(desk: Desk, ticket: Ticket): OrderNumber | undefined {
  for (const order of desk.state.underway.values()) {
    if (order.reduction?.type !== 'close') continue;
    if (targetOf(order) === ticket) return order.number;
  }
  return undefined;
}
