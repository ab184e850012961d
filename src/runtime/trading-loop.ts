import type { AccountCore } from '../agents/account-core.ts';
import type { CoreEvent } from '../agents/core-event.ts';
import type { Intent, Output, WatchRequest } from '../agents/output.ts';
import type { BrokerPort } from '../execution/broker-port.ts';
import type { Journal } from '../journal/journal.ts';

export interface LoopParts {
  readonly core: AccountCore;
  readonly journal: Journal;
  readonly broker: BrokerPort;
  /** Serves the core's wish to see a symbol. */
  readonly watch: (request: WatchRequest) => void;
  /** Told of every output once its facts are in the journal; must not keep the arrays. */
  readonly observe: (output: Output) => void;
}

/**
 * Carries events to the core and what it intends to the broker, in the one order that is safe: facts
 * into the journal, the journal onto the disk, only then the request out.
 */
export class TradingLoop {
  readonly #parts: LoopParts;

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  feed(event: CoreEvent): void {
    this.carry(this.#parts.core.process(event));
  }

  /** Give the core what the broker has said since the last call. */
  takeBrokerEvents(): void {
    const { broker } = this.#parts;
    for (let events = broker.drain(); events.length > 0; events = broker.drain()) {
      for (const event of [...events]) this.feed({ type: 'broker', time: event.time, event });
    }
  }

  carry(output: Output): void {
    const { core, journal, broker, watch, observe } = this.#parts;
    if (output.facts.length > 0) journal.append(output.facts);
    const intents: readonly Intent[] = output.intents.length > 0 ? [...output.intents] : NO_INTENTS;
    if (intents.some((intent) => 'number' in intent)) journal.commit(core.desk.state.nextNumber);
    observe(output);
    for (const intent of intents) {
      if (intent.type === 'watch') watch(intent);
      else broker.submit(intent);
    }
  }
}

const NO_INTENTS: readonly Intent[] = [];
