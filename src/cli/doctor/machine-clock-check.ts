import { spawnSync } from 'node:child_process';
import { notChecked, ok, warning, type Finding } from './finding.ts';

const SYNC = { group: 'clock', item: 'synchronised' } as const;
const PATIENCE_MS = 2_000;

/** Is this machine's clock kept right? Told by systemd, where there is one. */
export function machineClockCheck(says: string | undefined = systemdSays()): Finding[] {
  if (says === 'yes') return [ok(SYNC, 'this machine sets its clock by the network')];
  if (says === 'no') {
    const seen = 'this machine does not set its clock by the network: it will drift';
    return [warning(SYNC, seen, 'Run: sudo timedatectl set-ntp true')];
  }
  return [notChecked(SYNC, 'this system does not tell; let it set its clock by the network')];
}

function systemdSays(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const asked = ['show', '--property=NTPSynchronized', '--value'];
  const { status, stdout } = spawnSync('timedatectl', asked, {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  return status === 0 ? stdout.trim() : undefined;
}
