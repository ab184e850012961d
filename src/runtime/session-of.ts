import type { Session } from '../agents/begin-life.ts';
import type { ThreadStart } from './messages.ts';

/** What a life of this process is run with. */
export function sessionOf({
  version,
  settingsHash,
}: Pick<ThreadStart, 'version' | 'settingsHash'>): Session {
  const { node, tz } = process.versions;
  return { version, node, zoneData: tz ?? '', settingsHash };
}
