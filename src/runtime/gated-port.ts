import { RETCODE } from '../brokers/retcodes.ts';
import type {
  BrokerEvent,
  BrokerPort,
  BrokerRequest,
  OpenRequest,
  OrderResult,
} from '../execution/broker-port.ts';
import type { UtcMs } from '../market/units.ts';
import type { AccountBoard } from './account-board.ts';

/** Why an opening request is not sent. */
export type GateRefusal = Pick<OrderResult, 'retcode' | 'detail'>;

/** Looks at an opening request in the moment in which it would be sent. */
export type Gate = (request: OpenRequest) => GateRefusal | undefined;

/**
 * A broker port with gates before it: an opening request that one of them refuses is answered with a
 * rejection and never leaves the program. What closes, cancels or changes passes.
 */
export class GatedPort implements BrokerPort {
  readonly #broker: BrokerPort;
  readonly #gates: readonly Gate[];
  readonly #now: () => UtcMs;
  #refused: BrokerEvent[] = [];

  constructor(broker: BrokerPort, gates: readonly Gate[], now: () => UtcMs) {
    this.#broker = broker;
    this.#gates = gates;
    this.#now = now;
  }

  /** Rejections of its own that nobody has drained yet. */
  get hasNews(): boolean {
    return this.#refused.length > 0;
  }

  submit(request: BrokerRequest): void {
    if (request.type !== 'open') return this.#broker.submit(request);
    for (const gate of this.#gates) {
      const refusal = gate(request);
      if (!refusal) continue;
      const { number } = request;
      const answer = { type: 'order-result', time: this.#now(), number } as const;
      this.#refused.push({ ...answer, outcome: 'rejected', ...refusal });
      return;
    }
    this.#broker.submit(request);
  }

  drain(): readonly BrokerEvent[] {
    if (this.#refused.length === 0) return this.#broker.drain();
    const refused = this.#refused;
    this.#refused = [];
    const events = this.#broker.drain();
    return events.length === 0 ? refused : [...refused, ...events];
  }

  onEvent(wake: () => void): void {
    this.#broker.onEvent(wake);
  }
}

/**
 * Claims the request on the board of all accounts. Two accounts that decide within the same moment
 * have not heard of each other; here they do.
 */
export function boardGate(board: AccountBoard): Gate {
  return ({ symbol, side }) => {
    const opposed = board.claim({ symbol, side });
    if (opposed === undefined) {
      const detail = 'not sent: more directions are open than can be compared with other accounts';
      return { retcode: RETCODE.hedgeProhibited, detail };
    }
    if (opposed.length === 0) return undefined;
    const opposite = side === 'buy' ? 'sell' : 'buy';
    const held = `a ${opposite} of ${symbol} went out in the same moment on ${opposed.join(', ')}`;
    return { retcode: RETCODE.hedgeProhibited, detail: `not sent: ${held}` };
  };
}
