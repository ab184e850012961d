import type { AccountView } from '../api/types.ts';
import type { Tone } from '../design/badge.tsx';
import { duration } from '../format/clock.ts';
import type { Connection } from '../store/staleness.ts';
import { words } from '../words.ts';

interface BannersProps {
  readonly account: AccountView;
  readonly connection: Connection;
  readonly silentMs: number;
}

/** What a person must know before reading anything else on the page. */
export function Banners({ account, connection, silentMs }: BannersProps) {
  const say = words.header;
  return (
    <div role="status">
      {connection !== 'live' && (
        <Banner tone="danger">{say.staleBanner(duration(silentMs))}</Banner>
      )}
      {account.state === 'starting' && (
        <Banner tone="quiet">{say.accountStarting(account.detail)}</Banner>
      )}
      {(account.state === 'failed' || account.state === 'stopped') && (
        <Banner tone="danger">{say.accountTrouble(account.state, account.detail)}</Banner>
      )}
      {!account.link.up && account.state === 'running' && (
        <Banner tone="warning">{say.linkDown(account.link.detail)}</Banner>
      )}
    </div>
  );
}

function Banner({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <p className={`banner tone-${tone}`}>
      <strong aria-hidden="true">!</strong>
      <span>{children}</span>
    </p>
  );
}
