import { api } from '../../api/client.ts';
import type { AccountView, SignalRecord } from '../../api/types.ts';
import { Panel } from '../../design/panel.tsx';
import { duration } from '../../format/clock.ts';
import { confidence, gain, money, price } from '../../format/numbers.ts';
import { digitsOf } from '../../panels/digits.ts';
import { useRemembered } from '../../store/remember.ts';
import { eventsOf, useResource } from '../../store/use-resource.ts';
import { words } from '../../words.ts';
import { sumOf } from '../trades/trade-sums.ts';

const ASKED = 1_000;

interface FirstMinuteProps {
  readonly account: AccountView;
  readonly signals: readonly SignalRecord[];
  readonly onWhy: (record: SignalRecord) => void;
}

/** What a simulated account has lived through, told once to who has not seen it before. */
export function FirstMinutePanel({ account, signals, onWhy }: FirstMinuteProps) {
  const say = words.firstMinute;
  const [told, setTold] = useRemembered('told', false);
  const oldest = signals.at(-1);
  if (told || account.mode !== 'simulated' || oldest === undefined) return null;
  return (
    <Panel
      title={say.title}
      className="first-minute"
      tools={
        <button type="button" className="button" onClick={() => setTold(true)}>
          {say.done}
        </button>
      }
    >
      <ol>
        <li>
          {say.lived(duration(account.serverTime - oldest.time))} <Brought account={account} />
        </li>
        <Example record={signals.find((one) => !one.verdict.taken)} {...{ account, onWhy }} />
        <Example record={signals.find((one) => one.verdict.taken)} {...{ account, onWhy }} />
        <li>{say.next}</li>
      </ol>
    </Panel>
  );
}

function Brought({ account }: Pick<FirstMinuteProps, 'account'>) {
  const say = words.firstMinute;
  const name = account.account;
  const { value } = useResource(`trades ${name}`, () => api.trades(name, ASKED), {
    after: eventsOf(name, 'deal'),
  });
  if (value === undefined) return null;
  if (value.trades.length === 0) return <>{say.noTrade}</>;
  const { won, net } = sumOf(value.trades);
  return <>{say.brought(value.trades.length, won, gain(net, account.currency))}</>;
}

interface ExampleProps extends Pick<FirstMinuteProps, 'account' | 'onWhy'> {
  readonly record: SignalRecord | undefined;
}

/** One candidate, and why it was or was not taken. */
function Example({ record, account, onWhy }: ExampleProps) {
  const say = words.firstMinute;
  if (record === undefined) return null;
  const { signal, verdict } = record;
  const what = [signal.symbol, words.side[signal.side], confidence(signal.confidence)] as const;
  const digits = digitsOf(account, signal.symbol, signal.entry.price);
  return (
    <li>
      <strong>{verdict.taken ? say.taken(...what) : say.refused(...what)}</strong>{' '}
      {verdict.taken
        ? say.takenSays(
            price(signal.stopLoss, digits),
            price(signal.takeProfit, digits),
            money(verdict.risk, account.currency),
          )
        : verdict.detail}{' '}
      <button type="button" className="event-why" onClick={() => onWhy(record)}>
        {say.why}
      </button>
    </li>
  );
}
