import { statSync } from 'node:fs';
import { failing, notChecked, ok, type Finding } from './finding.ts';

/** Who but its owner may do something with a file, as its mode says; undefined when nobody may. */
export function modeForOthers(path: string): string | undefined {
  const { mode } = statSync(path);
  return (mode & 0o077) === 0 ? undefined : (mode & 0o777).toString(8).padStart(4, '0');
}

/**
 * A file, or a folder, that must be its owner's alone. Where there are no modes (Windows), who may
 * read it is a matter of its folder's rights, and is not judged.
 */
export function ownersAlone(
  subject: Pick<Finding, 'group' | 'item' | 'account'>,
  path: string,
  seen: string,
  platform: NodeJS.Platform = process.platform,
): Finding {
  if (platform === 'win32') {
    return notChecked(
      subject,
      `${seen}; Windows has no file modes: keep ${path} in your own folder`,
    );
  }
  let others: string | undefined;
  let isFolder = false;
  try {
    others = modeForOthers(path);
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return failing(
      subject,
      `${path} cannot be looked at (${code})`,
      'Look at its rights and owner.',
    );
  }
  if (others === undefined) return ok(subject, seen);
  return failing(
    subject,
    `${seen}, but ${path} is open to other users of this machine (mode ${others})`,
    `Run: chmod ${isFolder ? '700' : '600'} ${path}`,
  );
}
