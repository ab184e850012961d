import { Argument, type Command } from 'commander';
import { addAgentCommands, addSignalCommands } from './agent-commands.ts';
import type { CloseOptions } from './close.ts';
import type { Shell } from '../completion.ts';
import type { LogsOptions } from './logs.ts';
import { wholeNumber } from '../options.ts';
import { withPanelOptions, type PanelOptions } from './panel-options.ts';
import type { SignalsOptions } from './panel-lists.ts';

const SOURCES =
  '\nReads from the running program; when none runs on the state folder, from its journal, and says so.';

/** Commands that look at a trading program and act on it. */
export function addPanelCommands(program: Command): void {
  withPanelOptions(program.command('status'))
    .description(
      'where each account stands: what can still be lost, limits, positions, why no trade',
    )
    .addHelpText('after', SOURCES)
    .action(async (options: PanelOptions) => (await import('./status.ts')).status(options));

  const agents = withPanelOptions(program.command('agents'))
    .description('the agents: state and why, bars read, last decision')
    .addHelpText('after', SOURCES)
    .action(async (options: PanelOptions) => (await import('./panel-lists.ts')).agents(options));
  addAgentCommands(agents);

  withPanelOptions(program.command('positions'))
    .description('open positions with stop, target, profit and R')
    .addHelpText('after', SOURCES)
    .action(async (options: PanelOptions) => (await import('./panel-lists.ts')).positions(options));

  const signals = withPanelOptions(program.command('signals'))
    .description('decided signals, newest first, with the answer of each; why ID tells more')
    .option('--limit <n>', 'how many', wholeNumber(1, 1000), 20)
    .addHelpText('after', SOURCES)
    .action(async (options: SignalsOptions) => (await import('./panel-lists.ts')).signals(options));
  addSignalCommands(signals);

  withPanelOptions(program.command('close'))
    .description('close a position at market, or all of them after a confirmation')
    .argument('[ticket]', 'ticket of the position; kimi-agent positions lists them')
    .option('--all', 'close every open position; agents go on')
    .option('--yes', 'do not ask (for scripts)')
    .addHelpText(
      'after',
      '\nExit 5: the program refused. Exit 6: no answer in time; it may still be carried out.',
    )
    .action(async (ticket: string | undefined, options: CloseOptions) =>
      (await import('./close.ts')).close(ticket, options),
    );

  withPanelOptions(program.command('logs'))
    .description('what has happened, a line for each event, oldest first')
    .option('--limit <n>', 'newest events to begin with', wholeNumber(1, 1000), 50)
    .option('-f, --follow', 'go on as it happens, until Ctrl+C')
    .addHelpText('after', `${SOURCES}\nWith --json, one JSON object a line.`)
    .action(async (options: LogsOptions) => (await import('./logs.ts')).logs(options));
}

/** To be added last: it completes what was added before it. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print a script that completes commands and options in your shell')
    .addArgument(
      new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish', 'powershell']),
    )
    .addHelpText(
      'after',
      `
To use it in the present shell:
  bash        source <(kimi-agent completion bash)
  zsh         source <(kimi-agent completion zsh)
  fish        kimi-agent completion fish | source
  PowerShell  kimi-agent completion powershell | Out-String | Invoke-Expression
To keep it, put that line into the file that your shell reads at its start.`,
    )
    .action(async (shell: Shell) => {
      process.stdout.write((await import('../completion.ts')).completionScript(program, shell));
    });
}
