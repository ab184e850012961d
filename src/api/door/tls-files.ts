import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

export type TlsReading =
  | { readonly ok: true; readonly tls: TlsFiles }
  | { readonly ok: false; readonly message: string };

/** A certificate with its chain and its key, in PEM; that they cannot serve is told at the start. */
export function readTls(certFile: string, keyFile: string): TlsReading {
  try {
    const tls = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    createSecureContext(tls);
    return { ok: true, tls };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message =
      `The certificate ${certFile} with the key ${keyFile} cannot be used (${why}). Both must be ` +
      'PEM files that belong together: api.tls.cert_file and api.tls.key_file';
    return { ok: false, message };
  }
}
