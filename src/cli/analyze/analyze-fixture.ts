import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, MINUTE_MS } from '../../market/units.ts';
import { ROOT } from '../version.ts';

/** Each test runs the program several times. */
export const PATIENCE = { timeout: 60_000 };

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line, run to its end as a person runs it. */
export function kimiAgent(...args: readonly string[]): Ran {
  const command = [join(ROOT, 'src/cli/main.ts'), ...args];
  const ran = spawnSync(process.execPath, command, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** A folder of its own with the file `EURUSD_M15.csv` of {@link sawTooth} in it. */
export function folderWithBars(): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'analyze-'));
  const file = join(folder, 'EURUSD_M15.csv');
  writeFileSync(file, sawTooth());
  return { folder, file };
}

/** Two weeks of M15 bars of a saw tooth that rises: Monday 00:00 to Friday 22:00, in UTC. */
function sawTooth(): string {
  const rows = ['Date,Open,High,Low,Close,Tickvol,Volume,Spread'];
  const monday = Date.UTC(2021, 0, 11);
  let price = 120_000;
  for (let day = 0; day < 12; day += 1) {
    if (day % 7 > 4) continue;
    const quarters = day % 7 === 4 ? 88 : 96;
    for (let quarter = 0; quarter < quarters; quarter += 1) {
      const open = price;
      price += quarter % 12 < 7 ? 20 : -25;
      const [high, low] = [Math.max(open, price) + 5, Math.min(open, price) - 5];
      const time = new Date(monday + day * DAY_MS + quarter * 15 * MINUTE_MS).toISOString();
      const stamp = time.slice(0, 19).replaceAll('-', '.').replace('T', ' ');
      const prices = [open, high, low, price].map((points) => (points / 100_000).toFixed(5));
      rows.push(`${stamp},${prices.join(',')},${quarter + 1},${quarter + 0.25},0`);
    }
  }
  return `${rows.join('\n')}\n`;
}
