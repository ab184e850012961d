import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { configuration, USUAL_CONFIG } from '../configuration.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { servicePlan, thisPlatform } from './service/service-plan.ts';
import type { ServicePlan, ServicePlatform, ServiceSpec } from './service/service-spec.ts';

export interface ServiceOptions {
  readonly config?: string;
  readonly state?: string;
  readonly name: string;
  readonly system?: boolean;
  readonly user?: string;
  readonly for?: ServicePlatform;
  readonly print?: boolean;
}

/** Have the program started with the machine, and again when it fails. */
export function installService(options: ServiceOptions): void {
  const plan = planOf(options);
  if (options.print === true) return show(plan, plan.install);
  mustBeHere(options);
  if (plan.probe) run(plan.probe.command, 'Nothing was installed:', ` ${plan.probe.otherwise}`);
  mkdirSync(dirname(plan.file), { recursive: true });
  const bom = plan.encoding === 'utf16le' ? '\uFEFF' : '';
  try {
    writeFileSync(plan.file, `${bom}${plan.text}`, plan.encoding);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${plan.file} cannot be written (${words}). As administrator?`);
  }
  process.stdout.write(`Written: ${plan.file}\n`);
  for (const command of plan.install) run(command, `${plan.file} is written, and`);
  for (const note of plan.notes) process.stdout.write(`${note}\n`);
}

/** Stop it and forget it. The state folder stays as it is. */
export function uninstallService(options: ServiceOptions): void {
  const plan = planOf(options);
  if (options.print === true) return show(plan, plan.uninstall);
  mustBeHere(options);
  if (!existsSync(plan.file)) {
    throw new CommandError(`There is no service ${options.name}: ${plan.file} does not exist.`);
  }
  const [stop, ...rest] = plan.uninstall;
  if (stop) run(stop, `${plan.file} is still there, for`);
  rmSync(plan.file);
  for (const command of rest) run(command, `${plan.file} is removed, and`);
  process.stdout.write(`Removed: ${plan.file}. The state folder stays as it is.\n`);
}

/** What the service manager says of it. */
export function serviceStatus(options: ServiceOptions): void {
  const plan = planOf(options);
  mustBeHere(options);
  if (!existsSync(plan.file)) {
    process.stdout.write(`Not installed: ${plan.file} does not exist.\n`);
    throw new CommandError('The service is not installed.', EXIT.notRunning);
  }
  const [program = '', ...parameters] = plan.status;
  const { status, error } = spawnSync(program, parameters, { stdio: 'inherit' });
  if (error) throw new CommandError(`${program} cannot be run: ${error.message}`, EXIT.failed);
  if (status !== 0) throw new CommandError('The service does not run.', EXIT.notRunning);
}

function planOf(options: ServiceOptions): ServicePlan {
  const platform = options.for ?? thisPlatform();
  if (!platform) {
    throw new CommandError(
      'No service manager of this platform is known; --for names one to print.',
    );
  }
  const { uid, username } = userInfo();
  return servicePlan(platform, specOf(options, username), { home: homedir(), uid });
}

function specOf(options: ServiceOptions, username: string): ServiceSpec {
  const usual = existsSync(USUAL_CONFIG) ? USUAL_CONFIG : undefined;
  const config = options.config ?? usual;
  const state = resolve(options.state ?? configuration(config).state_dir);
  const main = join(import.meta.dirname, '../main.ts');
  const where = config === undefined ? [] : ['--config', resolve(config)];
  return {
    name: options.name,
    command: [process.execPath, main, 'start', ...where, '--state', state],
    folder: process.cwd(),
    system: options.system === true,
    user: options.user ?? username,
    logFile: join(state, 'service.log'),
  };
}

function show(plan: ServicePlan, commands: ServicePlan['install']): void {
  const lines = commands.map((command) => `# ${command.join(' ')}`);
  process.stdout.write(`# ${plan.file}\n${plan.text}${lines.join('\n')}\n`);
}

function mustBeHere(options: ServiceOptions): void {
  if (options.for === undefined || options.for === thisPlatform()) return;
  throw new CommandError(`This is no ${options.for}: add --print to see what would be written.`);
}

function run(command: readonly string[], before: string, after = ''): void {
  const [program = '', ...parameters] = command;
  const { status, error, stderr } = spawnSync(program, parameters, { encoding: 'utf8' });
  if (!error && status === 0) return;
  const words = error ? error.message : stderr.trim() || `exit code ${status}`;
  throw new CommandError(`${before} "${command.join(' ')}" failed: ${words}.${after}`, EXIT.failed);
}
