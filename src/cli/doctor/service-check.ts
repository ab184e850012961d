import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { servicePlan, thisPlatform } from '../care/service/service-plan.ts';
import { notChecked, ok, warning, type Finding } from './finding.ts';
import { tradesAtBroker, type Ground } from './ground.ts';

const SERVICE = { group: 'upkeep', item: 'service' } as const;

/** Does the program start with the machine, and again when it fails? */
export function serviceCheck(ground: Ground): Finding[] {
  const platform = thisPlatform();
  if (!platform) return [notChecked(SERVICE, 'no service manager of this platform is known')];
  const { uid, username } = userInfo();
  const spec = {
    name: 'kimi-agent',
    command: [],
    folder: process.cwd(),
    user: username,
    logFile: '',
  };
  const files = [false, true].map((system) => {
    return servicePlan(platform, { ...spec, system }, { home: homedir(), uid }).file;
  });
  const found = files.find((file) => existsSync(file));
  if (found !== undefined) return [ok(SERVICE, `installed: ${found}`)];
  const seen = 'not installed as a service: it ends with your session, or with a restart';
  if (!tradesAtBroker(ground)) return [notChecked(SERVICE, seen)];
  return [warning(SERVICE, seen, 'Run: kimi-agent service install')];
}
