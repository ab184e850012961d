import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** The certificate's file. */
  readonly file: string;
  readonly remove: () => void;
}

/** Tests with certificates skip by name where this machine cannot make one. */
export const HAS_OPENSSL = ((): boolean => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A certificate of `localhost` that signs itself, good for two days. */
export function certificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-tls-'));
  const [file, keyFile] = [join(folder, 'bridge.crt'), join(folder, 'bridge.key')];
  const args =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost';
  execFileSync('openssl', [...args.split(' '), '-keyout', keyFile, '-out', file], {
    stdio: 'ignore',
  });
  return {
    cert: readFileSync(file, 'utf8'),
    key: readFileSync(keyFile, 'utf8'),
    file,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
