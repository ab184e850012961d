import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { ageInDays, ageWarning, presetFile, readPreset, SHIPPED } from './apply-presets.ts';
import { describeProblem } from './problem.ts';
import type { Preset } from './prop-firm-preset.ts';
import type { Config } from './schema.ts';

/** A preset that could be put in force, or is. */
export interface ListedPreset {
  /** What prop_firm_preset says to mean it. */
  readonly name: string;
  readonly preset: Preset;
  readonly ageDays: number;
  /** When its rules may no longer be true. */
  readonly warning: string | undefined;
  /** Accounts that are under it. */
  readonly accounts: readonly string[];
}

export interface PresetList {
  readonly presets: readonly ListedPreset[];
  /** Files that are no presets, each in one line. */
  readonly problems: readonly string[];
}

/** The presets that come with the program, and those that the configuration names. */
export function listPresets(config: Config, now: number): PresetList {
  const inForce = config.accounts.flatMap(({ name, prop_firm_preset: preset }) => {
    return preset === undefined ? [] : { account: name, preset, file: fileOf(preset) };
  });
  const names = new Map(shippedNames().map((name) => [fileOf(name), name]));
  for (const { preset, file } of inForce) if (!names.has(file)) names.set(file, preset);
  const problems: string[] = [];
  const presets = [...names].flatMap(([file, name]): ListedPreset[] => {
    const read = readPreset(name, 'prop_firm_preset');
    if ('problems' in read) {
      problems.push(...read.problems.map(describeProblem));
      return [];
    }
    const { preset } = read;
    const accounts = inForce.filter((one) => one.file === file).map(({ account }) => account);
    const ageDays = ageInDays(preset, now);
    return [{ name, preset, ageDays, warning: ageWarning(preset, now), accounts }];
  });
  return { presets, problems };
}

function shippedNames(): readonly string[] {
  const files = readdirSync(SHIPPED).filter((file) => file.endsWith('.yaml'));
  return files.toSorted().map((file) => basename(file, '.yaml'));
}

function fileOf(name: string): string {
  return resolve(presetFile(name));
}
