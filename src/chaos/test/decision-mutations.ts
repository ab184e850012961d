import type { AccountSettings } from '../../agents/account-settings.ts';
import type { Percent } from '../../market/units.ts';
import type { RiskLimits } from '../../risk/risk-limits.ts';
import { REAL_MAKERS } from '../makers.ts';
import { core, mutation, port, type Mutation } from './mutation-tools.ts';

const ALL = 1_000_000;

/** Mistakes with what is decided: caps that nobody applies, and orders that nobody asked for. */
export const DECISION_MUTATIONS: readonly Mutation[] = [
  mutation('open risk has no cap', without({ max_total_exposure_pct: ALL as Percent })),
  mutation('bets on a currency have no cap', without({ max_currency_risk_pct: ALL as Percent })),
  mutation('all bets on it have no cap', without({ max_currency_gross_pct: ALL as Percent })),
  mutation('leverage has no cap', without({ max_leverage: ALL })),
  mutation('trades of a day are not counted', without({ max_trades_per_day: 0 })),
  mutation('what is not confident enough is taken', {
    core: (settings, options) => {
      return REAL_MAKERS.core({ ...settings, confidenceThreshold: 0.4 }, options);
    },
  }),
  mutation(
    'a limit order waits for ever',
    port((inner, request) => {
      if (request.type !== 'open') return inner.submit(request);
      const { expiresAt: _never, ...rest } = request;
      inner.submit(rest);
    }),
  ),
  mutation(
    'an order that has ended may begin again',
    core(({ desk }) => {
      const emit = desk.emit.bind(desk);
      desk.emit = (body) => {
        emit(body);
        if (body.kind !== 'order-state' || body.state !== 'rejected') return;
        emit({ kind: 'order-state', number: body.number, state: 'working', detail: 'once more' });
      };
    }),
  ),
];

/** A core that has other limits than the account. */
function without(limits: Partial<RiskLimits>): { core: typeof REAL_MAKERS.core } {
  const changed = (settings: AccountSettings): AccountSettings => {
    return { ...settings, limits: { ...settings.limits, ...limits } };
  };
  return { core: (settings, options) => REAL_MAKERS.core(changed(settings), options) };
}
