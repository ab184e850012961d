import { resolve } from 'node:path';
import { loadConfig } from '../../config/load-config.ts';
import type { AccountConfig, Config } from '../../config/schema.ts';
import { environmentWithFile } from '../../config/secrets.ts';
import { isFolderHeld } from '../../runtime/state/state-folder.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { sayJson } from '../panel/panel-words.ts';
import { askRunning, runningProgram } from '../running-program.ts';
import { version } from '../version.ts';
import { alertsCheck } from './alerts-check.ts';
import { asRunning } from './as-running.ts';
import { cloudChecks } from './cloud-checks.ts';
import { configurationCheck } from './configuration-check.ts';
import { diskCheck } from './disk-check.ts';
import { evidenceCheck } from './evidence-check.ts';
import { countOf, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';
import { installedExpert } from './installed-expert.ts';
import { machineClockCheck } from './machine-clock-check.ts';
import { metaApiChecks } from './metaapi-checks.ts';
import { nodeVersion } from './node-version.ts';
import { portChecks } from './port-checks.ts';
import { realMoneyCheck } from './real-money-check.ts';
import { reportJson, reportText } from './report.ts';
import { riskySettings } from './risky-settings.ts';
import { secretChecks } from './secret-checks.ts';
import { serviceCheck } from './service-check.ts';
import { personAt } from './settle-symbols.ts';
import { simulatedCheck } from './simulated-check.ts';
import { stateFolderCheck } from './state-folder-check.ts';
import { terminalChecks, type TerminalWishes } from './terminal-checks.ts';

export interface DoctorOptions {
  readonly config?: string;
  readonly state?: string;
  readonly account?: string;
  readonly json?: boolean;
  /** Seconds. */
  readonly wait: number;
  /** Our name of a symbol: the broker's. */
  readonly map: ReadonlyMap<string, string>;
}

/** Look at everything that trading stands on, and say what to do about what is wrong. */
export async function doctor(options: DoctorOptions): Promise<void> {
  const { config, file, findings: read } = configurationCheck(options.config);
  const ground = await groundOf(config, options);
  mustTrade(ground, options.map);
  const isQuiet = options.json === true;
  const wishes = {
    waitS: options.wait,
    answers: options.map,
    ask: personAt(isQuiet),
    isQuiet,
  };
  const isRead = config !== undefined;
  const differs = isRead ? await asRunning(ground, file) : [];
  const findings = [...read, ...differs, ...(await allChecks(ground, wishes))];
  const looked = {
    version: version(),
    config: file,
    folder: resolve(ground.folder),
    isRunning: ground.answers,
  };
  if (options.json === true) sayJson(reportJson(findings, looked, new Date()));
  else process.stdout.write(`${reportText(findings, looked)}\n`);
  if (countOf(findings, 'failing') > 0) process.exitCode = EXIT.unfit;
}

/** An answer that nobody has a question for is a slip of the pen. */
function mustTrade({ accounts }: Ground, answers: ReadonlyMap<string, string>): void {
  const traded = accounts.flatMap(({ symbols }) => symbols);
  for (const [ours, theirs] of answers) {
    if (traded.includes(ours)) continue;
    const known = traded.length === 0 ? 'none' : traded.join(', ');
    throw new CommandError(
      `--map ${ours}=${theirs}: no account trades ${ours}. They trade: ${known}`,
    );
  }
}

async function allChecks(ground: Ground, wishes: TerminalWishes): Promise<Finding[]> {
  return [
    ...nodeVersion(),
    ...stateFolderCheck(ground),
    ...riskySettings(ground),
    ...secretChecks(ground),
    ...metaApiChecks(ground),
    ...(await portChecks(ground)),
    ...machineClockCheck(),
    ...installedExpert(ground),
    ...(await terminalChecks(ground, wishes)),
    ...(await cloudChecks(ground, wishes.waitS)),
    ...simulatedCheck(ground),
    ...realMoneyCheck(ground),
    ...alertsCheck(ground),
    ...evidenceCheck(ground),
    ...(await diskCheck(ground)),
    ...serviceCheck(ground),
  ];
}

/** Of a configuration that cannot be used nothing is known but where the state folder usually is. */
async function groundOf(config: Config | undefined, options: DoctorOptions): Promise<Ground> {
  const known = config ?? { ...allDefaults(), accounts: [] };
  const folder = options.state ?? known.state_dir;
  const running = runningProgram(folder);
  return {
    config: known,
    accounts: config === undefined ? [] : chosen(config.accounts, options.account),
    folder,
    environment: environmentWithFile(process.env, '.'),
    running,
    isHeld: isFolderHeld(folder),
    answers: running !== undefined && (await askRunning(running, '/api/accounts')) !== undefined,
  };
}

function allDefaults(): Config {
  const loaded = loadConfig(undefined);
  if (!loaded.ok) throw new Error('the defaults are no configuration');
  return loaded.config;
}

function chosen(accounts: readonly AccountConfig[], name: string | undefined) {
  if (name === undefined) return accounts;
  const found = accounts.filter((account) => account.name === name);
  if (found.length > 0) return found;
  const names = accounts.map((account) => account.name).join(', ');
  throw new CommandError(`There is no account ${name}. Configured: ${names}`);
}
