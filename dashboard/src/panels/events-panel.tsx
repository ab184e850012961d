import './events-panel.css';
import type { AccountView, EventView, SignalRecord } from '../api/types.ts';
import { Panel } from '../design/panel.tsx';
import { clockTime, type ShownClock } from '../format/clock.ts';
import { useLive } from '../store/use-live.ts';
import { words } from '../words.ts';

interface EventsPanelProps {
  readonly account: AccountView;
  readonly clock: ShownClock;
  readonly signals: readonly SignalRecord[];
  readonly onOpen: (record: SignalRecord) => void;
}

const SHOWN = 150;

export function EventsPanel({ account, clock, signals, onOpen }: EventsPanelProps) {
  const say = words.events;
  const all = useLive((state) => state.events);
  const events = all.filter((event) => event.account === account.account).slice(0, SHOWN);
  return (
    <Panel title={say.title} className="events">
      {events.length === 0 ? (
        <p className="empty">{say.empty}</p>
      ) : (
        <EventList
          label={say.title}
          events={events}
          clock={clock}
          signals={signals}
          onOpen={onOpen}
        />
      )}
      <LatestNews events={events} />
    </Panel>
  );
}

interface EventListProps extends Omit<EventsPanelProps, 'account'> {
  readonly label: string;
  /** Newest first. */
  readonly events: readonly EventView[];
}

/** Events in plain sentences, with the way to a signal's reasons. */
export function EventList({ label, events, clock, signals, onOpen }: EventListProps) {
  const record = (event: EventView) =>
    event.kind === 'signal' ? signals.find((one) => one.seq === event.seq) : undefined;
  return (
    <ol className="event-list" tabIndex={0} aria-label={label}>
      {events.map((event) => (
        <EventLine
          key={event.seq}
          event={event}
          clock={clock}
          record={record(event)}
          onOpen={onOpen}
        />
      ))}
    </ol>
  );
}

interface EventLineProps extends Pick<EventsPanelProps, 'clock' | 'onOpen'> {
  readonly event: EventView;
  readonly record: SignalRecord | undefined;
}

function EventLine({ event, clock, record, onOpen }: EventLineProps) {
  const level = words.events.level[event.level];
  return (
    <li className={`event level-${event.level}`}>
      <span className="event-mark" role="img" aria-label={level.name} title={level.name}>
        {level.mark}
      </span>
      <time dateTime={new Date(event.time).toISOString()}>
        {clockTime(event.time, clock, 'day')} {clockTime(event.time, clock, 'time')}
      </time>
      <span className="event-text">
        {event.text}{' '}
        {record && (
          <button type="button" className="event-why" onClick={() => onOpen(record)}>
            {words.events.why}
          </button>
        )}
      </span>
    </li>
  );
}

/** Read out politely: only what is more than a note, or a fast market would never be silent. */
function LatestNews({ events }: { readonly events: readonly EventView[] }) {
  const latest = events.find((event) => event.level !== 'info');
  return (
    <p className="unseen" aria-live="polite">
      {latest?.text}
    </p>
  );
}
