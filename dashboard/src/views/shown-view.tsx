import type { ViewProps } from '../frame/view-props.ts';
import { hrefOf, type View } from '../route/route.ts';
import { words } from '../words.ts';
import { EventsView } from './events-view.tsx';
import { OverviewView } from './overview/overview-view.tsx';
import { ResearchView } from './research/research-view.tsx';
import { RiskView } from './risk/risk-view.tsx';
import { SettingsView } from './settings/settings-view.tsx';
import { SignalsView } from './signals-view.tsx';
import { TradesView } from './trades/trades-view.tsx';
import { SymbolView } from './symbol-view.tsx';

const VIEW: Readonly<Record<View, (props: ViewProps) => React.ReactNode>> = {
  overview: OverviewView,
  symbol: SymbolView,
  signals: SignalsView,
  trades: TradesView,
  research: ResearchView,
  risk: RiskView,
  events: EventsView,
  settings: SettingsView,
};

interface ShownViewProps extends ViewProps {
  readonly view: View | undefined;
}

export function ShownView({ view, ...props }: ShownViewProps) {
  if (view === undefined) return <UnknownView account={props.account.account} />;
  const Shown = VIEW[view];
  return <Shown {...props} />;
}

function UnknownView({ account }: { readonly account: string }) {
  return (
    <div className="panel empty">
      <p>{words.nav.unknown}</p>
      <p>
        <a href={hrefOf('overview', { account })}>{words.nav.unknownHint}</a>
      </p>
    </div>
  );
}
