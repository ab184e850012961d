import { writeTrouble } from './file-trouble.ts';

/** How a disk refuses: full, read-only, closed to us, failing. Other errors of files are bugs here. */
const CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO']);

/** What a failed write comes to, in words; undefined for every other error. */
export function diskWords(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const code = String(error.code);
  if (!CODES.has(code)) return undefined;
  const file = 'path' in error && typeof error.path === 'string' ? error.path : 'a file';
  return `${file} cannot be written: ${writeTrouble(error)} (${code})`;
}
