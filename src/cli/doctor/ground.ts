import type { Environment } from '../../config/secrets.ts';
import type { AccountConfig, Config } from '../../config/schema.ts';
import type { RunningProgram } from '../running-program.ts';

/** What the checks stand on. */
export interface Ground {
  readonly config: Config;
  /** The accounts that are looked at: one, or all. */
  readonly accounts: readonly AccountConfig[];
  /** The state folder, whether it is there or not. */
  readonly folder: string;
  readonly environment: Environment;
  /** The program that runs on the state folder, as its notes say. */
  readonly running: RunningProgram | undefined;
  /** Does a process hold the state folder, whether it answers or not? */
  readonly isHeld: boolean;
  /** Does that program answer its API? */
  readonly answers: boolean;
}

/** An account that lives at a terminal. */
export type TerminalAccountConfig = AccountConfig & {
  readonly mt5: NonNullable<AccountConfig['mt5']>;
};

/** The accounts that a terminal dials in for. */
export function terminalAccounts({ accounts }: Ground): readonly TerminalAccountConfig[] {
  return accounts.filter(
    (account): account is TerminalAccountConfig =>
      account.mode !== 'simulated' && account.mt5 !== undefined,
  );
}

/** Does money, or at least a broker, hang on this program? */
export function tradesAtBroker({ accounts }: Ground): boolean {
  return accounts.some(({ mode }) => mode === 'demo' || mode === 'real');
}
