import type { Command } from 'commander';

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
