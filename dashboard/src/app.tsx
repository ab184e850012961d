import { NoticeList } from './design/notice-list.tsx';
import { useLive } from './store/use-live.ts';
import { LiveView } from './views/live/live-view.tsx';
import { SignedOutView } from './views/signed-out-view.tsx';
import { words } from './words.ts';

/** Which view is shown. A later router takes the place of this choice. */
export function App() {
  const link = useLive((state) => state.link);
  const loaded = useLive((state) => state.generation > 0);
  return (
    <>
      {link === 'signed-out' ? <SignedOutView /> : loaded ? <LiveView /> : <Loading />}
      <NoticeList />
    </>
  );
}

function Loading() {
  const link = useLive((state) => state.link);
  return (
    <main className="centred" aria-busy="true">
      <p>{link === 'reconnecting' ? words.problem.noAnswer : words.loading}</p>
    </main>
  );
}
