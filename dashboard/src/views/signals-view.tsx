import './signals-view.css';
import { useState } from 'react';
import { actions } from '../api/actions.ts';
import type { AccountView, SignalRecord, WaitingSignal } from '../api/types.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Panel } from '../design/panel.tsx';
import { SideName } from '../design/side.tsx';
import { duration } from '../format/clock.ts';
import { confidence, price } from '../format/numbers.ts';
import type { ViewProps } from '../frame/view-props.ts';
import { DecisionsPanel } from '../panels/decisions-panel.tsx';
import { digitsOf } from '../panels/digits.ts';
import { useAction } from '../store/use-action.ts';
import { useWaiting } from '../store/use-waiting.ts';
import { words } from '../words.ts';

/** Signals that wait for a person's word, and every candidate and what became of it. */
export function SignalsView({ account, clock, signals, signalsFailed, onWhy }: ViewProps) {
  return (
    <div className="signals-view">
      <WaitingPanel account={account} signals={signals} onWhy={onWhy} />
      <DecisionsPanel
        account={account}
        clock={clock}
        signals={signals}
        failed={signalsFailed}
        onOpen={onWhy}
      />
    </div>
  );
}

interface WaitingPanelProps {
  readonly account: AccountView;
  readonly signals: readonly SignalRecord[];
  readonly onWhy: (record: SignalRecord) => void;
}

function WaitingPanel({ account, signals, onWhy }: WaitingPanelProps) {
  const say = words.approval;
  const { waiting, failed } = useWaiting(account.account);
  return (
    <Panel title={say.title} className="waiting">
      {failed !== undefined && <p className="empty tone-danger">{say.failed(failed)}</p>}
      {waiting.length === 0 && failed === undefined && <p className="empty">{say.off}</p>}
      <ul className="waiting-list">
        {waiting.map((one) => (
          <WaitingRow
            key={one.signal.id}
            waiting={one}
            account={account}
            record={signals.find(({ signal }) => signal.id === one.signal.id)}
            onWhy={onWhy}
          />
        ))}
      </ul>
      {waiting.length > 0 && <p className="panel-note waiting-note">{say.note}</p>}
    </Panel>
  );
}

interface WaitingRowProps extends Pick<WaitingPanelProps, 'account' | 'onWhy'> {
  readonly waiting: WaitingSignal;
  readonly record: SignalRecord | undefined;
}

function WaitingRow({ waiting, account, record, onWhy }: WaitingRowProps) {
  const say = words.approval;
  const { id, symbol, side, entry, stopLoss, takeProfit } = waiting.signal;
  const { busy, run } = useAction();
  const [asking, setAsking] = useState(false);
  const digits = digitsOf(account, symbol, entry.price);
  const shown = (value: number) => price(value, digits);
  const plan = say.plan(shown(entry.price), shown(stopLoss), shown(takeProfit));
  return (
    <li>
      <span>
        <strong>{symbol}</strong> <SideName side={side} /> {confidence(waiting.signal.confidence)}
        <br />
        {plan}
        <br />
        <span className="tone-warning">
          {say.left(duration(waiting.until - account.serverTime))}
        </span>
      </span>
      <span className="waiting-actions">
        {record && (
          <button type="button" className="button quiet" onClick={() => onWhy(record)}>
            {say.why}
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={busy}
          aria-label={say.declineLabel(symbol)}
          onClick={() => void run(actions.declineSignal(id), say.declined(symbol))}
        >
          {say.decline}
        </button>
        <button
          type="button"
          className="button primary"
          aria-label={say.approveLabel(symbol)}
          onClick={() => setAsking(true)}
        >
          {say.approve}
        </button>
      </span>
      {asking && (
        <ConfirmDialog
          title={say.confirmTitle(words.side[side], symbol)}
          confirm={say.confirm}
          sending={say.sending}
          done={say.approved(symbol)}
          act={actions.approveSignal(id)}
          onClose={() => setAsking(false)}
        >
          <p>{plan}</p>
          <p>{say.note}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
