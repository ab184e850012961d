import { LineCounter, parse, parseDocument, type Document } from 'yaml';
import { leavesOf, type Leaf } from './schema-leaves.ts';
import { parseConfig } from './load-config.ts';
import { describeProblem, keyName, type ConfigProblem } from './problem.ts';
import { runningSettings, shownText, withoutSecrets, type StartedWith } from './running-config.ts';
import { placeOf, pathOf, type KeyPath } from './yaml-place.ts';

/** One setting to be written into a text before it is checked; null takes it out. */
export interface WantedSetting {
  readonly key: string;
  readonly value: unknown;
}

/** A problem with where it stands in the text. */
export interface PlacedProblem extends ConfigProblem {
  /** From 1; undefined where nothing of it is written. */
  readonly line: number | undefined;
  /** All of it in one line. */
  readonly says: string;
}

export interface CheckedText {
  readonly text: string;
  readonly problems: readonly PlacedProblem[];
  readonly warnings: readonly string[];
  /** What would be otherwise than it is now, after a restart with this text. */
  readonly changes: readonly SettingChange[];
}

interface SettingChange {
  readonly key: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Check a text as a start would, against what runs. Changes nothing, and reads no file that it names. */
export function checkText(
  start: StartedWith,
  given: string | undefined,
  wanted?: WantedSetting,
): CheckedText {
  const written = given ?? shownText(start);
  const set = wanted ? withSetting(written, wanted, start) : { text: written };
  if ('problem' in set)
    return { text: written, problems: [set.problem], warnings: [], changes: [] };
  const { text } = set;
  const named = new Set(start.config.accounts.map((account) => account.prop_firm_preset));
  const checked = parseConfig(text, (name) => named.has(name) || /^[\w-]+$/.test(name));
  if (!checked.ok) {
    const problems = placed(text, checked.problems);
    return { text, problems, warnings: [], changes: [] };
  }
  const before = new Map(runningSettings(start).map(({ name, value }) => [name, value]));
  const after = new Map(
    leavesOf(checked.config).map(({ path, value }) => [keyName(path), withoutSecrets(value, path)]),
  );
  const fixed = new Set(start.overrides.map(([path]) => keyName(path)));
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const change = { key, from: before.get(key), to: after.get(key) };
    const isSame = JSON.stringify(change.from) === JSON.stringify(change.to);
    // The command line goes before the file, today and after the next start.
    return isSame || fixed.has(key) ? [] : [change];
  });
  return { text, problems: [], warnings: checked.warnings, changes };
}

function placed(text: string, problems: readonly ConfigProblem[]): readonly PlacedProblem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return problems.map((problem) => {
    const own = /^line (\d+)/.exec(problem.key)?.[1];
    const path = pathOf(problem.key);
    const line = own === undefined ? path && placeOf(document, lines, path)?.line : Number(own);
    return { ...problem, line, says: describeProblem(problem) };
  });
}

/** The text with one setting written into it; its comments stay. */
function withSetting(
  text: string,
  { key, value }: WantedSetting,
  start: StartedWith,
): { readonly text: string } | { readonly problem: PlacedProblem } {
  const path = pathOf(key);
  const leaf = path && leavesOf(start.config).find((one) => keyName(one.path) === key);
  if (!path || !leaf) return { problem: unknownKey(key) };
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return { text };
  const problem = begin(document, path, start);
  if (problem) return { problem };
  if (value === null) document.deleteIn(path);
  else document.setIn(path, typedAs(leaf.kind, value));
  return { text: document.toString({ lineWidth: 100 }) };
}

/** What a person types for a number, a list or a switch is text; it is meant as YAML. */
function typedAs(kind: Leaf['kind'], value: unknown): unknown {
  if (typeof value !== 'string' || kind === 'text' || kind === 'choice') return value;
  try {
    return parse(value, { maxAliasCount: 0 });
  } catch {
    return value; // the check says what is allowed
  }
}

/** An account that is only there by default has to be written before a key of it can be. */
function begin(
  document: Document.Parsed,
  [block, index]: KeyPath,
  { config }: StartedWith,
): PlacedProblem | undefined {
  if (block !== 'accounts' || document.hasIn(['accounts', index])) return undefined;
  const account = config.accounts[Number(index)];
  if (document.has('accounts') || !account) return unknownKey(`accounts[${String(index)}]`);
  const { name, mode, currency, symbols } = account;
  document.set('accounts', document.createNode([{ name, mode, currency, symbols }]));
  return undefined;
}

function unknownKey(key: string): PlacedProblem {
  const problem = {
    key,
    found: 'a key that this configuration does not have',
    allowed: 'a key that it lists',
    mend: 'Take the name from the list of settings.',
  };
  return { ...problem, line: undefined, says: describeProblem(problem) };
}
