import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * The files of a zip archive by its central directory (PKWARE APPNOTE sections 4.3.7, 4.3.12 and
 * 4.3.16), stored or deflated; no encryption and no zip64, which market data does not come in.
 * Throws an Error that says what is wrong with the archive.
 */
export function unzip(archive: Uint8Array, maxBytes: number): ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_LENGTH > view.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw new Error('the directory of the zip archive is damaged');
    }
    const nameLength = view.getUint16(at + 28, true);
    const skipped = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const nameBytes = archive.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength);
    const name = new TextDecoder().decode(nameBytes);
    if (!name.endsWith('/')) entries.push({ name, bytes: content(archive, view, at, maxBytes) });
    at += ENTRY_LENGTH + nameLength + skipped;
  }
  return entries;
}

function endOfDirectory(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_LENGTH - 0xffff);
  for (let at = view.byteLength - END_LENGTH; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  throw new Error('the zip archive has no directory: it was cut short');
}

function content(archive: Uint8Array, view: DataView, entry: number, maxBytes: number): Uint8Array {
  const method = view.getUint16(entry + 10, true);
  const packed = view.getUint32(entry + 20, true);
  const local = view.getUint32(entry + 42, true);
  if (local + LOCAL_LENGTH > view.byteLength || view.getUint32(local, true) !== LOCAL_SIGNATURE) {
    throw new Error('an entry of the zip archive is damaged');
  }
  const start =
    local + LOCAL_LENGTH + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const bytes = archive.subarray(start, start + packed);
  if (method === STORED) return bytes;
  if (method === DEFLATED) return inflateRawSync(bytes, { maxOutputLength: maxBytes });
  throw new Error(`the zip archive uses packing method ${method}, which is not supported`);
}
