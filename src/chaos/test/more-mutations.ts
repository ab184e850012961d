import type { BrokerRequest } from '../../execution/broker-port.ts';
import type { Money } from '../../market/units.ts';
import { after, core, mutation, port, type Mutation } from './mutation-tools.ts';

/** Mistakes with money that comes and goes, with netting accounts and with agents that fail. */
export const MORE_MUTATIONS: readonly Mutation[] = [
  mutation(
    'a deposit counts as a profit, a withdrawal as a loss',
    core(({ desk }) => {
      const emit = desk.emit.bind(desk);
      desk.emit = (body) => {
        const { breaker } = desk.state;
        if (body.kind === 'day-started' && body.endsAt === breaker?.endsAt) return;
        if (body.kind !== 'reconciled' && body.kind !== 'account-read') return emit(body);
        const { day: _left, ...rest } = body;
        emit(rest);
      };
    }),
  ),
  mutation(
    'a payment moves the base twice',
    core(({ desk }) => {
      const emit = desk.emit.bind(desk);
      desk.emit = (body) => {
        const { breaker } = desk.state;
        if (body.kind !== 'reconciled' || !body.day || !breaker) return emit(body);
        emit(body);
        const baseline = (2 * body.day.baseline - breaker.baseline) as Money;
        emit({ ...body.day, baseline });
      };
    }),
  ),
  mutation(
    'the base moves in a fact of its own, which a crash may lose',
    core(({ desk }) => {
      const emit = desk.emit.bind(desk);
      desk.emit = (body) => {
        if (body.kind !== 'reconciled' && body.kind !== 'account-read') return emit(body);
        const { day: _apart, ...rest } = body;
        emit(rest);
      };
    }),
  ),
  mutation(
    'a charge is taken for a payment',
    port(
      (inner, request) => inner.submit(request),
      (event) => [event.type === 'books' ? { ...event, charges: [] } : event],
    ),
  ),
  mutation(
    'a charge is counted at each reading',
    core(({ desk }) => {
      const emit = desk.emit.bind(desk);
      desk.emit = (body) => {
        emit(body);
        if (body.kind === 'charge') desk.state.knownDeals.delete(body.charge.ticket);
      };
    }),
  ),
  mutation(
    'a charge moves the base',
    core(({ desk }) => {
      const emit = desk.emit.bind(desk);
      desk.emit = (body) => {
        emit(body);
        const { breaker } = desk.state;
        if (body.kind !== 'charge' || !breaker) return;
        const { day, endsAt } = breaker;
        const baseline = (breaker.baseline + body.charge.amount) as Money;
        const limit = (breaker.limit + body.charge.amount * 0.98) as Money;
        emit({ kind: 'day-started', day, endsAt, baseline, limit });
      };
    }),
  ),
  mutation(
    'a netting account is taken for a hedging one',
    port(
      (inner, request) => inner.submit(request),
      (event) => {
        if (event.type !== 'books' && event.type !== 'account') return [event];
        const { positionMode: _unseen, ...account } = event.account;
        return [{ ...event, account }];
      },
    ),
  ),
  mutation(
    'a close without an answer is sent again',
    (() => {
      const sent = new Map<number, BrokerRequest>();
      return port(
        (inner, request) => {
          if (request.type === 'close') sent.set(request.number, request);
          inner.submit(request);
        },
        (event, inner) => {
          const again = event.type === 'order-result' && event.outcome === 'unknown';
          const request = again ? sent.get(event.number) : undefined;
          if (request) inner.submit(request);
          return [event];
        },
      );
    })(),
  ),
  mutation(
    'a restart forgets that an agent is quarantined',
    core((made) => {
      const start = made.start.bind(made);
      made.start = (session, lost) => {
        const output = start(session, lost);
        for (const { symbol, state } of made.desk.state.agents.values()) {
          if (state !== 'QUARANTINED') continue;
          made.desk.emit({ kind: 'agent-state', symbol, state: 'READY', why: 'reading history' });
        }
        return output;
      };
    }),
  ),
  mutation(
    'a restart forgives the faults of an agent',
    core((made) => {
      const start = made.start.bind(made);
      made.start = (session, lost) => {
        for (const record of made.desk.state.agents.values()) {
          if (record.retryAt !== undefined) record.state = 'RUNNING';
          record.retryAt = undefined;
        }
        return start(session, lost);
      };
    }),
  ),
  mutation(
    'an agent that failed is tried again at once',
    after(({ desk }) => {
      for (const { symbol, retryAt } of desk.state.agents.values()) {
        if (retryAt === undefined) continue;
        desk.emit({ kind: 'agent-state', symbol, state: 'READY', why: 'once more' });
      }
    }),
  ),
];
