import { Alerts } from '../../alerts/alerts.ts';
import type { Config } from '../../config/schema.ts';
import { environmentWithFile } from '../../config/secrets.ts';
import type { StateFolder } from '../../runtime/state/state-folder.ts';
import { CommandError } from '../exit-codes.ts';

/** The alerts of a program that starts; it does not start while a channel lacks its secret. */
export function openAlerts(config: Config, folder: StateFolder): Alerts {
  const opened = Alerts.open({
    config: config.alerts,
    accounts: config.accounts,
    folder: folder.path,
    environment: environmentWithFile(process.env, process.cwd()),
    say: (line) => void process.stderr.write(`kimi-agent: ${line}\n`),
  });
  if (opened.ok) return opened.alerts;
  throw new CommandError(opened.message);
}
