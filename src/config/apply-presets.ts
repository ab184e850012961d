import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type ConfigProblem, keyName, shown } from './problem.ts';
import { presetSchema, type Preset } from './prop-firm-preset.ts';
import type { Config } from './schema.ts';
import { tightened } from './tighten.ts';

/** Where the presets that come with the program are. */
export const SHIPPED = join(import.meta.dirname, '../../config/prop-firms');
const DAY_MS = 86_400_000;
/** Firms change their rules a few times a year. */
const OLD_AFTER_DAYS = 182;

export interface Applied {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly string[];
}

/** Which presets may be read; others are not looked at. */
export type MayRead = (name: string) => boolean;

/** The configuration with the presets that its accounts name put in force. */
export function applyPresets(
  config: Config,
  now: number = Date.now(),
  mayRead: MayRead = () => true,
): Applied {
  const problems: ConfigProblem[] = [];
  const warnings: string[] = [];
  const accounts = config.accounts.map((account, index) => {
    const name = account.prop_firm_preset;
    if (name === undefined) return account;
    const at = `accounts[${index}]`;
    if (!mayRead(name)) {
      problems.push(notRead(name, `${at}.prop_firm_preset`));
      return account;
    }
    const read = readPreset(name, `${at}.prop_firm_preset`);
    if ('problems' in read) {
      problems.push(...read.problems);
      return account;
    }
    const old = ageWarning(read.preset, now);
    if (old !== undefined) warnings.push(`account ${account.name}: ${old}`);
    const result = tightened(account, read.preset, at);
    problems.push(...result.problems);
    return result.account;
  });
  return { config: { ...config, accounts }, problems, warnings };
}

/** Whole days since somebody read a preset's rules. */
export function ageInDays({ checked_on }: Preset, now: number): number {
  return Math.floor((now - Date.parse(checked_on)) / DAY_MS);
}

/** What to tell of a preset that may no longer be true; undefined while it is fresh. */
export function ageWarning(preset: Preset, now: number) {
  const { firm, phase, checked_on, source } = preset;
  const days = ageInDays(preset, now);
  if (days <= OLD_AFTER_DAYS) return undefined;
  return (
    `the preset of ${firm} (${phase}) was checked on ${checked_on}, ${days} days ago: read the ` +
    `rules again (${source}) and write the new date`
  );
}

function notRead(name: string, key: string): ConfigProblem {
  return {
    key,
    found: `${name}, which is not read for a text that is only checked`,
    allowed: 'the name of a file in config/prop-firms, or a preset that is in force',
    mend: 'Check it on the machine itself: kimi-agent limits --config FILE.',
  };
}

/** The file that is meant: a path as it stands, or the name of a shipped one. */
export function presetFile(name: string): string {
  return /[./\\]/.test(name) ? name : join(SHIPPED, `${name}.yaml`);
}

/** A preset by its path, or by the name of a shipped one. */
export function readPreset(
  name: string,
  key: string,
): { readonly preset: Preset } | { readonly problems: readonly ConfigProblem[] } {
  const path = presetFile(name);
  let written: unknown;
  try {
    written = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const allowed = 'a YAML file, or the name of a file in config/prop-firms';
    return { problems: [{ key, found: `${name} (${why})`, allowed, mend: 'Check the path.' }] };
  }
  const parsed = presetSchema.safeParse(written);
  if (parsed.success) return { preset: parsed.data };
  return {
    problems: parsed.error.issues.map((issue) => ({
      key: `${key} ${name}: ${keyName(issue.path)}`,
      found: issue.code === 'unrecognized_keys' ? shown(issue.keys) : 'what is written there',
      allowed: issue.message,
      mend: 'config/prop-firms/example.yaml shows every key.',
    })),
  };
}
