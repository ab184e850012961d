import './top-bar.css';
import type { AccountView } from '../api/types.ts';
import { Badge, type Tone } from '../design/badge.tsx';
import { ModeBadge } from '../design/mode-badge.tsx';
import { clockTime, localClock, NEW_YORK, type ShownClock } from '../format/clock.ts';
import type { Connection } from '../store/staleness.ts';
import { useLive } from '../store/use-live.ts';
import { words } from '../words.ts';
import { EmergencyStop } from './emergency-stop.tsx';

interface TopBarProps {
  readonly account: AccountView;
  /** Clock of the account, whichever the person reads times in. */
  readonly accountClock: ShownClock;
  readonly connection: Connection;
  readonly now: number;
  readonly onAccount: (name: string) => void;
}

const CONNECTION_TONE: Readonly<Record<Connection, Tone>> = {
  connecting: 'quiet',
  live: 'good',
  stale: 'danger',
  reconnecting: 'warning',
  'signed-out': 'danger',
};

/** What every view has above it: whose money, whether it is live, what time it is, and the stop. */
export function TopBar(props: TopBarProps) {
  const { account, connection, onAccount } = props;
  const mode = words.mode[account.mode];
  return (
    <header className="top">
      <h1 className="top-name">{words.product}</h1>
      <p className={`mode mode-${account.mode}`}>
        <strong>{mode.name}</strong>
        <span>{mode.says}</span>
        {account.evidence && <span>{account.evidence.says}</span>}
      </p>
      <OtherModes account={account} />
      <AccountChoice account={account} onAccount={onAccount} />
      <TopFacts {...props} />
      <span role="status" className="top-connection">
        <Badge tone={CONNECTION_TONE[connection]}>{words.connection[connection]}</Badge>
      </span>
      <EmergencyStop />
    </header>
  );
}

function TopFacts({ account, accountClock, now }: TopBarProps) {
  const say = words.header;
  return (
    <dl className="top-facts">
      <div>
        <dt>{say.market}</dt>
        <dd>
          <span aria-hidden="true">{account.marketOpen ? '●' : '○'}</span>{' '}
          {account.marketOpen ? say.marketOpen : say.marketClosed}
        </dd>
      </div>
      <div>
        <dt>
          {say.accountTime} ({accountClock.label})
        </dt>
        <dd>{clockTime(account.serverTime, accountClock, 'full')}</dd>
      </div>
      <div className="top-new-york">
        <dt>{words.clockChoice.short['new-york']}</dt>
        <dd>{clockTime(account.serverTime, NEW_YORK, 'time')}</dd>
      </div>
      <div>
        <dt>{say.localTime}</dt>
        <dd>{clockTime(now, localClock(), 'second')}</dd>
      </div>
      <div>
        <dt>{say.speed}</dt>
        <dd>{account.speed === null ? say.realSpeed : say.timeLapse(account.speed)}</dd>
      </div>
    </dl>
  );
}

/** Whose money the other accounts trade: a simulated one in view must not hide a real one. */
function OtherModes({ account }: Pick<TopBarProps, 'account'>) {
  const accounts = useLive((state) => state.accounts);
  const others = accounts.filter((one) => one.account !== account.account);
  const modes = [...new Set(others.map((one) => one.mode))].filter((one) => one !== account.mode);
  if (modes.length === 0) return null;
  return (
    <p className="top-others">
      {words.header.alsoHere}{' '}
      {modes.map((mode) => (
        <ModeBadge key={mode} mode={mode} />
      ))}
    </p>
  );
}

function AccountChoice({ account, onAccount }: Pick<TopBarProps, 'account' | 'onAccount'>) {
  const accounts = useLive((state) => state.accounts);
  if (accounts.length < 2) return null;
  return (
    <label className="top-account">
      <span className="unseen">{words.header.account}</span>
      <select
        className="field"
        value={account.account}
        onChange={(event) => onAccount(event.target.value)}
      >
        {accounts.map((one) => (
          <option key={one.account} value={one.account}>
            {one.account} · {words.mode[one.mode].name}
          </option>
        ))}
      </select>
    </label>
  );
}
