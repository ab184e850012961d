import { AccountCore } from '../../agents/account-core.ts';
import type { CoreEvent } from '../../agents/core-event.ts';
import type { Fact, FactBody } from '../../agents/fact.ts';
import type { Output } from '../../agents/output.ts';
import type { BrokerEvent, BrokerPort, BrokerRequest } from '../../execution/broker-port.ts';
import { magicOf } from '../../execution/order.ts';
import type { LoopParts } from '../../journal/trading-loop.ts';
import { REAL_MAKERS, type Loop, type Makers } from '../makers.ts';
import { INSTRUMENTS, NAMESPACE } from '../setting.ts';

/** A mistake somebody could make, built into the parts of a process. */
export interface Mutation {
  readonly name: string;
  readonly makers: Makers;
}

export function mutation(name: string, changed: Partial<Makers>): Mutation {
  return { name, makers: { ...REAL_MAKERS, ...changed } };
}

/** The loop with its steps in another order, or some of them left out. */
export class OtherLoop implements Loop {
  readonly #parts: LoopParts;
  readonly #steps: readonly ('append' | 'commit' | 'send')[];

  constructor(parts: LoopParts, steps: readonly ('append' | 'commit' | 'send')[]) {
    this.#parts = parts;
    this.#steps = steps;
  }

  feed(event: CoreEvent): void {
    this.carry(this.#parts.core.process(event));
  }

  takeBrokerEvents(): void {
    for (const event of this.#parts.broker.drain()) {
      this.feed({ type: 'broker', time: event.time, event });
    }
  }

  carry({ facts, intents }: Output): void {
    const { broker, core, journal } = this.#parts;
    const requests = intents.flatMap((intent) => (intent.type === 'watch' ? [] : [intent]));
    const told = [...facts];
    for (const step of this.#steps) {
      if (step === 'append') journal.append(told);
      else if (step === 'commit') journal.commit(core.desk.state.nextNumber);
      else for (const request of requests) broker.submit(request);
    }
  }
}

/** A core whose parts were changed after it was made. */
export function core(change: (core: AccountCore) => void): Partial<Makers> {
  return {
    core: (settings, options) => {
      const made = new AccountCore(settings, INSTRUMENTS, options);
      change(made);
      return made;
    },
  };
}

/** A core that does something before each event, and what that answers after it. */
export function around(
  act: (core: AccountCore, event: CoreEvent) => (() => void) | void,
): Partial<Makers> {
  return core((made) => {
    const process = made.process.bind(made);
    made.process = (event) => {
      const after = act(made, event);
      const output = process(event);
      after?.();
      return output;
    };
  });
}

/** A core that does something more after each event. */
export function after(act: (core: AccountCore, event: CoreEvent) => void): Partial<Makers> {
  return around((made, event) => () => act(made, event));
}

export function port(
  submit: (port: BrokerPort, request: BrokerRequest) => void,
  heard: (event: BrokerEvent, port: BrokerPort) => readonly BrokerEvent[] = (event) => [event],
): Partial<Makers> {
  return {
    port: (inner) => ({
      submit: (request) => submit(inner, request),
      drain: () => inner.drain().flatMap((event) => heard(event, inner)),
      onEvent: () => {},
    }),
  };
}

export const send = (inner: BrokerPort, request: BrokerRequest): void => inner.submit(request);

/** What stands in the journal in the place of facts of a kind: as if they were kept in memory only. */
export function unwritten(kind: FactBody['kind']): Partial<Makers> {
  const blank = (fact: Fact): Fact => {
    if (fact.body.kind !== kind) return fact;
    return { ...fact, body: { kind: 'fault', where: 'journal', detail: 'left out' } };
  };
  return {
    journal: (store, account) => {
      const journal = REAL_MAKERS.journal(store, account);
      return {
        opened: journal.opened,
        read: (after) => journal.read(after),
        snapshot: () => undefined, // it would hold what was never written
        keepSnapshot: () => false,
        append: (facts) => journal.append(facts.map(blank)),
        commit: (next) => journal.commit(next),
        close: () => journal.close(),
      };
    },
  };
}

export function forgets(kind: FactBody['kind']): Partial<Makers> {
  return { recovered: (facts) => facts.filter(({ body }) => body.kind !== kind) };
}

/** The magic that a comment of ours names; what bears another comment is taken for another's. */
export function byComment<Held extends { readonly comment: string; readonly magic: never }>(
  held: Held,
): Held {
  const number = /^kimi (\d+)$/.exec(held.comment)?.[1];
  return { ...held, magic: number === undefined ? 0 : magicOf(NAMESPACE, Number(number) as never) };
}
