import type { ReactNode } from 'react';
import type { LimitsView } from '../../api/types.ts';
import { Meter } from '../../design/meter.tsx';
import { Panel } from '../../design/panel.tsx';
import { count, money } from '../../format/numbers.ts';
import { words } from '../../words.ts';

interface LimitsPanelProps {
  readonly limits: LimitsView | undefined;
  readonly failed: string | undefined;
}

export function LimitsPanel({ limits, failed }: LimitsPanelProps) {
  const say = words.limits;
  return (
    <Panel title={say.title}>
      {failed !== undefined && <p className="empty tone-danger">{say.failed(failed)}</p>}
      {limits && <p className="limits-line">{limits.text}</p>}
      {limits?.report && limits.report.without_stop > 0 && (
        <p className="limits-line tone-danger">{say.withoutStop(limits.report.without_stop)}</p>
      )}
      {limits && <Rooms limits={limits} />}
    </Panel>
  );
}

function Rooms({ limits: { report, uses, currency } }: { readonly limits: LimitsView }) {
  const say = words.limits;
  const shown = (value: number, unit: string) =>
    unit === 'money' ? money(value, currency) : count(value);
  return (
    <ul className="rooms">
      {report?.rooms.map(({ limit, used, allowed, unit, full_trades_left: left }) => (
        <Room
          key={limit}
          name={say.name[limit]}
          used={shown(used, unit)}
          allowed={shown(allowed, unit)}
          share={[used, allowed]}
        >
          {say.tradesLeft(left)}
          {limit === report.binding && ` ${say.binding}`}
        </Room>
      ))}
      {uses.map(({ limit, about, used, allowed, unit }) => (
        <Room
          key={`${limit} ${about ?? ''}`}
          name={`${say.useName[limit] ?? limit}${about === null ? '' : `: ${about}`} (${limit})`}
          used={shown(Math.max(0, used), unit)}
          allowed={shown(allowed, unit)}
          // One position in a symbol where one is allowed is as it should be, and no alarm.
          share={unit === 'positions' ? undefined : [used, allowed]}
        >
          {used >= allowed ? say.full : say.away(shown(allowed - used, unit))}
        </Room>
      ))}
      {report && (
        <Room
          name={say.leverage}
          used={say.times(report.leverage.used)}
          allowed={say.times(report.leverage.allowed)}
          share={[report.leverage.used, report.leverage.allowed]}
        />
      )}
    </ul>
  );
}

interface RoomProps {
  readonly name: string;
  readonly used: string;
  readonly allowed: string;
  readonly share: readonly [used: number, allowed: number] | undefined;
  readonly children?: ReactNode;
}

function Room({ name, used, allowed, share, children }: RoomProps) {
  return (
    <li>
      <p className="room-head">
        <strong>{name}</strong>
        <span>{words.limits.used(used, allowed)}</span>
      </p>
      {share && <Meter label={name} value={share[0]} max={share[1]} />}
      {children !== undefined && <p className="panel-note">{children}</p>}
    </li>
  );
}
