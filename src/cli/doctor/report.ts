import { paint } from '../table.ts';
import {
  countOf,
  GROUPS,
  inOrder,
  STATES,
  type Finding,
  type Group,
  type State,
} from './finding.ts';

/** Of what was looked at, for the head of the report. */
export interface Looked {
  readonly version: string;
  readonly config: string | undefined;
  readonly folder: string;
  readonly isRunning: boolean;
}

const TITLES: Readonly<Record<Group, string>> = {
  program: 'Program',
  configuration: 'Configuration',
  secrets: 'Secrets',
  ports: 'Ports',
  terminal: 'Terminal',
  clock: 'Clock',
  account: 'Account',
  symbols: 'Symbols',
  alerts: 'Alerts',
  evidence: 'Evidence',
  upkeep: 'Upkeep',
};

/** A sign and a word for each: the colour repeats them. */
const SHOWN: Readonly<
  Record<State, { sign: string; word: string; style: Parameters<typeof paint>[0] }>
> = {
  ok: { sign: '✓', word: 'ok', style: 'green' },
  warning: { sign: '!', word: 'warning', style: 'yellow' },
  failing: { sign: '✗', word: 'FAILING', style: ['bold', 'red'] },
  'not checked': { sign: '–', word: 'not checked', style: 'dim' },
};
const WORD = 11;

/** Everything that was found, under its headings, and what to do about it. */
export function reportText(findings: readonly Finding[], looked: Looked): string {
  const subjects = new Map(findings.map((one) => [one, subjectOf(one)]));
  const width = Math.max(0, ...[...subjects.values()].map((words) => words.length));
  const lines: string[] = [head(looked)];
  for (const group of GROUPS) {
    const mine = findings.filter((one) => one.group === group);
    if (mine.length === 0) continue;
    lines.push('', paint('bold', TITLES[group]));
    for (const one of mine) lines.push(...findingLines(one, subjects.get(one) ?? '', width));
  }
  lines.push('', summaryText(findings));
  return lines.join('\n');
}

function head({ version, config, folder, isRunning }: Looked): string {
  const which = config ?? 'no configuration file';
  const runs = isRunning ? 'the program runs' : 'the program does not run';
  return `Kimi Agent ${version} doctor: ${which}, state folder ${folder}, ${runs}`;
}

function subjectOf({ item, account, symbol }: Finding): string {
  return [account, symbol, item.replaceAll('-', ' ')]
    .filter((part) => part !== undefined)
    .join(' ');
}

function findingLines({ state, seen, todo }: Finding, subject: string, width: number): string[] {
  const { sign, word, style } = SHOWN[state];
  const before = `  ${paint(style, `${sign} ${word.padEnd(WORD)}`)}  `;
  const indent = ' '.repeat(2 + 2 + WORD + 2 + width + 2);
  const [first = '', ...more] = seen.split('\n');
  return [
    `${before}${subject.padEnd(width)}  ${first}`,
    ...more.map((line) => `${indent}${line}`),
    ...(todo?.split('\n') ?? []).map((line, at) => `${indent}${at === 0 ? '→ ' : '  '}${line}`),
  ];
}

export function summaryText(findings: readonly Finding[]): string {
  const counts = STATES.map((state) => `${countOf(findings, state)} ${state}`).join(', ');
  const fails = countOf(findings, 'failing') > 0;
  const verdict = fails
    ? 'Not fit to trade yet: do what the arrows say, and run it again.'
    : 'Fit to trade.';
  return `${counts}. ${verdict}`;
}

/** The same for programs; its fields stay. */
export function reportJson(findings: readonly Finding[], looked: Looked, at: Date): object {
  const count = (state: State): number => countOf(findings, state);
  return {
    success: count('failing') === 0,
    version: looked.version,
    at: at.toISOString(),
    config: looked.config ?? null,
    state_folder: looked.folder,
    running: looked.isRunning,
    counts: {
      ok: count('ok'),
      warning: count('warning'),
      failing: count('failing'),
      not_checked: count('not checked'),
    },
    findings: inOrder(findings).map(({ group, item, account, symbol, state, seen, todo }) => ({
      group,
      item,
      account: account ?? null,
      symbol: symbol ?? null,
      state: state.replace(' ', '_'),
      seen,
      todo: todo ?? null,
    })),
  };
}
