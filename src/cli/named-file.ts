import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that a result rests on, named to the byte. */
export interface NamedFile {
  readonly file: string;
  readonly sha256: string;
}

export function namedFile(file: string): NamedFile {
  return { file, sha256: hash('sha256', readFileSync(file), 'hex') };
}
