import { join } from 'node:path';
import type { Alerts } from '../../alerts/alerts.ts';
import type { Config } from '../../config/schema.ts';
import { DiskWatch, type DiskRoom } from '../../runtime/state/disk-watch.ts';
import { sweepFolder } from '../../runtime/state/retention.ts';

/** Folders of a state folder that nothing needs to go on: what is old in them may go. */
const LOGS = 'logs';
const SWEEP_EVERY_MS = 3_600_000;

export interface Care {
  /** Has the disk of the state folder room? True where it cannot be told. */
  readonly hasRoom: () => boolean;
  readonly stop: () => void;
}

/** Look after the disk: remove what is old, and tell a person well before it is full. */
export function openCare(
  retention: Config['retention'],
  folder: string,
  alerts: Alerts,
  say: (line: string) => void,
): Care {
  const watch = new DiskWatch({
    folder,
    lowMb: retention.disk_low_mb,
    onChange: (room) => {
      const text = diskWords(room, retention.disk_low_mb, folder);
      say(`kimi-agent: ${text}`);
      alerts.raise('disk-low', text);
    },
  });
  const sweep = (): void => {
    try {
      sweepFolder(join(folder, LOGS), retention.logs_days, Date.now());
      alerts.forgetOlderThan(retention.messages_days);
    } catch (error) {
      say(`kimi-agent: old files stay: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  sweep();
  watch.start();
  const timer = setInterval(sweep, SWEEP_EVERY_MS);
  timer.unref();
  return {
    hasRoom: () => watch.room?.isLow !== true,
    stop: () => {
      clearInterval(timer);
      watch.stop();
    },
  };
}

function diskWords({ freeMb, isLow }: DiskRoom, lowMb: number, folder: string): string {
  if (!isLow) return `The disk has room again: ${freeMb} MB free`;
  return (
    `The disk of ${folder} has ${freeMb} MB free, below ${lowMb} (retention.disk_low_mb). Make room: ` +
    'when it is full nothing new can be opened'
  );
}
