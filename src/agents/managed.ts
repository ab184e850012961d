import {
  numberIn,
  type Deal,
  type Magic,
  type OrderNumber,
  type OrderState,
  type Position,
} from '../execution/order.ts';
import { signOf } from '../market/quote.ts';
import type { Price, UtcMs } from '../market/units.ts';
import type { AccountState, OrderRecord, PositionRecord } from './account-state.ts';
import { cameToNothing } from './trade-count.ts';

/** What policies remember of a position. Changed by folding facts alone. */
export interface ManagedState {
  /** The stop of its order, or the first that was seen: from it, R is counted. */
  readonly firstStop: Price;
  /** The newest stop the broker was seen to hold: one that is lost is set to it again. */
  lastStop: Price;
  /** The tightest stop that was asked for and taken; 0 for none: older news may show another. */
  tightest: Price;
  /** When a policy last asked for another stop, and how often since `changesSince`. */
  stopAskedAt: UtcMs;
  stopChanges: number;
  changesSince: UtcMs;
  /** On a netting account: others have added to it. */
  mixed: boolean;
  /** The partial take profit that was asked for and did not come to nothing. */
  partialBy: OrderNumber | undefined;
}

export function newManaged({ stopLoss }: Position, firstStop: Price | undefined): ManagedState {
  return {
    firstStop: firstStop ?? stopLoss,
    lastStop: stopLoss,
    tightest: 0,
    stopAskedAt: 0 as UtcMs,
    stopChanges: 0,
    changesSince: 0 as UtcMs,
    mixed: false,
    partialBy: undefined,
  };
}

/** To be called after each change of a position: which stop does the broker hold? */
export function noteStop(managed: ManagedState, { stopLoss }: Pick<Position, 'stopLoss'>): void {
  if (stopLoss > 0) managed.lastStop = stopLoss;
}

/** A deal of a position that was known before: has somebody else added to it? */
export function noteEntry({ position, managed }: PositionRecord, { entry, magic }: Deal): void {
  if (entry === 'in' && numbersOf(magic) !== numbersOf(position.magic)) managed.mixed = true;
}

/** The namespace of a magic: whose numbers it comes from. */
function numbersOf(magic: Magic): number {
  return magic - numberIn(magic);
}

/** A policy has asked for something: count it at its position and in the account's day. */
export function notePolicy(
  state: AccountState,
  { number, reduction, intendedAt }: OrderRecord,
): void {
  if (reduction?.policy === undefined || reduction.type === 'cancel') return;
  const managed = state.positions.get(reduction.position)?.managed;
  if (reduction.type === 'tighten') {
    state.trades.stopChangesToday += 1;
    if (!managed) return;
    const { daySince } = state.trades;
    if (managed.changesSince !== daySince) managed.stopChanges = 0;
    managed.changesSince = daySince;
    managed.stopChanges += 1;
    managed.stopAskedAt = intendedAt;
  } else if (managed && reduction.policy === 'partial-take-profit') managed.partialBy = number;
}

/** A change of stops was answered as done: no policy asks for a looser one from then on. */
export function noteTightened(record: PositionRecord, stopLoss: Price, takeProfit: Price): void {
  const { position, managed } = record;
  record.position = { ...position, stopLoss, takeProfit };
  noteStop(managed, record.position);
  const isTighter = signOf(position.side) * (stopLoss - managed.tightest) > 0;
  if (managed.tightest === 0 || isTighter) managed.tightest = stopLoss;
}

/** A partial take profit that came to nothing may be asked for again; one that did not, never. */
export function notePartial(state: AccountState, order: OrderRecord, from: OrderState): void {
  const { reduction, number } = order;
  if (reduction?.type !== 'close' || reduction.policy !== 'partial-take-profit') return;
  const managed = state.positions.get(reduction.position)?.managed;
  if (!managed) return;
  const isNothing = cameToNothing(order.state) || order.state === 'cancelled';
  if (isNothing && managed.partialBy === number) managed.partialBy = undefined;
  else if (!isNothing && cameToNothing(from)) managed.partialBy = number;
}
