import type { Command } from 'commander';
import type { BrokerOptions } from './broker.ts';
import type { EmergencyOptions } from './emergency-stop.ts';
import { positiveNumber, wholeNumber } from '../options.ts';
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

  program
    .command('broker')
    .description('run the simulated market and broker as a process of its own')
    .option(CONFIG, CONFIG_HELP)
    .option('--account <name>', 'simulated account whose terms it has (default: the first)')
    .option(STATE, 'folder of its books and its market', '.kimi-agent-broker')
    .option('--port <n>', 'port to listen on, on this machine only', wholeNumber(0, 65_535), 8010)
    .option('--speed <x>', 'simulated seconds per real second', positiveNumber, 60)
    .option('--seed <n>', 'seed of a new market', wholeNumber(0, 2 ** 31 - 1))
    .action(async (options: BrokerOptions) => (await import('./broker.ts')).broker(options));
}
