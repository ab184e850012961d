import { AccountCore } from '../../agents/account-core.ts';
import type { BrokerRequest } from '../../execution/broker-port.ts';
import { magicOf, orderNumberOf, type Magic } from '../../execution/order.ts';
import type { Lots, Money } from '../../market/units.ts';
import { INSTRUMENTS, NAMESPACE } from '../setting.ts';
import {
  after,
  around,
  byComment,
  core,
  forgets,
  mutation,
  OtherLoop,
  port,
  send,
  unwritten,
  type Mutation,
} from './mutation-tools.ts';

export const MUTATIONS: readonly Mutation[] = [
  mutation('the journal is written after the send', {
    loop: (parts) => new OtherLoop(parts, ['send', 'append', 'commit']),
  }),
  mutation('the journal is not committed before the send', {
    loop: (parts) => new OtherLoop(parts, ['append', 'send', 'commit']),
  }),
  mutation(
    'a TIMEOUT is answered by sending the order again',
    (() => {
      const sent = new Map<number, BrokerRequest>();
      return port(
        (inner, request) => {
          if (request.type === 'open') sent.set(request.number, request);
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
  mutation('the breaker is kept in memory only', unwritten('breaker')),
  mutation('the day of the breaker is kept in memory only', unwritten('day-started')),
  mutation('a trip is forgotten by a restart', forgets('breaker')),
  mutation('an emergency stop is forgotten by a restart', forgets('emergency-stop')),
  mutation('positions are forgotten by a restart', forgets('deal')),
  mutation(
    'the stop is to be added later',
    port((inner, request) => {
      inner.submit(request.type === 'open' ? { ...request, stopLoss: 0 } : request);
    }),
  ),
  mutation(
    'our orders are known by their comment',
    port(send, (event) => {
      if (event.type !== 'books') return [event];
      const { positions, orders, deals } = event;
      return [
        {
          ...event,
          positions: positions.map((one) => byComment(one as never)),
          orders: orders.map((one) => byComment(one as never)),
          deals: deals.map((one) => byComment(one as never)),
        },
      ];
    }),
  ),
  mutation(
    'lots are rounded up',
    core(({ desk }) => {
      const open = desk.open.bind(desk);
      desk.open = (approved) => open({ ...approved, lots: (approved.lots + 0.01) as Lots });
    }),
  ),
  mutation(
    'the counter of orders begins anew at a restart',
    core((made) => {
      made.numbersGoOnAbove = () => {
        made.desk.state.nextNumber = 1;
      };
    }),
  ),
  mutation(
    'trading begins before the books were read',
    port(send, (event) => {
      const isUp = event.type === 'link' && event.up;
      if (!isUp) return [event];
      const { time } = event;
      const money = 10_000 as Money;
      const none = { balance: money, equity: money, margin: 0 as Money, freeMargin: money };
      const account = { currency: 'USD', ...none, leverage: 100, tradeMode: 'simulated' } as never;
      return [event, { type: 'books', time, account, positions: [], orders: [], deals: [] }];
    }),
  ),
  mutation(
    'an order is absent at the first books that do not show it',
    after(({ desk }, event) => {
      if (event.type !== 'broker' || event.event.type !== 'books') return;
      const { positions, orders, deals } = event.event;
      const shown = new Set([...positions, ...orders, ...deals].map(({ magic }) => magic));
      for (const { number, magic, state } of desk.state.orders.values()) {
        if ((state !== 'intended' && state !== 'unknown') || shown.has(magic)) continue;
        desk.emit({ kind: 'order-state', number, state: 'absent', detail: 'not shown' });
      }
    }),
  ),
  mutation(
    'a deal that is told twice is counted twice',
    after(({ desk }, event) => {
      if (event.type !== 'broker' || event.event.type !== 'deal') return;
      const { deal, remaining, position } = event.event;
      if (!desk.state.knownDeals.has(deal.ticket)) return;
      const balance = (desk.state.balance + deal.profit) as Money;
      desk.emit({ kind: 'deal', deal, remaining, ...(position ? { position } : {}), balance });
    }),
  ),
  mutation(
    'a close is sent again before the first is answered',
    after(({ desk }, event) => {
      if (event.type !== 'command' || event.command.type !== 'close-position') return;
      const held = desk.state.positions.get(event.command.position)?.position;
      if (!held) return;
      desk.reduce({ type: 'close', position: held.ticket, lots: held.lots, why: 'asked again' });
    }),
  ),
  mutation(
    'folding decides again',
    core((made) => {
      const recover = made.recover.bind(made);
      made.recover = (facts) => {
        recover(facts);
        for (const order of made.desk.state.orders.values()) {
          if (order.state === 'intended') order.state = 'absent';
        }
      };
    }),
  ),
  mutation(
    'orders are opened while the link is down',
    port(send, (event) => {
      return event.type === 'link' && !event.up ? [] : [event];
    }),
  ),
  mutation(
    'orders are opened after a trip',
    around(({ desk }) => {
      const { breaker } = desk.state;
      if (breaker?.state === 'tripped') desk.state.breaker = { ...breaker, state: 'armed' };
      return undefined;
    }),
  ),
  mutation(
    'a lost stop is not seen',
    (() => {
      const seen = new Map<string, number>();
      const blind = <Held extends { ticket: string; stopLoss: number; magic: never }>(
        held: Held,
      ) => {
        if (held.stopLoss > 0) seen.set(held.ticket, held.stopLoss);
        const isOurs = orderNumberOf(NAMESPACE, held.magic) !== undefined;
        return isOurs ? { ...held, stopLoss: seen.get(held.ticket) ?? 1 } : held;
      };
      return port(send, (event) => {
        if (event.type === 'position')
          return [{ ...event, position: blind(event.position as never) }];
        if (event.type !== 'books') return [event];
        return [{ ...event, positions: event.positions.map((one) => blind(one as never)) }];
      });
    })(),
  ),
  mutation('twice the risk is allowed', {
    core: (settings, options) => {
      const limits = { ...settings.limits };
      limits.risk_per_trade_pct = (limits.risk_per_trade_pct * 2) as never;
      return new AccountCore({ ...settings, limits }, INSTRUMENTS, options);
    },
  }),
  mutation('one position more than allowed is opened', {
    core: (settings, options) => {
      const limits = { ...settings.limits };
      limits.max_positions_per_symbol += 1;
      return new AccountCore({ ...settings, limits }, INSTRUMENTS, options);
    },
  }),
  mutation(
    'a balance before its deal is taken for a payment',
    around(({ desk }, event) => {
      if (event.type !== 'broker' || event.event.type !== 'account') return undefined;
      const { breaker, balance } = desk.state;
      const paid = event.event.account.balance - balance;
      if (!breaker || Math.abs(paid) < 0.01) return undefined;
      const { day, endsAt, baseline, limit } = breaker;
      return () =>
        desk.emit({
          kind: 'day-started',
          day,
          endsAt,
          baseline: (baseline + paid) as Money,
          limit: (limit + paid * 0.98) as Money,
        });
    }),
  ),
  mutation('a trip closes nothing', {
    core: (settings, options) => {
      const breaker = { ...settings.breaker, on_trip: 'block' as const };
      return new AccountCore({ ...settings, breaker }, INSTRUMENTS, options);
    },
  }),
  mutation('the limit of the day is twice as far away', {
    core: (settings, options) => {
      const pct = (settings.breaker.daily_drawdown_pct * 2) as never;
      const breaker = { ...settings.breaker, daily_drawdown_pct: pct };
      return new AccountCore({ ...settings, breaker }, INSTRUMENTS, options);
    },
  }),
  mutation(
    'the same idea is sent twice',
    after(({ desk }, event) => {
      if (event.type !== 'bars') return;
      const intents = desk.output.intents.slice();
      for (const intent of intents) {
        if (intent.type !== 'open') continue;
        const number = desk.nextNumber;
        const magic = magicOf(NAMESPACE, number);
        const first = desk.state.orders.get(intent.number)?.opening;
        if (!first) continue;
        desk.emit({ kind: 'order-intended', number, magic, ...first });
        desk.output.intents.push({ ...intent, number, magic });
      }
    }),
  ),
  mutation(
    'a policy moves a stop away from the price',
    after(({ desk }, event) => {
      if (event.type !== 'quote') return;
      for (const { position, managed } of desk.state.positions.values()) {
        const { ticket, magic, stopLoss, takeProfit, symbol } = position;
        const isFirst = stopLoss === managed.firstStop || stopLoss === 0;
        if (isFirst || symbol !== event.quote.symbol || !isOurs(magic)) continue;
        const loosened = { stopLoss: managed.firstStop, takeProfit, why: 'room to breathe' };
        desk.reduce({ type: 'tighten', position: ticket, ...loosened });
      }
    }),
  ),
  mutation(
    'a partial take profit forgets that it was taken',
    around(({ desk }) => {
      for (const { managed } of desk.state.positions.values()) managed.partialBy = undefined;
      return undefined;
    }),
  ),
  mutation(
    'a part that was asked for is asked for again after no answer',
    around(({ desk }) => {
      for (const order of desk.state.underway.values()) {
        const { reduction, state, number } = order;
        if (state !== 'unknown' || reduction?.type !== 'close') continue;
        if (reduction.policy !== 'partial-take-profit') continue;
        desk.emit({ kind: 'order-state', number, state: 'absent', detail: 'surely lost' });
      }
      return undefined;
    }),
  ),
  mutation(
    'more is closed than is open',
    port((inner, request) => {
      const isClose = request.type === 'close';
      inner.submit(isClose ? { ...request, lots: (request.lots + 0.01) as Lots } : request);
    }),
  ),
];

function isOurs(magic: Magic): boolean {
  return orderNumberOf(NAMESPACE, magic) !== undefined;
}
