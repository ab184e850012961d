import { join } from 'node:path';
import { expect } from 'vitest';
import { rowsAfter } from '../../journal/journal-rows.ts';
import { livesIn } from '../../journal/tape/read-tape.ts';
import { tapeFolder } from '../../journal/tape/tape-files.ts';
import { rerun, type Rerun } from '../rerun.ts';

/** What a stopped account has lived through must come out again, byte for byte, from its tape. */
export function expectReplayed(folder: string): Rerun {
  const life = livesIn(tapeFolder(folder)).lives.at(-1);
  if (!life) throw new Error(`there is no tape in ${folder}`);
  const rows = rowsAfter(join(folder, 'journal.sqlite'), life.head.seq);
  const again = rerun(life, { rows, until: Infinity, most: 5 });
  expect(again).toMatchObject({ differences: [], fault: undefined, end: { kind: 'ended' } });
  expect(again.facts).toBeGreaterThan(0);
  return again;
}
