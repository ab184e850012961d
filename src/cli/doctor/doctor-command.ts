import { Option, type Command } from 'commander';
import type { DoctorOptions } from './doctor.ts';
import { symbolPair, wholeNumber } from '../options.ts';
import { withPanelOptions } from '../panel/panel-options.ts';

/** The command that looks at a whole installation. */
export function addDoctorCommand(program: Command): void {
  withPanelOptions(
    program
      .command('doctor')
      .description('check the whole installation and say what to do; exit 8: something is failing'),
  )
    .option('--wait <seconds>', 'how long a terminal may take to dial in', wholeNumber(0, 3600), 15)
    .addOption(
      new Option('--map <pair>', 'settle a question: SYMBOL=NAME of the broker')
        .argParser(symbolPair)
        .default(new Map(), 'none'),
    )
    .action(async (options: DoctorOptions) => (await import('./doctor.ts')).doctor(options));
}
