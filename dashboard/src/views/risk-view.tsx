import './risk-view.css';
import { api } from '../api/client.ts';
import type { AccountView, LimitsView } from '../api/types.ts';
import { Meter } from '../design/meter.tsx';
import { Panel } from '../design/panel.tsx';
import type { ViewProps } from '../frame/view-props.ts';
import { count, money } from '../format/numbers.ts';
import { RiskPanel } from '../panels/risk-panel.tsx';
import { eventsOf, useResource } from '../store/use-resource.ts';
import { words } from '../words.ts';

const LIMITS_EVERY_MS = 5_000;

/** Every limit and how far it is. */
export function RiskView({ account, clock }: ViewProps) {
  return (
    <div className="risk-view">
      <RiskPanel account={account} clock={clock} />
      <LimitsPanel account={account} />
    </div>
  );
}

function LimitsPanel({ account }: { readonly account: AccountView }) {
  const say = words.limits;
  const name = account.account;
  const { value, failed } = useResource(`limits ${name}`, () => api.limits(name), {
    after: eventsOf(name, 'deal', 'breaker', 'day-started'),
    everyMs: LIMITS_EVERY_MS,
  });
  const limits = value?.accounts[0];
  return (
    <Panel title={say.title}>
      {failed !== undefined && <p className="empty tone-danger">{say.failed(failed)}</p>}
      {limits && <p className="limits-line">{limits.text}</p>}
      {limits?.report && <Rooms report={limits.report} currency={limits.currency} />}
    </Panel>
  );
}

type Report = NonNullable<LimitsView['report']>;

interface RoomsProps {
  readonly report: Report;
  readonly currency: string;
}

function Rooms({ report, currency }: RoomsProps) {
  const say = words.limits;
  return (
    <ul className="rooms">
      {report.rooms.map((room) => {
        const shown = (value: number) =>
          room.unit === 'money' ? money(value, currency) : count(value);
        return (
          <li key={room.limit}>
            <p className="room-head">
              <strong>{say.name[room.limit]}</strong>
              <span>{say.used(shown(room.used), shown(room.allowed))}</span>
            </p>
            <Meter label={say.name[room.limit]} value={room.used} max={room.allowed} />
            <p className="panel-note">
              {say.tradesLeft(room.full_trades_left)}
              {room.limit === report.binding ? ` ${say.binding}` : ''}
            </p>
          </li>
        );
      })}
      <li>
        <p className="room-head">
          <strong>{say.leverage}</strong>
          <span>
            {say.used(say.times(report.leverage.used), say.times(report.leverage.allowed))}
          </span>
        </p>
        <Meter label={say.leverage} value={report.leverage.used} max={report.leverage.allowed} />
      </li>
    </ul>
  );
}
