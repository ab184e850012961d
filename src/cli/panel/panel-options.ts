import type { Command } from 'commander';
import { configuration } from '../configuration.ts';
import { mustRun, type RunningProgram } from '../running-program.ts';

/** Options that every command about a trading program takes. */
export interface PanelOptions {
  readonly config?: string;
  readonly state?: string;
  readonly account?: string;
  readonly json?: boolean;
}

export function withPanelOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
    .option('--state <dir>', 'state folder of the program (default: .kimi-agent)')
    .option('--account <name>', 'one account alone (default: all)')
    .option('--json', 'print JSON for programs instead of a table');
}

/** The running program that the options mean; ends the command when there is none. */
export function programOf({
  state,
  config,
}: Pick<PanelOptions, 'state' | 'config'>): RunningProgram {
  return mustRun(state ?? configuration(config).state_dir);
}

/** The one account that was named, as a query; empty for all. */
export function accountQuery({ account }: PanelOptions): string {
  return account === undefined ? '' : `?account=${encodeURIComponent(account)}`;
}
