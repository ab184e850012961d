import type { AccountView, ClosedTrade, SignalRecord } from '../../api/types.ts';
import { Gain } from '../../design/gain.tsx';
import { SideName } from '../../design/side.tsx';
import { clockTime, type ShownClock } from '../../format/clock.ts';
import { lots, price, rMultiple } from '../../format/numbers.ts';
import { digitsOf } from '../../panels/digits.ts';
import { hrefOf } from '../../route/route.ts';
import { words } from '../../words.ts';
import { TradeCourseButton } from './trade-course.tsx';

interface TradeTableProps {
  readonly trades: readonly ClosedTrade[];
  readonly account: AccountView;
  readonly clock: ShownClock;
  readonly signals: readonly SignalRecord[];
  readonly onWhy: (record: SignalRecord) => void;
}

export function TradeTable(props: TradeTableProps) {
  const say = words.trades;
  return (
    <div className="scroll-x">
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">{say.closed}</th>
            <th scope="col">{say.symbol}</th>
            <th scope="col" className="number">
              {say.lots}
            </th>
            <th scope="col">{say.prices}</th>
            <th scope="col">{say.chart}</th>
            <th scope="col">{say.exit}</th>
            <th scope="col" className="number">
              {say.costs}
            </th>
            <th scope="col" className="number">
              {say.net}
            </th>
            <th scope="col" className="number">
              {say.r}
            </th>
            <th scope="col">
              <span className="unseen">{say.why}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.trades.map((trade) => (
            <TradeRow key={trade.position} trade={trade} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TradeRowProps extends Omit<TradeTableProps, 'trades'> {
  readonly trade: ClosedTrade;
}

function TradeRow({ trade, account, clock, signals, onWhy }: TradeRowProps) {
  const say = words.trades;
  const { symbol, closedAt } = trade;
  const { currency } = account;
  const digits = digitsOf(account, symbol, trade.openPrice);
  const record = signals.find(({ signal }) => signal.id === trade.signalId);
  const time = clockTime(closedAt, clock, 'time');
  return (
    <tr>
      <td className="nowrap" data-label={say.closed}>
        <span className="tone-quiet">{clockTime(closedAt, clock, 'day')}</span> {time}
      </td>
      <td data-label={say.symbol}>
        <a className="strong-link" href={hrefOf('symbol', { account: account.account, symbol })}>
          {symbol}
        </a>{' '}
        <SideName side={trade.side} />
        {trade.risk <= 0 && <span className="panel-note"> {say.notOurs}</span>}
      </td>
      <td className="number" data-label={say.lots}>
        {lots(trade.lots)}
      </td>
      <td className="nowrap" data-label={say.prices}>
        {price(trade.openPrice, digits)} → {price(trade.closePrice, digits)}
      </td>
      <td data-label={say.chart} className="course-cell">
        <TradeCourseButton trade={trade} currency={currency} digits={digits} clock={clock} />
      </td>
      <td data-label={say.exit}>{say.exitName[trade.exit] ?? trade.exit}</td>
      <td className="number" data-label={say.costs}>
        <Gain amount={trade.commission + trade.swap} currency={currency} />
      </td>
      <td className="number" data-label={say.net}>
        <Gain amount={trade.net} currency={currency} />
      </td>
      <td className="number" data-label={say.r}>
        {trade.risk > 0 ? rMultiple(trade.r) : words.none}
      </td>
      <td className="number">
        {record && (
          <button
            type="button"
            className="button quiet"
            aria-label={say.whyLabel(symbol, time)}
            onClick={() => onWhy(record)}
          >
            {words.decisions.open}
          </button>
        )}
      </td>
    </tr>
  );
}
