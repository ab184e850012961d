import { NoticeList } from './design/notice-list.tsx';
import { Frame } from './frame/frame.tsx';
import { useLive } from './store/use-live.ts';
import { SignedOutView } from './views/signed-out-view.tsx';
import { words } from './words.ts';

/** The page, once it is signed in and has been told how things stand. */
export function App() {
  const link = useLive((state) => state.link);
  const loaded = useLive((state) => state.generation > 0);
  return (
    <>
      {link === 'signed-out' ? <SignedOutView /> : loaded ? <Frame /> : <Loading />}
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
