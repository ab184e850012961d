import type { Ticket } from '../execution/order.ts';
import type { Money, SymbolName, UtcMs } from '../market/units.ts';
import { foldBreaker, type BreakerChange } from '../risk/breaker-memory.ts';
import { type AccountState, type OrderRecord, type PositionRecord } from './account-state.ts';
import { FAULTS_KEPT } from './agent-restarts.ts';
import { foldAgentSettings } from './agent-settings.ts';
import { condemn, forgetClosed } from './condemned.ts';
import type { Fact, FactBody } from './fact.ts';
import { forgetOldestEnded, orderOf, refile } from './filed-orders.ts';
import {
  newManaged,
  noteEntry,
  notePartial,
  notePolicy,
  noteStop,
  noteTightened,
} from './managed.ts';
import { beginTradeDay, countIntended, countOutcome, countFate } from './trade-count.ts';

/** Deal tickets remembered to know a repeated report. */
const DEALS_KEPT = 20_000;
/** Books that are read so long after an answer are younger than what it answered. */
const SHOWN_AFTER_MS = 60_000;

type Body<Kind extends FactBody['kind']> = Extract<FactBody, { kind: Kind }>;

/** Fold one fact into the state. Never decides, never refuses: what is a fact has happened. */
export function applyFact(state: AccountState, fact: Fact): void {
  state.seq = fact.seq;
  if (fact.time > state.time) state.time = fact.time;
  const body = fact.body;
  switch (body.kind) {
    case 'agent-created':
      return agentCreated(state, fact.time, body.symbol);
    case 'agent-state':
      return agentState(state, body);
    case 'signal':
      return applySignal(state, fact, body);
    case 'signal-approval':
      return applyApproval(state, body);
    case 'order-intended':
    case 'reduction-intended':
      return applyIntended(state, fact, body);
    case 'order-state':
      return applyOrderState(state, fact, body);
    case 'deal':
      return applyDeal(state, body);
    case 'charge':
      rememberDeal(state, body.charge.ticket);
      state.balance = body.balance;
      return;
    case 'position-changed':
      return applyPosition(state, body);
    case 'pending-changed':
      return applyPending(state, body);
    case 'reconciled':
      return applyReconciled(state, fact, body);
    case 'account-read':
      state.account = body.account;
      state.balance = body.account.balance;
      if (body.day) applyBreaker(state, body.day);
      return;
    case 'day-started':
      if (body.endsAt !== state.breaker?.endsAt) beginTradeDay(state.trades, fact.time);
      return applyBreaker(state, body);
    case 'breaker':
      return applyBreaker(state, body);
    case 'emergency-stop':
      state.emergency = body.state;
      return;
    case 'flatten':
      state.flattening = body.state === 'begun';
      return;
    case 'link':
      state.link = { up: body.up, detail: body.detail };
      return;
    case 'command':
      return foldAgentSettings(state, fact.time, body);
    case 'elsewhere':
      state.elsewhere = body.elsewhere;
      return;
    case 'fault':
      return noteFault(state, fact.time, body.where as SymbolName);
    case 'session-started':
    case 'instrument-changed':
      return;
  }
}

function agentCreated(state: AccountState, time: UtcMs, symbol: SymbolName): void {
  // Somebody has started an agent again: a stop that is done is over.
  if (state.emergency === 'done') state.emergency = 'none';
  state.agents.set(symbol, {
    symbol,
    state: 'READY',
    why: 'created',
    createdAt: time,
    lastDecidedAt: time,
    lastDecision: undefined,
    faults: [],
    retryAt: undefined,
  });
}

function agentState(state: AccountState, { symbol, ...now }: Body<'agent-state'>): void {
  const agent = state.agents.get(symbol);
  if (!agent) return;
  agent.state = now.state;
  agent.why = now.why;
  agent.retryAt = now.retryAt;
}

/** A fault of an agent counts until a person creates it anew, or time passes: see `restartAfter()`. */
function noteFault(state: AccountState, time: UtcMs, symbol: SymbolName): void {
  const agent = state.agents.get(symbol);
  if (agent) agent.faults = [...agent.faults, time].slice(-FAULTS_KEPT);
}

function applyPending(state: AccountState, { order, state: to }: Body<'pending-changed'>): void {
  const before = state.pending.get(order.ticket)?.lots ?? 0;
  if (to === 'placed') state.pending.set(order.ticket, order);
  else state.pending.delete(order.ticket);
  // What no longer waits was filled, and is a position on its way until its deal is told.
  const isFilled = to === 'filled' || (to === 'placed' && order.lots < before);
  const record = isFilled ? orderOf(state, order.magic) : undefined;
  if (record) {
    record.shown = false;
    refile(state, record);
  }
  forgetClosed(state);
}

function applyBreaker(state: AccountState, change: BreakerChange): void {
  const wasTripped = state.breaker?.state === 'tripped';
  state.breaker = foldBreaker(state.breaker, change);
  if (wasTripped && state.breaker?.state !== 'tripped') condemn(state);
}

function applySignal(state: AccountState, fact: Fact, { signal, verdict }: Body<'signal'>): void {
  if (!verdict.taken && verdict.waitsUntil !== undefined) {
    const waits = { signal, since: fact.time, until: verdict.waitsUntil };
    state.waiting.set(signal.id, waits);
  }
  const agent = state.agents.get(signal.symbol);
  if (!agent) return;
  agent.lastDecidedAt = signal.time;
  agent.lastDecision = {
    time: signal.time,
    side: signal.side,
    confidence: signal.confidence,
    verdict,
  };
}

/** The bar it came from was decided on long ago: later ones have moved the agent on. */
function applyApproval(state: AccountState, { signal, verdict }: Body<'signal-approval'>): void {
  state.waiting.delete(signal.id);
  const last = state.agents.get(signal.symbol)?.lastDecision;
  if (last && verdict && last.time === signal.time && last.side === signal.side) {
    last.verdict = verdict;
  }
}

function applyIntended(
  state: AccountState,
  fact: Fact,
  body: Body<'order-intended'> | Body<'reduction-intended'>,
): void {
  const intended = {
    number: body.number,
    magic: body.magic,
    intendedAt: fact.time,
    state: 'intended' as const,
    since: fact.time,
    retcode: undefined,
    detail: '',
    ticket: undefined,
    shown: false,
  };
  const record: OrderRecord =
    body.kind === 'order-intended'
      ? { ...intended, opening: { order: body.order, lots: body.lots, risk: body.risk } }
      : { ...intended, reduction: body.reduction };
  state.orders.set(body.number, record);
  refile(state, record);
  if (record.opening) countIntended(state.trades);
  state.trades.requestsToday += 1;
  notePolicy(state, record);
  if (body.number >= state.nextNumber) state.nextNumber = body.number + 1;
  forgetOldestEnded(state);
}

function applyOrderState(state: AccountState, fact: Fact, body: Body<'order-state'>): void {
  const order = state.orders.get(body.number);
  if (!order) return;
  const from = order.state;
  order.state = body.state;
  order.since = fact.time;
  order.retcode = body.retcode;
  order.detail = body.detail;
  if (body.ticket !== undefined) order.ticket = body.ticket;
  if (order.opening) countFate(state.trades, order, from);
  notePartial(state, order, from);
  // A cancel or a change of stops has no deal to wait for.
  if (order.reduction && order.reduction.type !== 'close') order.shown = true;
  refile(state, order);
  if (order.reduction?.type === 'tighten' && body.state === 'filled') {
    const { position: ticket, stopLoss, takeProfit } = order.reduction;
    const held = state.positions.get(ticket);
    if (held) noteTightened(held, stopLoss, takeProfit);
  }
  forgetClosed(state);
}

function applyDeal(state: AccountState, body: Body<'deal'>): void {
  const { deal, position } = body;
  rememberDeal(state, deal.ticket);
  if (deal.time >= state.lastDealAt) {
    state.lastDealAt = deal.time;
    state.newestDeal = deal.ticket;
  }
  state.balance = body.balance;
  const order = orderOf(state, deal.magic);
  if (order) {
    order.shown = true;
    refile(state, order);
  }
  const realised = (deal.profit + deal.commission + deal.swap) as Money;
  const known = state.positions.get(deal.position);
  if (known) {
    known.realised = (known.realised + realised) as Money;
    noteEntry(known, deal);
  }
  if (!position) {
    if (known && known.risk > 0) countOutcome(state.trades, known.realised, deal.time);
    state.positions.delete(deal.position);
    return forgetClosed(state);
  }
  if (known) take(known, position);
  else state.positions.set(position.ticket, newRecord(state, position, realised));
}

function take(record: PositionRecord, position: PositionRecord['position']): void {
  record.position = position;
  noteStop(record.managed, position);
}

function newRecord(
  state: AccountState,
  position: PositionRecord['position'],
  realised: Money,
): PositionRecord {
  const { risk = 0 as Money, order } = orderOf(state, position.magic)?.opening ?? {};
  const managed = newManaged(position, order?.stopLoss);
  return { position, risk, signalId: order?.signalId, realised, managed };
}

function rememberDeal(state: AccountState, ticket: Ticket): void {
  state.knownDeals.add(ticket);
  if (state.knownDeals.size <= DEALS_KEPT) return;
  for (const oldest of state.knownDeals) {
    state.knownDeals.delete(oldest);
    return;
  }
}

function applyPosition(state: AccountState, { position }: Body<'position-changed'>): void {
  const known = state.positions.get(position.ticket);
  if (known) take(known, position);
}

function applyReconciled(state: AccountState, fact: Fact, body: Body<'reconciled'>): void {
  state.reconciledAt = fact.time;
  state.account = body.account;
  state.balance = body.account.balance;
  if (body.day) applyBreaker(state, body.day);
  const before = new Map(state.positions);
  state.positions.clear();
  for (const position of body.positions) {
    const known = before.get(position.ticket);
    if (known) take(known, position);
    state.positions.set(position.ticket, known ?? newRecord(state, position, 0 as Money));
  }
  state.pending.clear();
  for (const order of body.orders) state.pending.set(order.ticket, order);
  for (const order of state.underway.values()) {
    // Its deal is in the books if it is anywhere; just answered, it may be younger than they are.
    if (order.state !== 'filled' || fact.time - order.since < SHOWN_AFTER_MS) continue;
    order.shown = true;
    refile(state, order);
  }
  const { nextNumber, chargesFrom } = body;
  if (chargesFrom !== undefined) state.chargesFrom = chargesFrom;
  if (nextNumber !== undefined && nextNumber > state.nextNumber) state.nextNumber = nextNumber;
  forgetClosed(state);
}
