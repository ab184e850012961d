import { magicOf, orderNumberOf, type OrderNumber } from '../execution/order.ts';
import type { Lots, Money, Points, SymbolName } from '../market/units.ts';
import { INSTRUMENTS, NAMESPACE, OTHERS } from './setting.ts';
import type { World } from './world.ts';

/** Small beside what may be lost in a day: a charge alone would end a world's trading too soon. */
const MOST_CHARGED = 15;

/** What others do to the account, past the wire: trade on it, take our stops away, pay in and out, charge. */
export class Others {
  readonly #world: World;
  readonly #hear: () => void;
  /** They number their requests by themselves; their answers are not for us. */
  #number = 1_000_000;

  /** `hear` lets what the broker says of it set out. */
  constructor(world: World, hear: () => void) {
    this.#world = world;
    this.#hear = hear;
  }

  /** Money is paid in, paid out or lent, or charged; what is lent may be taken back. */
  pay(): void {
    const { fate } = this.#world;
    const fault = fate.pick(['is paid in', 'is paid out', 'is lent', 'is charged']);
    if (fault === 'is charged') return this.#charge();
    const { credit = 0 } = this.#world.broker.account();
    const amount = fate.between(10_000, 100_000) / 100;
    const sum = fault === 'is paid out' || (fault === 'is lent' && credit > 0) ? -amount : amount;
    this.#world.table.count('world', 'money', fault);
    this.#world.note(`${sum} ${fault}`);
    this.#world.paid.push((this.#world.paid.at(-1) ?? 0) + sum);
    if (fault === 'is lent') this.#world.broker.pay(0 as Money, sum as Money);
    else this.#world.broker.pay(sum as Money);
    this.#hear();
  }

  /** The broker takes money without a trade, or gives it: lost or won, and no payment. */
  #charge(): void {
    const { fate } = this.#world;
    const kind = fate.pick(['charge', 'commission', 'interest', 'tax']);
    const amount = fate.between(100, MOST_CHARGED * 100) / 100;
    const sum = kind === 'interest' ? amount : -amount;
    this.#world.table.count('world', 'money', 'is charged');
    this.#world.note(`${sum} is charged (${kind})`);
    this.#world.broker.charge(kind, sum as Money);
    this.#hear();
  }

  /** Somebody else opens a position on the account. */
  trade(): void {
    const { luck } = this.#world;
    // Volume of others in a symbol of ours is not what a netting account is for.
    if (this.#world.extras.netting) return;
    const symbol = luck.among(this.#world.market.symbols) as SymbolName;
    this.#world.table.count('world', 'others', 'trade');
    this.#number += 1;
    const number = this.#number as OrderNumber;
    const { point, digits } = INSTRUMENTS.get(symbol) ?? { point: 1, digits: 0 };
    const stop = this.#world.market.bidOf(symbol) - 300 * point;
    this.#world.broker.submit({
      type: 'open',
      number,
      magic: magicOf(OTHERS, number),
      symbol,
      side: 'buy',
      kind: 'market',
      lots: luck.pick([0.05, 0.05, 0.3]) as Lots,
      price: 0,
      stopLoss: luck.chance(0.85) ? Number(stop.toFixed(digits)) : 0,
      takeProfit: 0,
      deviation: 1000 as Points,
      comment: 'by hand',
    });
    this.#hear();
  }

  /** Somebody else closes what he has. */
  close(): void {
    for (const { ticket, magic, lots } of this.#world.truth.positions.values()) {
      if (orderNumberOf(OTHERS, magic) === undefined) continue;
      this.#number += 1;
      const number = this.#number as OrderNumber;
      this.#world.broker.submit({
        type: 'close',
        number,
        magic: magicOf(OTHERS, number),
        position: ticket,
        lots,
      });
    }
    this.#hear();
  }

  /** The broker drops the stop of a position of ours. */
  dropStop(): void {
    const ours = [...this.#world.truth.positions.values()].filter(({ magic, stopLoss }) => {
      return stopLoss > 0 && orderNumberOf(NAMESPACE, magic) !== undefined;
    });
    const position = this.#world.luck.among(ours);
    if (!position) return;
    this.#world.table.count('world', 'stop', 'is dropped');
    this.#world.note(`the stop of ${position.ticket} is dropped`);
    this.#number += 1;
    const number = this.#number as OrderNumber;
    this.#world.broker.submit({
      type: 'modify',
      number,
      magic: magicOf(OTHERS, number),
      position: position.ticket,
      stopLoss: 0,
      takeProfit: position.takeProfit,
    });
    this.#hear();
  }
}
