import { statfs } from 'node:fs/promises';

/** How much room the disk of the state folder has. */
export interface DiskRoom {
  readonly freeMb: number;
  readonly isLow: boolean;
}

export interface DiskWatchOptions {
  readonly folder: string;
  /** Below this it is low. */
  readonly lowMb: number;
  /** Told when it becomes low, and again for every halving; and when it is not any more. */
  readonly onChange: (room: DiskRoom) => void;
  /** Free bytes of the disk that a folder is on. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

const LOOK_EVERY_MS = 60_000;
const MB = 2 ** 20;

/** Looks at the disk now and then, so that a person hears of it well before it is full. */
export class DiskWatch {
  readonly #options: DiskWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #told = Infinity;
  #room: DiskRoom | undefined;

  constructor(options: DiskWatchOptions) {
    this.#options = options;
  }

  /** As it was last seen; undefined before the first look and where it cannot be told. */
  get room(): DiskRoom | undefined {
    return this.#room;
  }

  start(): void {
    void this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  async look(): Promise<void> {
    const { folder, lowMb, onChange, freeBytes = freeOn } = this.#options;
    let free: number;
    try {
      free = await freeBytes(folder);
    } catch {
      return; // a disk that cannot be asked is told of by the first write that fails
    }
    const freeMb = Math.floor(free / MB);
    const room = { freeMb, isLow: freeMb < lowMb };
    const wasLow = this.#room?.isLow ?? false;
    this.#room = room;
    if (room.isLow && freeMb <= this.#told / 2) {
      this.#told = freeMb;
      onChange(room);
    } else if (!room.isLow && wasLow) {
      this.#told = Infinity;
      onChange(room);
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

async function freeOn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
