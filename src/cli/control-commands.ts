import type { Command } from 'commander';
import type { EmergencyOptions } from './emergency-stop.ts';
import type { RearmOptions } from './rearm-breaker.ts';
import type { StopOptions } from './stop.ts';

const CONFIG = '--config <file>';
const CONFIG_HELP = 'configuration (default: kimi.yaml, or all defaults)';
const STATE = '--state <dir>';
const STATE_HELP = 'state folder of the program';
const YES = '--yes';
const YES_HELP = 'do not ask: for scripts';

/** The commands that act on a program that runs, hangs, or is dead. */
export function addControlCommands(program: Command): void {
  program
    .command('stop')
    .description('end the running program in good order; positions keep their stops')
    .option(CONFIG, CONFIG_HELP)
    .option(STATE, STATE_HELP)
    .option('--flatten', 'close what the program opened first')
    .action(async (options: StopOptions) => (await import('./stop.ts')).stop(options));

  program
    .command('emergency-stop')
    .description('close everything and stop every agent, even if the program hangs or is dead')
    .option(CONFIG, CONFIG_HELP)
    .option(STATE, STATE_HELP)
    .option('--account <name>', 'one account alone')
    .option(YES, YES_HELP)
    .option('--json', 'print what was closed as JSON')
    .action(async (options: EmergencyOptions) =>
      (await import('./emergency-stop.ts')).emergencyStop(options),
    );

  program
    .command('rearm-breaker')
    .description('arm the tripped circuit breaker of a running account again')
    .option(CONFIG, CONFIG_HELP)
    .option(STATE, STATE_HELP)
    .option('--account <name>', 'needed when there are several')
    .option(YES, YES_HELP)
    .action(async (options: RearmOptions) =>
      (await import('./rearm-breaker.ts')).rearmBreaker(options),
    );
}
