import type { AccountView } from '../../api/views.ts';
import { confirm } from '../confirm.ts';
import { CommandError } from '../exit-codes.ts';
import { programOf, type PanelOptions } from '../panel/panel-options.ts';
import { order, read, type RunningProgram } from '../running-program.ts';

export interface RearmOptions extends Omit<PanelOptions, 'json'> {
  readonly yes?: boolean;
}

/** Have the running program arm a tripped circuit breaker again. */
export async function rearmBreaker(options: RearmOptions): Promise<void> {
  const running = programOf(options); // a breaker is armed with the equity of a running account only
  const account = await chosen(running, options.account);
  const tripped = account.breaker?.state === 'tripped';
  const state = tripped
    ? `tripped: equity ${account.equity.toFixed(2)} ${account.currency}`
    : `${account.breaker?.state ?? 'not known yet'}, not tripped`;
  await confirm({
    what:
      `The circuit breaker of ${account.account} is ${state}. Armed again, its agents may lose ` +
      'once more what a day may lose.',
    word: account.account,
    yes: options.yes ?? false,
  });
  const path = `/api/breaker/rearm?account=${encodeURIComponent(account.account)}`;
  // The program itself asks twice; the person has confirmed already.
  const { confirmation } = (await order(running, path)) as { confirmation: string };
  const confirmed = `${path}&confirmation=${encodeURIComponent(confirmation)}`;
  const { message } = (await order(running, confirmed)) as { message: string };
  process.stdout.write(`kimi-agent: ${account.account}: ${message}\n`);
}

async function chosen(running: RunningProgram, name: string | undefined): Promise<AccountView> {
  const { accounts } = (await read(running, '/api/accounts')) as { accounts: AccountView[] };
  const known = accounts.map(({ account }) => account).join(', ');
  const fitting = accounts.filter(({ account }) => name === undefined || account === name);
  const [only, ...others] = fitting;
  if (!only) throw new CommandError(`No account is called ${name}; there are: ${known}`);
  if (others.length > 0) throw new CommandError(`Name one account: --account; there are: ${known}`);
  return only;
}
