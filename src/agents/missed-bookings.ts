import type { Charge } from '../execution/charge.ts';
import type { Deal, Position } from '../execution/order.ts';
import type { Lots, Money } from '../market/units.ts';
import type { Desk } from './desk.ts';
import { settleFilled, withoutNoise } from './settle.ts';

/** Write down what the books tell of that was not seen, in the order of time; both lists have it. */
export function takeMissed(
  desk: Desk,
  deals: readonly Deal[],
  charges: readonly Charge[],
  positions: readonly Position[],
): void {
  let charged = 0;
  deals.forEach((deal, at) => {
    for (const charge of charges.slice(charged)) {
      if (charge.time > deal.time) break;
      takeCharge(desk, charge);
      charged += 1;
    }
    takeDeal(desk, deal, deals.slice(at + 1), positions);
  });
  for (const charge of charges.slice(charged)) takeCharge(desk, charge);
}

/** Lost or won: the balance moves, and what the day's limit is counted from stays where it is. */
function takeCharge(desk: Desk, charge: Charge): void {
  const balance = withoutNoise(desk.state.balance + charge.amount) as Money;
  desk.emit({ kind: 'charge', charge, balance });
}

/** The books tell how much is left now; `later` deals of the position tell how much was then. */
function takeDeal(
  desk: Desk,
  deal: Deal,
  later: readonly Deal[],
  positions: readonly Position[],
): void {
  const position = positions.find((held) => held.ticket === deal.position);
  let remaining = position?.lots ?? 0;
  for (const next of later) {
    if (next.position !== deal.position) continue;
    remaining += next.entry === 'out' ? next.lots : -next.lots;
  }
  const net = deal.profit + deal.commission + deal.swap;
  desk.emit({
    kind: 'deal',
    deal,
    remaining: withoutNoise(Math.max(0, remaining)) as Lots,
    ...(position === undefined ? {} : { position }),
    balance: withoutNoise(desk.state.balance + net) as Money,
  });
  settleFilled(desk, deal);
}
