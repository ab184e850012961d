import './header.css';
import type { AccountView } from '../api/types.ts';
import { Badge, type Tone } from '../design/badge.tsx';
import { clockTime, localClock, type ShownClock } from '../format/clock.ts';
import type { Connection } from '../store/staleness.ts';
import { useLive } from '../store/use-live.ts';
import { words } from '../words.ts';
import { EmergencyStop } from './emergency-stop.tsx';

interface HeaderProps {
  readonly account: AccountView;
  readonly clock: ShownClock;
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

export function Header({ account, clock, connection, now, onAccount }: HeaderProps) {
  const mode = words.mode[account.mode];
  const say = words.header;
  return (
    <header className="top">
      <h1 className="top-name">{words.product}</h1>
      <p className={`mode mode-${account.mode}`}>
        <strong>{mode.name}</strong>
        <span>{mode.says}</span>
        {account.evidence && <span>{account.evidence.says}</span>}
      </p>
      <AccountChoice account={account} onAccount={onAccount} />
      <dl className="top-facts">
        <div>
          <dt>{say.market}</dt>
          <dd>{account.marketOpen ? say.marketOpen : say.marketClosed}</dd>
        </div>
        <div>
          <dt>
            {say.accountTime} ({clock.label})
          </dt>
          <dd>{clockTime(account.serverTime, clock, 'full')}</dd>
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
      <span role="status">
        <Badge tone={CONNECTION_TONE[connection]}>{words.connection[connection]}</Badge>
      </span>
      <EmergencyStop />
    </header>
  );
}

function AccountChoice({ account, onAccount }: Pick<HeaderProps, 'account' | 'onAccount'>) {
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
