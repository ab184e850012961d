import type { CoreEvent } from '../agents/core-event.ts';
import type { Fact } from '../agents/fact.ts';
import type { Intent, Output, StrategyQuestion, WatchRequest } from '../agents/output.ts';
import type { BrokerPort } from '../execution/broker-port.ts';
import type { Journal } from './journal.ts';

/** What the loop needs of an account's core. */
export interface LoopCore {
  process(event: CoreEvent): Output;
  readonly desk: { readonly state: { readonly nextNumber: number } };
}

export interface LoopParts {
  readonly core: LoopCore;
  readonly journal: Pick<Journal, 'append' | 'commit'>;
  readonly broker: BrokerPort;
  /** Serves the core's wish to see a symbol. */
  readonly watch: (request: WatchRequest) => void;
  /** Passes on what is asked of strategies that run elsewhere; nothing waits for the answers. */
  readonly ask?: (question: StrategyQuestion) => void;
  /** What the core has to know before the event. */
  readonly before?: (event: CoreEvent) => CoreEvent | undefined;
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
    const { core, before } = this.#parts;
    const first = before?.(event);
    if (first) this.carry(core.process(first));
    this.carry(core.process(event));
  }

  /** Give the core what the broker has said since the last call. */
  takeBrokerEvents(): void {
    const { broker } = this.#parts;
    for (let events = broker.drain(); events.length > 0; events = broker.drain()) {
      for (const event of events) this.feed({ type: 'broker', time: event.time, event });
    }
  }

  carry(output: Output): void {
    const { core, journal, broker, watch, ask, observe } = this.#parts;
    const { facts } = output;
    if (facts.length > 0) journal.append(facts);
    const intents: readonly Intent[] = output.intents.length > 0 ? [...output.intents] : NO_INTENTS;
    if (intents.some((intent) => 'number' in intent) || facts.some(mustLast)) {
      journal.commit(core.desk.state.nextNumber);
    }
    observe(output);
    if (ask) for (const question of output.questions) ask(question);
    for (const intent of intents) {
      if (intent.type === 'watch') watch(intent);
      else broker.submit(intent);
    }
  }
}

const NO_INTENTS: readonly Intent[] = [];

/**
 * What is on the disk before anybody is told of it, intents apart: a trip or a stop that a crash
 * could undo would be none, and a person who was answered relies on the answer.
 */
function mustLast({ body: { kind } }: Fact): boolean {
  return (
    kind === 'breaker' || kind === 'emergency-stop' || kind === 'flatten' || kind === 'command'
  );
}
