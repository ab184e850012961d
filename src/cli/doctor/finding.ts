/** Under which heading a finding stands, in the order in which they are shown. */
export const GROUPS = [
  'program',
  'configuration',
  'secrets',
  'ports',
  'terminal',
  'clock',
  'account',
  'symbols',
  'alerts',
  'evidence',
  'upkeep',
] as const;
export type Group = (typeof GROUPS)[number];

/** `not checked` is what has no meaning for this set-up, or what could not be looked at. */
export const STATES = ['ok', 'warning', 'failing', 'not checked'] as const;
export type State = (typeof STATES)[number];

/** What one check saw, and what a person is to do about it. No finding ever shows a secret. */
export interface Finding {
  readonly group: Group;
  /** Of small letters and dashes; the same in every version. */
  readonly item: string;
  readonly account?: string;
  readonly symbol?: string;
  readonly state: State;
  readonly seen: string;
  /** There whenever something is failing, and where a warning can be mended. */
  readonly todo?: string;
}

type Subject = Pick<Finding, 'group' | 'item' | 'account' | 'symbol'>;

export function ok(subject: Subject, seen: string): Finding {
  return { ...subject, state: 'ok', seen };
}

export function warning(subject: Subject, seen: string, todo: string): Finding {
  return { ...subject, state: 'warning', seen, todo };
}

export function failing(subject: Subject, seen: string, todo: string): Finding {
  return { ...subject, state: 'failing', seen, todo };
}

export function notChecked(subject: Subject, why: string): Finding {
  return { ...subject, state: 'not checked', seen: why };
}

/** In the order of the groups; within one, as they were found. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return GROUPS.flatMap((group) => findings.filter((one) => one.group === group));
}

export function countOf(findings: readonly Finding[], state: State): number {
  return findings.filter((one) => one.state === state).length;
}
