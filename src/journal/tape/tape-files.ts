import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, gunzipSync } from 'node:zlib';
import type { TapeHead } from './tape-entry.ts';

export const TAPE_FORMAT = 1;
/** Before each piece of a part: its length and its checksum. */
export const FRAME_HEAD = 8;

/** What a part of a tape begins with. */
export interface PartHead {
  readonly format: number;
  readonly account: string;
  readonly life: number;
  readonly part: number;
  /** Entries of this life in the parts before. */
  readonly entries: number;
  /** In a life's first part. */
  readonly head?: TapeHead;
}

/** A file of a tape. A life of the program begins one, and goes on in another when that is large. */
export interface TapePart {
  readonly life: number;
  readonly part: number;
  readonly file: string;
  readonly bytes: number;
  readonly isPacked: boolean;
}

const NAME = /^(\d{6})-(\d{4})\.tape(\.gz)?$/;

/** Where the tape of a journal lies. */
export function tapeFolder(journalsFolder: string): string {
  return join(journalsFolder, 'tape');
}

export function partFile(folder: string, life: number, part: number): string {
  const digits = (value: number, width: number): string => String(value).padStart(width, '0');
  return join(folder, `${digits(life, 6)}-${digits(part, 4)}.tape`);
}

/** The parts in a folder, in order; none where there is no folder. */
export function partsIn(folder: string): TapePart[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const parts = new Map<string, TapePart>();
  for (const name of names.toSorted()) {
    const [, life, part, packed] = NAME.exec(name) ?? [];
    if (life === undefined || part === undefined) continue;
    // Cut off while it was packed, a part is there twice: the first, as it was written, is whole.
    if (parts.has(`${life}-${part}`)) continue;
    const file = join(folder, name);
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const isPacked = packed !== undefined;
    parts.set(`${life}-${part}`, { life: Number(life), part: Number(part), file, bytes, isPacked });
  }
  return [...parts.values()];
}

/**
 * Make room: whole lives are removed, the oldest first and `current` never, until all parts together
 * have `most` bytes or fewer. Answers with the bytes that are left.
 */
export function dropOldLives(folder: string, current: number, most: number): number {
  let parts = partsIn(folder);
  const sum = (): number => parts.reduce((bytes, one) => bytes + one.bytes, 0);
  while (sum() > most) {
    const oldest = parts[0]?.life;
    if (oldest === undefined || oldest === current) break;
    for (const { life, file } of parts) if (life === oldest) rmSync(file, { force: true });
    parts = parts.filter(({ life }) => life !== oldest);
  }
  return sum();
}

/** Ready for a new life: its number, above all that are there. */
export function nextLife(folder: string): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.new')) rmSync(join(folder, name), { force: true });
  }
  return (partsIn(folder).at(-1)?.life ?? 0) + 1;
}

/** Put length and checksum into the room that was left for them before a piece. */
export function sealFrame(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(bytes.length - FRAME_HEAD, 0);
  bytes.writeUInt32LE(crc32(bytes.subarray(FRAME_HEAD)), 4);
  return bytes;
}

/** Why a part can be read no further. */
export interface PartDamage {
  /** Its end was not written whole, as it is when a program is killed. */
  readonly isTorn: boolean;
  readonly detail: string;
}

/** The pieces of a part, in order, up to its end or what is wrong with it. */
export function* framesOf(part: TapePart): Generator<Buffer, PartDamage | undefined> {
  let bytes: Buffer;
  try {
    bytes = bytesOf(part);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { isTorn: false, detail: `${part.file} cannot be read (${words})` };
  }
  for (let at = 0; at < bytes.length;) {
    const length = bytes.length - at < FRAME_HEAD ? Infinity : bytes.readUInt32LE(at);
    const from = at + FRAME_HEAD;
    if (from + length > bytes.length) {
      return { isTorn: true, detail: `${part.file} ends in the middle of a piece, at byte ${at}` };
    }
    const frame = bytes.subarray(from, from + length);
    if (crc32(frame) !== bytes.readUInt32LE(at + 4)) {
      return {
        isTorn: false,
        detail: `${part.file} was changed between bytes ${at} and ${from + length}`,
      };
    }
    yield frame;
    at = from + length;
  }
  return undefined;
}

/** A running program may pack a part between our seeing its name and our reading it. */
function bytesOf({ file, isPacked }: TapePart): Buffer {
  if (isPacked) return gunzipSync(readFileSync(file));
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return gunzipSync(readFileSync(`${file}.gz`));
  }
}
