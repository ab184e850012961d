import './risk-panel.css';
import { useEffect, useRef, useState } from 'react';
import type { AccountView, BreakerView } from '../api/types.ts';
import { EquityChart } from '../chart/equity-chart.ts';
import { readChartTheme } from '../chart/chart-theme.ts';
import { onThemeChange } from '../design/theme.ts';
import { Badge, type Tone } from '../design/badge.tsx';
import { Gain } from '../design/gain.tsx';
import { Panel } from '../design/panel.tsx';
import { duration, type ShownClock } from '../format/clock.ts';
import { money, percent } from '../format/numbers.ts';
import type { EquityPoint } from '../store/state.ts';
import { useLive } from '../store/use-live.ts';
import { words } from '../words.ts';
import { Rearm } from './rearm.tsx';

const NO_POINTS: readonly EquityPoint[] = [];
export const BREAKER_TONE: Readonly<Record<BreakerView['state'], Tone>> = {
  armed: 'good',
  warned: 'warning',
  tripped: 'danger',
};

interface RiskPanelProps {
  readonly account: AccountView;
  readonly clock: ShownClock;
}

export function RiskPanel({ account, clock }: RiskPanelProps) {
  const say = words.risk;
  const { breaker } = account;
  return (
    <Panel
      title={say.title}
      className="risk"
      tools={
        breaker && (
          <Badge tone={BREAKER_TONE[breaker.state]}>
            {say.breaker}: {say.state[breaker.state].name}
          </Badge>
        )
      }
    >
      {breaker === null ? (
        <p className="empty">{say.noBreaker}</p>
      ) : (
        <Allowance breaker={breaker} account={account} />
      )}
      <Figures account={account} />
      <EquityCurve account={account} clock={clock} />
    </Panel>
  );
}

interface AllowanceProps {
  readonly breaker: BreakerView;
  readonly account: AccountView;
}

/** What can still be lost today: the one number to read when there is time for one. */
function Allowance({ breaker, account }: AllowanceProps) {
  const say = words.risk;
  const whole = breaker.baseline - breaker.limit;
  const left = whole > 0 ? Math.min(1, Math.max(0, breaker.distance / whole)) : 0;
  return (
    <div className="allowance">
      <p className="allowance-label">{say.canLose}</p>
      <p className="allowance-amount">{money(breaker.distance, account.currency)}</p>
      <div
        className={`allowance-bar ${breaker.state}`}
        role="meter"
        aria-label={say.canLose}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(left * 100)}
      >
        <div style={{ width: `${left * 100}%` }} />
      </div>
      <p className="panel-note">
        {say.ofLimit(percent(left * 100))} ·{' '}
        {say.dayEnds(duration(breaker.endsAt - account.serverTime))}
      </p>
      <p className="panel-note">{say.state[breaker.state].says}</p>
      {breaker.state === 'tripped' && <Rearm account={account} />}
    </div>
  );
}

function Figures({ account }: { readonly account: AccountView }) {
  const say = words.risk;
  const { breaker, currency } = account;
  return (
    <dl className="figures">
      <div>
        <dt>{say.equity}</dt>
        <dd>{money(account.equity, currency)}</dd>
      </div>
      <div>
        <dt>{say.balance}</dt>
        <dd>{money(account.balance, currency)}</dd>
      </div>
      <div>
        <dt>{say.openProfit}</dt>
        <dd>
          <Gain amount={account.openProfit} currency={currency} />
        </dd>
      </div>
      <div>
        <dt>{say.limit}</dt>
        <dd>{breaker ? money(breaker.limit, currency) : words.none}</dd>
      </div>
      <div>
        <dt>{say.drawdown}</dt>
        <dd>{breaker ? percent(breaker.daily_drawdown_pct) : words.none}</dd>
      </div>
      <div>
        <dt>{say.margin}</dt>
        <dd>{money(account.margin, currency)}</dd>
      </div>
    </dl>
  );
}

function EquityCurve({ account, clock }: RiskPanelProps) {
  const points = useLive((state) => state.equity[account.account]) ?? NO_POINTS;
  const container = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EquityChart>();
  const { breaker, equity, serverTime } = account;
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const made = new EquityChart(element, readChartTheme(element), clock);
    setChart(made);
    const stop = onThemeChange(() => made.setLook(readChartTheme(element), clock));
    return () => {
      stop();
      setChart(undefined);
      made.dispose();
    };
  }, [clock]);
  useEffect(() => chart?.show(points, serverTime, equity), [chart, points, serverTime, equity]);
  useEffect(() => chart?.setLimit(breaker?.limit), [chart, breaker?.limit]);
  return (
    <div className="equity">
      <div
        ref={container}
        className="equity-canvas"
        role="group"
        aria-label={words.risk.describe}
      />
    </div>
  );
}
