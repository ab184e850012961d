import { existsSync } from 'node:fs';
import { loadConfig } from '../../config/load-config.ts';
import type { Config } from '../../config/schema.ts';
import { USUAL_CONFIG } from '../configuration.ts';
import { failing, ok, warning, type Finding } from './finding.ts';

const FILE = { group: 'configuration', item: 'file' } as const;

export interface CheckedConfiguration {
  /** Undefined when it cannot be used. */
  readonly config: Config | undefined;
  readonly file: string | undefined;
  readonly findings: readonly Finding[];
}

/** The configuration that `start` would read, and everything that is wrong with it. */
export function configurationCheck(path: string | undefined): CheckedConfiguration {
  const file = path ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : undefined);
  const loaded = loadConfig(file);
  if (!loaded.ok) {
    const findings = loaded.problems.map(({ key, found, allowed, mend }) =>
      failing(FILE, `${key}: found ${found}; allowed is ${allowed}`, mend),
    );
    return { config: undefined, file, findings };
  }
  const old = loaded.warnings.map((words) =>
    warning(FILE, words, 'Read the rules of the firm again.'),
  );
  const { accounts } = loaded.config;
  const names = accounts.map(({ name, mode }) => `${name} (${mode})`).join(', ');
  const which = file ?? `no ${USUAL_CONFIG} here: all defaults`;
  const seen = `${which}; accounts: ${names}`;
  return { config: loaded.config, file, findings: [ok(FILE, seen), ...old] };
}
