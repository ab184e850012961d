import './frame.css';
import { useEffect, useRef, useState } from 'react';
import type { AccountView, SignalRecord } from '../api/types.ts';
import { clockFor } from '../format/clock.ts';
import { DecisionDialog } from '../panels/decision-dialog.tsx';
import { goTo, useRoute } from '../route/use-route.ts';
import { connectionAt } from '../store/staleness.ts';
import { useClock } from '../store/use-clock.ts';
import { useLive, useNow } from '../store/use-live.ts';
import { useSignals } from '../store/use-signals.ts';
import { useWaiting } from '../store/use-waiting.ts';
import { ShownView } from '../views/shown-view.tsx';
import { words } from '../words.ts';
import { Banners } from './banners.tsx';
import { Foot } from './foot.tsx';
import { Nav } from './nav.tsx';
import { TopBar } from './top-bar.tsx';

/** What stands around every view, and the view that the address asks for. */
export function Frame() {
  const accounts = useLive((state) => state.accounts);
  const { params } = useRoute();
  const account = accounts.find((one) => one.account === params['account']) ?? accounts[0];
  if (account === undefined) return <main className="centred">{words.loading}</main>;
  return <AccountFrame account={account} />;
}

function AccountFrame({ account }: { readonly account: AccountView }) {
  const { view, params } = useRoute();
  const link = useLive((state) => state.link);
  const heardAt = useLive((state) => state.heardAt);
  const now = useNow();
  const accountClock = clockFor(account.serverClock);
  const { choice, choose, clock } = useClock(account.serverClock);
  const signals = useSignals(account.account);
  const { waiting } = useWaiting(account.account);
  const [asked, setAsked] = useState<SignalRecord>();
  const connection = connectionAt(link, heardAt, now);
  const content = useFocusOnNewView(view);
  const chooseAccount = (name: string) => goTo(view ?? 'overview', { account: name });
  return (
    <div className="frame" data-stale={connection !== 'live'}>
      <a
        className="skip"
        href="#content"
        onClick={(event) => {
          // The address says which view is shown: only the focus may go there.
          event.preventDefault();
          content.current?.focus();
        }}
      >
        {words.skip}
      </a>
      <TopBar
        account={account}
        accountClock={accountClock}
        connection={connection}
        now={now}
        onAccount={chooseAccount}
      />
      <Banners account={account} connection={connection} silentMs={now - heardAt} />
      <div className="frame-body">
        <Nav shown={view} account={account.account} waiting={waiting.length} />
        <main ref={content} id="content" className="frame-content" tabIndex={-1}>
          <ShownView
            view={view}
            account={account}
            clock={clock}
            params={params}
            signals={signals.records}
            signalsFailed={signals.failed}
            onWhy={setAsked}
          />
        </main>
      </div>
      <Foot clock={choice} onClock={choose} />
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

/** A new view begins at its top, for eyes and for keyboards. */
function useFocusOnNewView(view: string | undefined) {
  const content = useRef<HTMLElement>(null);
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    window.scrollTo(0, 0);
    content.current?.focus({ preventScroll: true });
  }, [view]);
  return content;
}
