import { useState } from 'react';
import { actions } from '../api/actions.ts';
import type { AccountView, PositionView } from '../api/types.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Gain } from '../design/gain.tsx';
import { Panel } from '../design/panel.tsx';
import { SideName } from '../design/side.tsx';
import { clockTime, type ShownClock } from '../format/clock.ts';
import { gain, lots, price, rMultiple } from '../format/numbers.ts';
import { useLive } from '../store/use-live.ts';
import { words } from '../words.ts';
import { digitsOf } from './digits.ts';

interface PositionsPanelProps {
  readonly account: AccountView;
  readonly clock: ShownClock;
  /** Only positions of this symbol; of all when left out. */
  readonly symbol?: string | undefined;
}

export function PositionsPanel({ account, clock, symbol }: PositionsPanelProps) {
  const say = words.positions;
  const all = useLive((state) => state.positions);
  const [closing, setClosing] = useState<PositionView>();
  const positions = all.filter(
    (position) =>
      position.account === account.account && (symbol === undefined || position.symbol === symbol),
  );
  return (
    <Panel
      title={say.title}
      className="positions"
      tools={
        positions.length > 0 && <Gain amount={account.openProfit} currency={account.currency} />
      }
    >
      {positions.length === 0 ? (
        <p className="empty">{say.empty}</p>
      ) : (
        <table className="stacks">
          <PositionHead />
          <tbody>
            {positions.map((position) => (
              <PositionRow
                key={position.ticket}
                position={position}
                account={account}
                clock={clock}
                onClose={() => setClosing(position)}
              />
            ))}
          </tbody>
        </table>
      )}
      {closing && (
        <CloseDialog
          position={closing}
          currency={account.currency}
          onClose={() => setClosing(undefined)}
        />
      )}
    </Panel>
  );
}

function PositionHead() {
  const say = words.positions;
  const numbers = [say.lots, say.open, say.current, say.stop, say.target, say.profit, say.r];
  return (
    <thead>
      <tr>
        <th scope="col">{say.symbol}</th>
        <th scope="col">{say.side}</th>
        {numbers.map((name) => (
          <th key={name} scope="col" className="number">
            {name}
          </th>
        ))}
        <th scope="col">{say.since}</th>
        <th scope="col">
          <span className="unseen">{say.close}</span>
        </th>
      </tr>
    </thead>
  );
}

interface PositionRowProps extends Omit<PositionsPanelProps, 'symbol'> {
  readonly position: PositionView;
  readonly onClose: () => void;
}

function PositionRow({ position, account, clock, onClose }: PositionRowProps) {
  const say = words.positions;
  const { symbol, ticket, r } = position;
  const digits = digitsOf(account, symbol, position.price_open);
  return (
    <tr>
      <td data-label={say.symbol}>
        <strong>{symbol}</strong>
        {!position.ours && (
          <span className="panel-note" title={say.notOursTitle}>
            {' '}
            {say.notOurs}
          </span>
        )}
      </td>
      <td data-label={say.side}>
        <SideName side={position.type} />
      </td>
      <td data-label={say.lots} className="number">
        {lots(position.volume)}
      </td>
      <td data-label={say.open} className="number">
        {price(position.price_open, digits)}
      </td>
      <td data-label={say.current} className="number">
        {position.price_current === null ? words.none : price(position.price_current, digits)}
      </td>
      <td data-label={say.stop} className="number">
        {position.sl > 0 ? (
          price(position.sl, digits)
        ) : (
          <strong className="tone-danger">{say.noStop}</strong>
        )}
      </td>
      <td data-label={say.target} className="number">
        {position.tp > 0 ? price(position.tp, digits) : say.noTarget}
      </td>
      <td data-label={say.profit} className="number">
        <Gain amount={position.profit} currency={account.currency} />
      </td>
      <td data-label={say.r} className="number">
        {r === null ? words.none : rMultiple(r)}
      </td>
      <td data-label={say.since} className="nowrap">
        {clockTime(position.opened_at, clock, 'day')} {clockTime(position.opened_at, clock, 'time')}
      </td>
      <td className="number">
        <button
          type="button"
          className="button quiet"
          aria-label={say.closeLabel(symbol, ticket)}
          onClick={onClose}
        >
          {say.close}
        </button>
      </td>
    </tr>
  );
}

interface CloseDialogProps {
  readonly position: PositionView;
  readonly currency: string;
  readonly onClose: () => void;
}

function CloseDialog({ position, currency, onClose }: CloseDialogProps) {
  const say = words.positions;
  const { account, ticket, symbol } = position;
  // The price goes on while the person reads.
  const now = useLive((state) => state.positions.find((one) => one.ticket === ticket)) ?? position;
  const profit = now.profit === null ? say.unknownProfit : gain(now.profit, currency);
  const title = say.confirmTitle(words.side[now.type], lots(now.volume), symbol);
  return (
    <ConfirmDialog
      title={title}
      confirm={say.confirm}
      sending={say.sending}
      done={say.done(symbol)}
      act={actions.closePosition(account, ticket)}
      onClose={onClose}
    >
      <p>{say.confirmBody(ticket, profit)}</p>
      {!now.ours && <p className="tone-warning">{say.confirmNotOurs}</p>}
    </ConfirmDialog>
  );
}
