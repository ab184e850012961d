import type { BrokerRequest } from '../execution/broker-port.ts';
import { signOf } from '../market/quote.ts';
import type { Price } from '../market/units.ts';
import { numberIn, orderNumberOf, type Ticket } from '../execution/order.ts';
import type { AccountState } from '../agents/account-state.ts';
import { NAMESPACE } from './setting.ts';
import type { Truth } from './truth.ts';
import { promise } from './violation.ts';

const NOISE = 1e-8;

/**
 * What closes or changes stops asks for no more than there is, and never for more risk. `heard` are
 * the deals that the process knows of, `stops` the newest stop that it saw each position have.
 */
export function promiseReduction(
  request: BrokerRequest,
  { positions, deals }: Truth,
  heard: ReadonlySet<Ticket>,
  stops: ReadonlyMap<Ticket, Price>,
): void {
  if (request.type === 'close') {
    const held = positions.get(request.position);
    // Its stop or target was hit, or others closed what is theirs, and we have not heard of it.
    if (!held || orderNumberOf(NAMESPACE, held.magic) === undefined) return;
    if (request.lots > held.lots + NOISE && hasBegunUnheard(held.ticket, deals, heard)) return;
    promise(request.lots <= held.lots + NOISE, () => {
      return `close ${request.number} is of ${request.lots} lots, ${held.ticket} has ${held.lots}`;
    });
  } else if (request.type === 'modify') {
    const held = positions.get(request.position);
    if (!held) return;
    const before = held.stopLoss > 0 ? held.stopLoss : (stops.get(held.ticket) ?? 0);
    if (before === 0) return;
    promise(signOf(held.side) * (request.stopLoss - before) >= -NOISE, () => {
      const { number, stopLoss } = request;
      return `request ${number} moves the stop of ${held.ticket} from ${before} to ${stopLoss}`;
    });
  }
}

/**
 * Did a position end, and another one begin under its ticket by what was left of a limit order, of
 * which the process has not heard? It closes the one that it knows, and the broker refuses too much.
 */
function hasBegunUnheard(
  ticket: Ticket,
  deals: Truth['deals'],
  heard: ReadonlySet<Ticket>,
): boolean {
  let lots = 0;
  let hasEnded = false;
  for (const deal of deals.values()) {
    if (deal.position !== ticket) continue;
    if (deal.entry === 'in' && hasEnded && !heard.has(deal.ticket)) return true;
    lots += deal.entry === 'in' ? deal.lots : -deal.lots;
    hasEnded ||= lots < NOISE;
  }
  return false;
}

/**
 * A part of a position is taken once, whatever became of the answers. What is left of a limit order
 * may be filled after its position was closed: under the same ticket another one begins.
 */
export function promiseParts({ orders }: AccountState, { deals }: Truth): void {
  const held = new Map<Ticket, number>();
  const taken = new Map<Ticket, number>();
  for (const { position, entry, lots, magic } of deals.values()) {
    const before = held.get(position) ?? 0;
    if (before < NOISE) taken.delete(position);
    held.set(position, before + (entry === 'in' ? lots : -lots));
    const { reduction, number } = orders.get(numberIn(magic)) ?? {};
    if (reduction?.type !== 'close' || reduction.policy !== 'partial-take-profit') continue;
    if (orderNumberOf(NAMESPACE, magic) === undefined) continue;
    const first = taken.get(position) ?? number;
    promise(first === number, () => `a part of ${position} was taken by ${first} and by ${number}`);
    if (number !== undefined) taken.set(position, number);
  }
}
