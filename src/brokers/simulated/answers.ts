import type { OrderResult } from '../../execution/broker-port.ts';
import type { OrderNumber, Ticket } from '../../execution/order.ts';
import type { UtcMs } from '../../market/units.ts';
import type { Ledger } from './ledger.ts';
import { RETCODE, refusal, type Refusal, type Retcode } from '../retcodes.ts';

/** Tells what became of requests. */
export class Answers {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  refuse(number: OrderNumber, { retcode, detail }: Refusal, time: UtcMs): void {
    this.#ledger.tell({ type: 'order-result', time, number, outcome: 'rejected', retcode, detail });
  }

  accept(
    number: OrderNumber,
    outcome: OrderResult['outcome'],
    retcode: Retcode,
    time: UtcMs,
    order?: Ticket,
  ): void {
    const result: OrderResult = {
      type: 'order-result',
      time,
      number,
      outcome,
      retcode,
      detail: '',
    };
    this.#ledger.tell(order === undefined ? result : { ...result, order });
  }
}

export function gone(position: Ticket): Refusal {
  return refusal(RETCODE.positionClosed, `no position ${position} is open`);
}

export function notWaiting(order: Ticket): Refusal {
  return refusal(RETCODE.invalidOrder, `no order ${order} is waiting`);
}
