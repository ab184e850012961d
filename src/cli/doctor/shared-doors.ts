import { readTls } from '../../api/door/tls-files.ts';
import { FrontDoor } from '../../brokers/mt5/front-door.ts';
import { version } from '../version.ts';
import type { TerminalAccountConfig } from './ground.ts';

/** The doors of ports that terminals of several accounts dial, as the program has them; or why one is shut. */
export type SharedDoors = ReadonlyMap<string, FrontDoor | string>;

export async function openSharedDoors(
  accounts: readonly TerminalAccountConfig[],
): Promise<SharedDoors> {
  const byPort = Map.groupBy(accounts, doorAddress);
  const doors = new Map<string, FrontDoor | string>();
  for (const [address, sharing] of byPort) {
    if (sharing.length > 1) doors.set(address, await openDoor(sharing));
  }
  return doors;
}

export async function closeSharedDoors(doors: SharedDoors): Promise<void> {
  for (const door of doors.values()) if (typeof door !== 'string') await door.close();
}

export function doorAddress({ mt5 }: TerminalAccountConfig): string {
  return `${mt5.host}:${mt5.port}`;
}

async function openDoor(sharing: readonly TerminalAccountConfig[]): Promise<FrontDoor | string> {
  const [first] = sharing;
  if (!first) return 'no account dials there';
  const { host, port, tls, listen_without_tls: allowPlain } = first.mt5;
  const read = tls && readTls(tls.cert_file, tls.key_file);
  if (read && !read.ok) return read.message;
  const opened = await FrontDoor.open({
    host,
    port,
    allowPlain,
    ...(read ? { tls: read.tls } : {}),
    version: version(),
    accounts: sharing.map(({ name, mt5 }) => ({
      name,
      login: String(mt5.login),
      server: mt5.server,
    })),
    log: () => {},
  });
  return opened.ok ? opened.door : opened.message;
}
