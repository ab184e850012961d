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
import { wrapped } from './wrap.ts';

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

/** Everything that was found, under its headings, and what to do about it; fitted to a terminal's width. */
export function reportText(
  findings: readonly Finding[],
  looked: Looked,
  columns: number | undefined = process.stdout.columns,
): string {
  const longest = Math.max(0, ...findings.map((one) => subjectOf(one).length));
  const layout = layoutOf(longest, columns);
  const lines: string[] = [head(looked)];
  for (const group of GROUPS) {
    const mine = findings.filter((one) => one.group === group);
    if (mine.length === 0) continue;
    lines.push('', paint('bold', TITLES[group]));
    for (const one of mine) lines.push(...findingLines(one, layout));
  }
  lines.push('', summaryText(findings));
  return lines.join('\n');
}

/** Where the sentences stand: beside their subjects, or below them where that would be too narrow. */
interface Layout {
  readonly isBeside: boolean;
  readonly subject: number;
  readonly indent: number;
  readonly width: number;
}

const BEFORE = 2 + 2 + WORD + 2;
const NARROW = 50;
const BELOW = 6;

function layoutOf(subject: number, told: number | undefined): Layout {
  const columns = told === undefined || told === 0 ? Infinity : told; // some terminals say 0
  const indent = BEFORE + subject + 2;
  if (columns - indent >= NARROW) {
    return { isBeside: true, subject, indent, width: columns - indent };
  }
  return { isBeside: false, subject, indent: BELOW, width: Math.max(NARROW, columns) - BELOW };
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

function findingLines(finding: Finding, { isBeside, subject, indent, width }: Layout): string[] {
  const { state, seen, todo } = finding;
  const { sign, word, style } = SHOWN[state];
  const before = `  ${paint(style, `${sign} ${word.padEnd(WORD)}`)}  `;
  const about = subjectOf(finding);
  const margin = ' '.repeat(indent);
  const sentences = wrapped(seen, width).map((line) => `${margin}${line}`);
  const first = `${before}${isBeside ? `${about.padEnd(subject)}  ${sentences.shift()?.trimStart() ?? ''}` : about}`;
  const steps = todo === undefined ? [] : wrapped(todo, width - 2);
  return [
    first,
    ...sentences,
    ...steps.map((line, at) => `${margin}${at === 0 ? '→ ' : '  '}${line}`),
  ];
}

export function summaryText(findings: readonly Finding[]): string {
  const counts = STATES.map((state) => `${countOf(findings, state)} ${state}`).join(', ');
  const fails = countOf(findings, 'failing') > 0;
  const verdict = fails
    ? 'Not fit to trade yet: do what the arrows say, and run it again.'
    : findings.some(isUnseenTerminal)
      ? 'Nothing is failing, but not every terminal was looked at.'
      : 'Fit to trade.';
  return `${counts}. ${verdict}`;
}

/** The terminal, account and symbols behind it are half of what trading stands on. */
function isUnseenTerminal({ group, item, state }: Finding): boolean {
  return group === 'terminal' && item === 'reachable' && state === 'not checked';
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
