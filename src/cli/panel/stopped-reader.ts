import type { SignalRecord } from '../../api/control-room.ts';
import { limitsView, type LimitsView } from '../../api/limits.ts';
import {
  accountView as accountDocument,
  positionView as positionDocument,
  type AccountView,
  type AgentView,
  type EventView,
  type PositionView,
} from '../../api/views.ts';
import { accountSettings } from '../../config/account-settings.ts';
import type { Config } from '../../config/schema.ts';
import type { AccountName, Currency, Money } from '../../market/units.ts';
import {
  accountView,
  agentViews,
  positionViews,
  type ViewedAccount,
} from '../../runtime/account-views.ts';
import { limitsViewOf } from '../../runtime/limits-view.ts';
import { Replica } from '../../runtime/replica.ts';
import type { AccountMode } from '../../agents/account-settings.ts';
import { accountsIn, readAccount } from '../journal/account-journal.ts';
import { CommandError } from '../exit-codes.ts';
import { knownInstruments } from '../known-instruments.ts';
import type { AccountDigest, PanelReader } from './panel-reader.ts';

/** What the journals of accounts say that do not run: where each stood when it ended. */
export class StoppedReader implements PanelReader {
  readonly source = 'journal';
  readonly #accounts: readonly ViewedAccount[];

  constructor(accounts: readonly ViewedAccount[]) {
    this.#accounts = accounts;
  }

  async accounts(): Promise<readonly AccountView[]> {
    return this.#accounts.map((account) =>
      accountDocument.encode({ ...accountView(account), link: NO_LINK }),
    );
  }

  async agents(): Promise<readonly AgentView[]> {
    return this.#accounts.flatMap(agentViews);
  }

  async positions(): Promise<readonly PositionView[]> {
    return this.#accounts.flatMap(positionViews).map((one) => positionDocument.encode(one));
  }

  async limits(): Promise<readonly LimitsView[]> {
    return this.#accounts.map((account) => limitsView.encode(limitsViewOf(account)));
  }

  async signals(limit: number): Promise<readonly SignalRecord[]> {
    const all = this.#accounts.flatMap(({ replica }) => replica.signals.last(limit));
    return all.toSorted((left, right) => right.time - left.time).slice(0, limit);
  }

  async events(limit: number): Promise<readonly EventView[]> {
    const all = this.#accounts.flatMap(({ replica }) => replica.events.last(limit));
    return all.toSorted((left, right) => left.time - right.time).slice(-limit);
  }

  async digests(): Promise<readonly AccountDigest[]> {
    return this.#accounts.map(({ settings, replica }) => ({
      account: settings.name,
      ...replica.digest(),
    }));
  }
}

const NO_LINK = { up: false, detail: 'nothing runs' };

/** Fold the journals of a state folder, or of one account in it. */
export function stoppedAccounts(
  folder: string,
  config: Config,
  only: string | undefined,
): readonly ViewedAccount[] {
  const names = accountsIn(folder);
  if (only !== undefined && !names.includes(only as AccountName)) {
    throw new CommandError(`${folder} has no account ${only}. It has ${names.join(', ')}.`);
  }
  const wanted = only === undefined ? names : [only as AccountName];
  return wanted.map((name) => stoppedAccount(folder, config, name));
}

function stoppedAccount(folder: string, config: Config, name: AccountName): ViewedAccount {
  const written = config.accounts.find((account) => account.name === name) ?? config.accounts[0];
  if (!written) throw new CommandError('The configuration has no account.');
  const configured = { ...accountSettings(written), name };
  let replica = new Replica(configured.currency, configured);
  let mode: AccountMode = configured.mode;
  let currency: Currency = configured.currency;
  readAccount(folder, name, (fact) => {
    const { body } = fact;
    if (body.kind === 'session-started') ({ mode } = body);
    if (body.kind === 'reconciled' || body.kind === 'account-read') ({ currency } = body.account);
    replica.take(fact);
  });
  if (currency !== configured.currency) {
    // The journal's own money, whatever the configuration that was named says of it.
    replica = new Replica(currency, configured);
    readAccount(folder, name, (fact) => void replica.take(fact));
  }
  forgetMoved(replica);
  replica.status = { state: 'stopped', detail: 'nothing runs; this is what its journal says' };
  return {
    settings: { ...configured, mode, currency },
    instruments: new Map(knownInstruments(config.instruments).map((one) => [one.symbol, one])),
    replica,
    speed: null,
  };
}

/** What was open may have moved since: then only the balance is certain. */
function forgetMoved({ state }: Replica): void {
  const { account, balance, positions } = state;
  const isFlat = positions.size === 0 && state.pending.size === 0;
  state.account =
    account && isFlat
      ? { ...account, balance, equity: balance, margin: 0 as Money, freeMargin: balance }
      : undefined;
}
