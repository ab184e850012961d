import './decisions-panel.css';
import type { AccountView, SignalRecord } from '../api/types.ts';
import { Panel } from '../design/panel.tsx';
import { SideName } from '../design/side.tsx';
import { clockTime, type ShownClock } from '../format/clock.ts';
import { confidence } from '../format/numbers.ts';
import { words } from '../words.ts';
import { verdictWords } from './verdict-words.ts';

/** The newest; the journal has all. */
const SHOWN = 100;

interface DecisionsPanelProps {
  readonly account: AccountView;
  readonly clock: ShownClock;
  readonly signals: readonly SignalRecord[];
  readonly failed: string | undefined;
  readonly onOpen: (record: SignalRecord) => void;
}

export function DecisionsPanel(props: DecisionsPanelProps) {
  const { account, signals, failed } = props;
  const say = words.decisions;
  const mine = signals.filter((record) => record.account === account.account);
  return (
    <Panel title={say.title} className="decisions">
      {failed !== undefined && <p className="empty tone-danger">{say.failed(failed)}</p>}
      {mine.length === 0 && failed === undefined && <p className="empty">{say.empty}</p>}
      {mine.length > 0 && <DecisionTable {...props} signals={mine} />}
    </Panel>
  );
}

function DecisionTable({ clock, signals, onOpen }: DecisionsPanelProps) {
  const say = words.decisions;
  return (
    <div className="decisions-scroll" tabIndex={0} role="region" aria-label={say.title}>
      <table className="stacks decision-table">
        <thead>
          <tr>
            <th scope="col">{say.time}</th>
            <th scope="col">{say.signal}</th>
            <th scope="col" className="number">
              {say.confidence}
            </th>
            <th scope="col">{say.outcome}</th>
            <th scope="col">
              <span className="unseen">{say.open}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {signals.slice(0, SHOWN).map((record) => (
            <DecisionRow key={record.seq} record={record} clock={clock} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DecisionRowProps extends Pick<DecisionsPanelProps, 'clock' | 'onOpen'> {
  readonly record: SignalRecord;
}

function DecisionRow({ record, clock, onOpen }: DecisionRowProps) {
  const say = words.decisions;
  const { signal, verdict } = record;
  const time = clockTime(record.time, clock, 'time');
  return (
    <tr>
      <td className="nowrap" data-label={say.time}>
        <span className="tone-quiet">{clockTime(record.time, clock, 'day')}</span> {time}
      </td>
      <td>
        <strong>{signal.symbol}</strong> <SideName side={signal.side} />
      </td>
      <td className="number" data-label={say.confidence}>
        {confidence(signal.confidence)}
      </td>
      <td className="wide">
        <span className={verdict.taken ? 'tone-good' : ''}>{verdictWords(verdict)}</span>
        {!verdict.taken && <span className="panel-note decision-detail">{verdict.detail}</span>}
      </td>
      <td className="number">
        <button
          type="button"
          className="button quiet"
          aria-label={say.openLabel(signal.symbol, time)}
          onClick={() => onOpen(record)}
        >
          {say.open}
        </button>
      </td>
    </tr>
  );
}
