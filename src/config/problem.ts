/** What is wrong with one entry of the configuration, in words a person can act on. */
export interface ConfigProblem {
  /** Where: `accounts[0].limits.risk_per_trade_pct`, or a place in the file. */
  readonly key: string;
  readonly found: string;
  readonly allowed: string;
  readonly mend: string;
}

/** One problem as one line. */
export function describeProblem({ key, found, allowed, mend }: ConfigProblem): string {
  return `${key}: found ${found}; allowed is ${allowed}. ${mend}`;
}

const LONGEST_SHOWN = 60;

/** A value as it is shown in a message: short, and never one that may be a secret. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? 'something that is not data';
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 1)}…`;
}

/** A path of keys as people write it. */
export function keyName(path: readonly PropertyKey[]): string {
  let name = '';
  for (const part of path) {
    if (typeof part === 'number') name += `[${part}]`;
    else name += name === '' ? String(part) : `.${String(part)}`;
  }
  return name === '' ? 'the file' : name;
}
