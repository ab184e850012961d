import './overview-view.css';
import type { ViewProps } from '../../frame/view-props.ts';
import { AgentsPanel } from '../../panels/agents-panel.tsx';
import { PositionsPanel } from '../../panels/positions-panel.tsx';
import { RiskPanel } from '../../panels/risk-panel.tsx';
import { SimulationPanel } from '../../panels/simulation-panel.tsx';
import { AccountsPanel } from './accounts-panel.tsx';
import { AnswersPanel } from './answers-panel.tsx';
import { FirstMinutePanel } from './first-minute-panel.tsx';
import { NoTradePanel } from './no-trade-panel.tsx';
import { SincePanel } from './since-panel.tsx';

/** All accounts, and where the one in view stands: the page to leave open. */
export function OverviewView({ account, clock, signals, onWhy }: ViewProps) {
  return (
    <div className="overview">
      <div className="overview-top">
        <FirstMinutePanel account={account} signals={signals} onWhy={onWhy} />
        <AccountsPanel account={account} />
      </div>
      <div className="overview-main">
        <RiskPanel account={account} clock={clock} />
        <PositionsPanel account={account} clock={clock} />
        <AgentsPanel account={account} signals={signals} onOpen={onWhy} />
        <NoTradePanel account={account} />
      </div>
      <div className="overview-side">
        <SincePanel account={account} clock={clock} signals={signals} onOpen={onWhy} />
        <AnswersPanel account={account} />
        <SimulationPanel account={account} />
      </div>
    </div>
  );
}
