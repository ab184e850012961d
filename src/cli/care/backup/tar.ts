/** Files in a tar archive (POSIX ustar), as any tar can read them. */
export interface TarEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;

export type Untarred =
  | { readonly ok: true; readonly entries: readonly TarEntry[] }
  | { readonly ok: false; readonly why: string };

/** One file as blocks of an archive; `endOfTar` follows the last. */
export function tarBlocks({ path, bytes }: TarEntry, mtimeS: number): Uint8Array[] {
  const header = new Uint8Array(BLOCK);
  const [prefix, name] = partedPath(path);
  put(header, 0, name);
  put(header, 100, octal(0o600, 7));
  put(header, 108, octal(0, 7));
  put(header, 116, octal(0, 7));
  put(header, 124, octal(bytes.length, 11));
  put(header, 136, octal(mtimeS, 11));
  put(header, 148, ' '.repeat(8)); // counted as spaces in the sum
  put(header, 156, '0');
  put(header, 257, 'ustar\u000000');
  put(header, 345, prefix);
  put(header, 148, `${octal(sumOf(header), 6)}\0 `);
  const padding = new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  return [header, bytes, padding];
}

export function endOfTar(): Uint8Array {
  return new Uint8Array(2 * BLOCK);
}

/** The files of an archive; anything but plain files with paths inside it is refused. */
export function untar(archive: Uint8Array): Untarred {
  const entries: TarEntry[] = [];
  let at = 0;
  while (at + BLOCK <= archive.length) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return { ok: true, entries };
    const sum = Number.parseInt(text(header, 148, 8), 8);
    if (sum !== sumOf(header)) return { ok: false, why: `block ${at / BLOCK} is damaged` };
    const prefix = text(header, 345, PREFIX_BYTES);
    const path = `${prefix === '' ? '' : `${prefix}/`}${text(header, 0, NAME_BYTES)}`;
    const type = text(header, 156, 1);
    if (!isSafe(path) || (type !== '0' && type !== '')) {
      return { ok: false, why: `${path} is no plain file inside of it` };
    }
    const length = Number.parseInt(text(header, 124, 12), 8);
    const from = at + BLOCK;
    if (!(length >= 0) || from + length > archive.length) {
      return { ok: false, why: `${path} is cut off` };
    }
    entries.push({ path, bytes: archive.subarray(from, from + length) });
    at = from + Math.ceil(length / BLOCK) * BLOCK;
  }
  return { ok: false, why: 'its end is missing' };
}

/** Relative, without a way out of the folder, on every platform. */
function isSafe(path: string): boolean {
  if (path === '' || path.includes('\\') || path.includes(':') || path.startsWith('/'))
    return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function partedPath(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= NAME_BYTES) return ['', path];
  const parts = path.split('/');
  for (let at = parts.length - 1; at > 0; at -= 1) {
    const prefix = parts.slice(0, at).join('/');
    const name = parts.slice(at).join('/');
    if (Buffer.byteLength(prefix) <= PREFIX_BYTES && Buffer.byteLength(name) <= NAME_BYTES) {
      return [prefix, name];
    }
  }
  throw new RangeError(`${path} is too long a path for an archive`);
}

function put(into: Uint8Array, at: number, words: string): void {
  into.set(new TextEncoder().encode(words), at);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function text(from: Uint8Array, at: number, length: number): string {
  const field = new TextDecoder().decode(from.subarray(at, at + length));
  return (field.split('\0', 1)[0] ?? '').trim();
}

/** Sum of a header's bytes, its own sum counted as spaces. */
function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}
