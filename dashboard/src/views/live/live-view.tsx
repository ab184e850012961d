import './live-view.css';
import { useState } from 'react';
import type { SignalRecord } from '../../api/types.ts';
import { AgentsPanel } from '../../panels/agents-panel.tsx';
import { Banners } from '../../panels/banners.tsx';
import { DecisionDialog } from '../../panels/decision-dialog.tsx';
import { DecisionsPanel } from '../../panels/decisions-panel.tsx';
import { EventsPanel } from '../../panels/events-panel.tsx';
import { Header } from '../../panels/header.tsx';
import { PositionsPanel } from '../../panels/positions-panel.tsx';
import { PricePanel } from '../../panels/price-panel.tsx';
import { RiskPanel } from '../../panels/risk-panel.tsx';
import { clockFor } from '../../format/clock.ts';
import { connectionAt } from '../../store/staleness.ts';
import { useLive, useNow } from '../../store/use-live.ts';
import { useSignals } from '../../store/use-signals.ts';
import { words } from '../../words.ts';

/** The one page: an account's market, risk, agents, positions and what happened. */
export function LiveView() {
  const accounts = useLive((state) => state.accounts);
  const link = useLive((state) => state.link);
  const heardAt = useLive((state) => state.heardAt);
  const now = useNow();
  const [wanted, setWanted] = useState<string>();
  const [asked, setAsked] = useState<SignalRecord>();
  const account = accounts.find((one) => one.account === wanted) ?? accounts[0];
  const signals = useSignals(account?.account);
  if (account === undefined) return <main className="centred">{words.loading}</main>;

  const connection = connectionAt(link, heardAt, now);
  const clock = clockFor(account.serverClock);
  const fresh = connection === 'live';
  const open = { signals: signals.records, onOpen: setAsked };
  return (
    <div className="live" data-stale={!fresh}>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Header
        account={account}
        clock={clock}
        connection={connection}
        now={now}
        onAccount={setWanted}
      />
      <Banners account={account} connection={connection} silentMs={now - heardAt} />
      <main id="content" className="live-grid">
        <div className="live-main">
          <PricePanel key={account.account} account={account} clock={clock} />
          <PositionsPanel account={account} clock={clock} />
          <DecisionsPanel account={account} clock={clock} failed={signals.failed} {...open} />
        </div>
        <div className="live-side">
          <RiskPanel account={account} clock={clock} />
          <AgentsPanel account={account} {...open} />
          <EventsPanel account={account} clock={clock} {...open} />
        </div>
      </main>
      {asked && (
        <DecisionDialog
          record={asked}
          account={account}
          clock={clock}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}
