import './risk-view.css';
import { api } from '../../api/client.ts';
import type { ViewProps } from '../../frame/view-props.ts';
import { RiskPanel } from '../../panels/risk-panel.tsx';
import { eventsOf, useResource } from '../../store/use-resource.ts';
import { ExposurePanel } from './exposure-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { PresetsPanel } from './presets-panel.tsx';

const LIMITS_EVERY_MS = 5_000;

/** Every limit and how far it is, what is bet on each currency, and the rules of a prop firm. */
export function RiskView({ account, clock }: ViewProps) {
  const name = account.account;
  const { value, failed } = useResource(`limits ${name}`, () => api.limits(name), {
    after: eventsOf(name, 'deal', 'breaker', 'day-started'),
    everyMs: LIMITS_EVERY_MS,
  });
  const limits = value?.accounts[0];
  return (
    <div className="risk-view">
      <div className="risk-column">
        <RiskPanel account={account} clock={clock} />
        <ExposurePanel limits={limits} />
        <PresetsPanel limits={limits} account={name} />
      </div>
      <LimitsPanel limits={limits} failed={failed} />
    </div>
  );
}
