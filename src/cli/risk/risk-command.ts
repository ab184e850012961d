import { Option, type Command } from 'commander';
import { breaker, BREAKER_SCHEMAS } from './breaker.ts';
import type { LimitsOptions } from './limits.ts';
import { risk, RISK_SCHEMAS } from './risk.ts';

/** The commands that answer what may be risked. */
export function addRiskCommands(program: Command): void {
  program
    .command('risk')
    .description('tell what volume of proposed trades is approved, or why it is refused')
    .argument('[cases]', 'JSON file; docs/risk.md explains it')
    .option('--json <file>', 'write the whole result')
    .addOption(new Option('--schema <name>', 'print a JSON Schema instead').choices(RISK_SCHEMAS))
    .action(risk);

  program
    .command('breaker')
    .description('tell how the circuit breaker stands after each event of a timeline')
    .argument('[timeline]', 'JSON file; docs/breaker.md explains it')
    .option('--json <file>', 'write the whole result')
    .addOption(
      new Option('--schema <name>', 'print a JSON Schema instead').choices(BREAKER_SCHEMAS),
    )
    .action(breaker);

  program
    .command('limits')
    .description('tell which limit binds first and how many full trades still fit')
    .option('--config <file>', 'configuration (default: kimi.yaml, or all defaults)')
    .option('--state <dir>', 'state folder of the running program')
    .option('--json <file>', 'write it all')
    .action(async (options: LimitsOptions) => (await import('./limits.ts')).limits(options));
}
