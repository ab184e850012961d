import type { AccountView } from '../../api/types.ts';
import { Badge } from '../../design/badge.tsx';
import { Gain } from '../../design/gain.tsx';
import { ModeBadge } from '../../design/mode-badge.tsx';
import { Panel } from '../../design/panel.tsx';
import { duration } from '../../format/clock.ts';
import { count, money } from '../../format/numbers.ts';
import { BREAKER_TONE } from '../../panels/risk-panel.tsx';
import { hrefOf } from '../../route/route.ts';
import { useLive } from '../../store/use-live.ts';
import { words } from '../../words.ts';
import { totals } from './totals.ts';

/** All accounts side by side; the one whose details stand below is marked. */
export function AccountsPanel({ account }: { readonly account: AccountView }) {
  const say = words.overview.accounts;
  const accounts = useLive((state) => state.accounts);
  const heads = [say.canLose, say.dayEnds, say.equity, say.openProfit, say.open];
  return (
    <Panel title={say.title}>
      <div className="scroll-x">
        <table className="stacks">
          <thead>
            <tr>
              <th scope="col">{say.account}</th>
              {heads.map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
              <th scope="col">{say.breaker}</th>
              <th scope="col">{say.state}</th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((one) => (
              <AccountRow
                key={one.account}
                account={one}
                shown={one.account === account.account && accounts.length > 1}
              />
            ))}
            {accounts.length > 1 && <TotalRows />}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface AccountRowProps {
  readonly account: AccountView;
  readonly shown: boolean;
}

function AccountRow({ account, shown }: AccountRowProps) {
  const say = words.overview.accounts;
  const { breaker, currency } = account;
  const open = useLive(
    (state) => state.positions.filter((one) => one.account === account.account).length,
  );
  return (
    <tr aria-current={shown ? 'true' : undefined}>
      <td className="wide">
        <a
          className="strong-link"
          href={hrefOf('overview', { account: account.account })}
          aria-label={say.look(account.account)}
        >
          {account.account}
        </a>{' '}
        <ModeBadge mode={account.mode} />
        {shown && <span className="panel-note"> {say.shown}</span>}
      </td>
      <td className="number" data-label={say.canLose}>
        <strong>{breaker ? money(breaker.distance, currency) : words.none}</strong>
      </td>
      <td className="number" data-label={say.dayEnds}>
        {breaker ? duration(breaker.endsAt - account.serverTime) : words.none}
      </td>
      <td className="number" data-label={say.equity}>
        {money(account.equity, currency)}
      </td>
      <td className="number" data-label={say.openProfit}>
        <Gain amount={account.openProfit} currency={currency} />
      </td>
      <td className="number" data-label={say.open}>
        {count(open)}
      </td>
      <td data-label={say.breaker}>
        {breaker ? (
          <Badge tone={BREAKER_TONE[breaker.state]}>{words.risk.state[breaker.state].name}</Badge>
        ) : (
          words.none
        )}
      </td>
      <td data-label={say.state}>
        <Badge tone={account.state === 'running' && account.link.up ? 'good' : 'danger'}>
          {account.state === 'running' && !account.link.up
            ? words.header.noLink
            : say.stateName[account.state]}
        </Badge>
      </td>
    </tr>
  );
}

/** Sums by mode and currency: invented money is never added to real money. */
function TotalRows() {
  const say = words.overview.accounts;
  const accounts = useLive((state) => state.accounts);
  return totals(accounts).map((total) => (
    <tr key={`${total.mode} ${total.currency}`} className="total">
      <td className="wide">
        <strong>{say.total(total.currency)}</strong> <ModeBadge mode={total.mode} />
      </td>
      <td className="number" data-label={say.canLose}>
        <strong>{money(total.canLose, total.currency)}</strong>
      </td>
      <td />
      <td className="number" data-label={say.equity}>
        {money(total.equity, total.currency)}
      </td>
      <td className="number" data-label={say.openProfit}>
        <Gain amount={total.openProfit} currency={total.currency} />
      </td>
      <td colSpan={3} />
    </tr>
  ));
}
