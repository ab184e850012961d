import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { TapePart } from './tape-files.ts';

/**
 * Compress finished parts one after the other, beside whatever else the thread does. A part that cannot
 * be packed stays as it is; a crash in the middle leaves it too.
 */
export async function packParts(parts: readonly TapePart[]): Promise<void> {
  for (const { file, isPacked } of parts) {
    if (isPacked) continue;
    const packed = `${file}.gz`;
    try {
      const sink = createWriteStream(`${packed}.new`, { mode: 0o600 });
      await pipeline(createReadStream(file), createGzip({ level: 6 }), sink);
      renameSync(`${packed}.new`, packed);
      rmSync(file, { force: true });
    } catch {
      rmSync(`${packed}.new`, { force: true });
    }
  }
}
