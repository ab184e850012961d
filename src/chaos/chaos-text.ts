import type { BrokenSeed, ChaosResult } from './chaos-run.ts';
import {
  FAULT_GROUPS,
  neverReason,
  type FaultGroup,
  type FaultTable,
  type GroupName,
} from './fault-table.ts';

/** Lines of a diary that a broken promise is told with. */
const DIARY_SHOWN = 25;

/** The whole result for a person: broken promises first, then what was tried how often. */
export function chaosText(result: ChaosResult): string {
  const { from, seeds, steps, messages, orders, crashes, broken, empty } = result;
  const lines = [
    `${seeds} seeds from ${from}: ${steps} steps, ${messages} messages, ${orders} orders, ` +
      `${crashes} crashes`,
    '',
  ];
  for (const group of groupNames()) lines.push(...groupText(group, result.table), '');
  for (const one of broken.slice(0, 3)) lines.push(...brokenText(one), '');
  lines.push(
    broken.length === 0
      ? 'Every promise was kept.'
      : `${broken.length} of ${seeds} seeds broke a promise: ${seedList(broken)}`,
  );
  if (empty.length > 0) lines.push(`Not tried by these seeds: ${empty.join(', ')}.`);
  return `${lines.join('\n')}\n`;
}

/** The result as plain data: counts by group, step and fault; null where none can be. */
export function chaosJson({ table, ...result }: ChaosResult): unknown {
  const groups = groupNames().map((name) => {
    const { title, steps, faults, never }: FaultGroup = FAULT_GROUPS[name];
    const counts = steps.map((step) => [
      step,
      Object.fromEntries(
        faults.map((fault) => [
          fault,
          neverReason(name, step, fault) === undefined ? table.of(name, step, fault) : null,
        ]),
      ),
    ]);
    return [name, { title, counts: Object.fromEntries(counts) as unknown, never }];
  });
  return { version: 1, ...result, table: Object.fromEntries(groups) as unknown };
}

function groupNames(): GroupName[] {
  return Object.keys(FAULT_GROUPS) as GroupName[];
}

function groupText(name: GroupName, table: FaultTable): string[] {
  const { title, steps, faults, never }: FaultGroup = FAULT_GROUPS[name];
  const width = Math.max(title.length, ...steps.map((step) => step.length));
  const head = `${title.padEnd(width)}  ${faults.map((fault) => fault.padStart(10)).join('  ')}`;
  const rows = steps.map((step) => {
    const cells = faults.map((fault) => {
      const can = neverReason(name, step, fault) === undefined;
      const text = can ? String(table.of(name, step, fault)) : '-';
      return text.padStart(Math.max(10, fault.length));
    });
    return `${step.padEnd(width)}  ${cells.join('  ')}`;
  });
  const reasons = new Map<string, string[]>();
  for (const [cell, reason] of Object.entries(never)) {
    reasons.set(reason, [...(reasons.get(reason) ?? []), cell]);
  }
  const notes = [...reasons].map(([reason, cells]) => `  - ${cells.join(', ')}: ${reason}`);
  return [head, ...rows, ...notes];
}

function brokenText({ seed, step, promise, diary }: BrokenSeed): string[] {
  return [
    `Seed ${seed}, step ${step}: ${promise}`,
    ...diary.slice(-DIARY_SHOWN).map((line) => `  ${line}`),
    `  Again: kimi-agent chaos --from ${seed} --seeds 1`,
  ];
}

function seedList(broken: readonly BrokenSeed[]): string {
  const shown = broken.slice(0, 20).map(({ seed }) => seed);
  return `${shown.join(', ')}${broken.length > shown.length ? ', …' : ''}`;
}
