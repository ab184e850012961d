import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rooms whose sources decide what becomes of an event. */
const ROOMS = ['market', 'smc', 'signals', 'risk', 'execution', 'agents', 'journal', 'runtime'];

/** The build that runs: what is decided alike by two programs that agree in all of it. */
export interface BuildIdentity {
  /** sha256 over the sources that trade, as 16 hex digits. */
  readonly sources: string;
  readonly node: string;
  /** Version of the runtime's time-zone data. */
  readonly zoneData: string;
}

let known: BuildIdentity | undefined;

export function buildIdentity(): BuildIdentity {
  known ??= { sources: sourcesHash(), node: process.versions.node, zoneData: zoneData() };
  return known;
}

function zoneData(): string {
  return process.versions.tz ?? '';
}

function sourcesHash(): string {
  const sum = createHash('sha256');
  const root = join(import.meta.dirname, '..');
  for (const room of ROOMS) {
    const names = readdirSync(join(root, room), { recursive: true, encoding: 'utf8' });
    for (const name of names.map((one) => one.replaceAll('\\', '/')).toSorted()) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts') || name.includes('test/')) continue;
      // Line ends are what a checkout makes of them.
      const text = readFileSync(join(root, room, name), 'utf8').replaceAll('\r\n', '\n');
      sum.update(`${room}/${name}\n${text.length}\n${text}`);
    }
  }
  return sum.digest('hex').slice(0, 16);
}
