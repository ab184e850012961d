import { api } from '../../api/client.ts';
import type { AccountView, EventView, SignalRecord } from '../../api/types.ts';
import { Panel } from '../../design/panel.tsx';
import { duration, type ShownClock } from '../../format/clock.ts';
import { EventList } from '../../panels/events-panel.tsx';
import { hrefOf } from '../../route/route.ts';
import { markSeen, useLastLook } from '../../store/last-look.ts';
import { useNow } from '../../store/use-live.ts';
import { eventsOf, useResource } from '../../store/use-resource.ts';
import { words } from '../../words.ts';
import { countNews } from './news-count.ts';

/** As many as the program keeps at hand. */
const ASKED = 1_000;
const SHOWN = 8;

interface SincePanelProps {
  readonly account: AccountView;
  readonly clock: ShownClock;
  readonly signals: readonly SignalRecord[];
  readonly onOpen: (record: SignalRecord) => void;
}

/** What happened while nobody looked at this page. */
export function SincePanel({ account, clock, signals, onOpen }: SincePanelProps) {
  const say = words.overview.since;
  const name = account.account;
  const last = useLastLook();
  const now = useNow();
  const seen = last?.seqs[name];
  const { value } = useResource(
    seen === undefined ? undefined : `since ${name}`,
    () => api.events(name, ASKED),
    { after: eventsOf(name) },
  );
  const all = value?.events ?? [];
  const news = seen === undefined ? [] : all.filter((event) => event.seq > seen);
  const missing = news.length === all.length && all.length === ASKED;
  return (
    <Panel
      title={say.title}
      tools={
        last && (
          <>
            <span className="panel-note">{say.ago(duration(now - last.at))}</span>
            <button type="button" className="button quiet" onClick={markSeen}>
              {say.seen}
            </button>
          </>
        )
      }
    >
      {seen === undefined ? (
        <p className="empty">{say.first}</p>
      ) : (
        <News news={news} missing={missing} clock={clock} signals={signals} onOpen={onOpen} />
      )}
      <p className="since-foot">
        <a href={hrefOf('events', { account: name })}>{say.all}</a>
      </p>
    </Panel>
  );
}

interface NewsProps extends Omit<SincePanelProps, 'account'> {
  readonly news: readonly EventView[];
  readonly missing: boolean;
}

function News({ news, missing, clock, signals, onOpen }: NewsProps) {
  const say = words.overview.since;
  if (news.length === 0) return <p className="empty">{say.nothing}</p>;
  const counts = countNews(news);
  const notable = news.filter((event) => event.level !== 'info').slice(-SHOWN);
  return (
    <>
      <ul className="since-counts">
        <li>{say.opened(counts.opened)}</li>
        <li>{say.closed(counts.closed)}</li>
        <li>{say.taken(counts.taken)}</li>
        <li>{say.refused(counts.refused)}</li>
        <li>{say.troubles(counts.troubles)}</li>
      </ul>
      {missing && <p className="empty">{say.older}</p>}
      <EventList
        label={say.title}
        events={notable.toReversed()}
        clock={clock}
        signals={signals}
        onOpen={onOpen}
      />
    </>
  );
}
