import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildIdentity } from '../journal/tape/tape-entry.ts';

/** Rooms whose sources decide what becomes of an event. */
const ROOMS = ['market', 'smc', 'signals', 'risk', 'execution', 'agents', 'journal', 'runtime'];

let known: BuildIdentity | undefined;

/** The build that runs. */
export function buildIdentity(): BuildIdentity {
  known ??= { sources: sourcesHash(), node: process.versions.node, zoneData: zoneData() };
  return known;
}

/** In what a build is not another one, in words; undefined when they decide alike. */
export function buildDifference(it: BuildIdentity, other: BuildIdentity): string | undefined {
  const parts = [
    it.sources === other.sources ? '' : `sources ${it.sources}, here ${other.sources}`,
    it.node === other.node ? '' : `Node ${it.node}, here ${other.node}`,
    it.zoneData === other.zoneData ? '' : `time zones ${it.zoneData}, here ${other.zoneData}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join('; ');
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
