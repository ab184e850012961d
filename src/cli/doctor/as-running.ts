import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { askRunning } from '../running-program.ts';
import { notChecked, ok, warning, type Finding } from './finding.ts';
import type { Ground } from './ground.ts';

const AS_RUNNING = { group: 'configuration', item: 'as-running' } as const;
/** More are counted, not named. */
const NAMED = 4;

const answer = z.object({
  changes: z.array(z.object({ key: z.string(), from: z.unknown(), to: z.unknown() })),
});

/** Does the running program run what the file says? It was read at its start. */
export async function asRunning({ running, answers }: Ground, file: string | undefined) {
  if (!running || !answers) return [];
  const text = file === undefined ? '' : readFileSync(file, 'utf8');
  const asked = await askRunning(running, '/api/configuration/check', {
    method: 'POST',
    body: { text },
  });
  const read = answer.safeParse(asked?.body);
  if (!read.success) return [notChecked(AS_RUNNING, 'the running program does not tell')];
  return [compared(read.data.changes)];
}

function compared(changes: z.output<typeof answer>['changes']): Finding {
  if (changes.length === 0) return ok(AS_RUNNING, 'the program runs what the file says');
  const named = changes
    .slice(0, NAMED)
    .map(({ key, from, to }) => `${key} (runs ${shown(from)}, file ${shown(to)})`);
  const more = changes.length > NAMED ? ` and ${changes.length - NAMED} more` : '';
  return warning(
    AS_RUNNING,
    `the program runs something else than the file says: ${named.join(', ')}${more}`,
    'Restart it, and the file is in force; or put the file back.',
  );
}

function shown(value: unknown): string {
  return value === null || value === undefined ? 'nothing' : JSON.stringify(value);
}
