import * as z from 'zod';
import { limitsView, type LimitsView } from '../../api/limits.ts';
import { configuration } from '../configuration.ts';
import { configuredLimits } from './limits-configured.ts';
import { askRunning, goodBody, runningProgram } from '../running-program.ts';
import { writeJson } from '../schema-file.ts';

export interface LimitsOptions {
  readonly config?: string;
  readonly state?: string;
  readonly json?: string;
}

const ANSWER_WITHIN_MS = 3_000;

/** Tell which limit binds first and how many full trades still fit. */
export async function limits(options: LimitsOptions): Promise<void> {
  const config = configuration(options.config);
  const running = await runningLimits(options.state ?? config.state_dir);
  const source = running ? 'running' : 'configuration';
  const accounts = running ?? config.accounts.map(configuredLimits);
  if (options.json !== undefined) writeJson(options.json, { source, accounts });
  const from = running
    ? 'From the running program:'
    : 'No program is running here; from the configuration, with initial_balance and nothing open:';
  process.stdout.write(`${[from, ...accounts.flatMap(linesOf)].join('\n')}\n`);
}

function linesOf({ account, text, report, breaker }: LimitsView): readonly string[] {
  const rooms = report?.rooms.map(({ limit, used, allowed, full_trades_left }) => {
    return `    ${limit}: ${shown(used)} of ${shown(allowed)} used, ${full_trades_left} full trades left`;
  });
  const bets = report?.currencies.bets.map(({ currency, net, gross }) => {
    const { net_allowed: most, gross_allowed: mostGross } = report.currencies;
    return (
      `    ${currency}: net ${shown(net)} of ${shown(most)}, ` +
      `gross ${shown(gross)} of ${shown(mostGross)}`
    );
  });
  return [
    `  ${account}: ${text}`,
    ...(rooms ?? []),
    ...(bets ?? []),
    ...(breaker ? [`    breaker ${breaker.state}: ${breaker.text}`] : []),
  ];
}

function shown(amount: number): string {
  return Number.isInteger(amount) ? String(amount) : amount.toFixed(2);
}

const limitsAnswer = z.object({ accounts: z.array(limitsView) });

/** The limits as the running program has them; undefined when none runs on the state folder. */
async function runningLimits(folder: string): Promise<readonly LimitsView[] | undefined> {
  const running = runningProgram(folder);
  const answer =
    running && (await askRunning(running, '/api/limits', { withinMs: ANSWER_WITHIN_MS }));
  return answer && limitsAnswer.parse(goodBody(answer)).accounts;
}
