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

/** An account whose terminal MetaApi runs. */
export type CloudAccountConfig = AccountConfig & {
  readonly metaapi: NonNullable<AccountConfig['metaapi']>;
};

export function cloudAccounts({ accounts }: Ground): readonly CloudAccountConfig[] {
  return accounts.filter(
    (account): account is CloudAccountConfig =>
      account.mode !== 'simulated' && account.metaapi !== undefined,
  );
}

/** Where the token of an account at MetaApi is kept. */
export function tokenPlace({ token_file, token_env }: CloudAccountConfig['metaapi']) {
  return {
    ...(token_file === undefined ? {} : { tokenFile: token_file }),
    ...(token_env === undefined ? {} : { tokenEnv: token_env }),
  };
}

/** Does money, or at least a broker, hang on this program? */
export function tradesAtBroker({ accounts }: Ground): boolean {
  return accounts.some(({ mode }) => mode === 'demo' || mode === 'real');
}
