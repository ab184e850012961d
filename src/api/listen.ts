import type { AddressInfo } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from './door/hosts.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Let other machines in although nothing is encrypted: tokens can be read on the way. */
  readonly listenWithoutTls?: boolean;
}

export type ListenResult =
  | { readonly ok: true; readonly port: number; readonly url: string }
  | {
      readonly ok: false;
      readonly reason:
        | 'not-encrypted'
        | 'port-taken'
        | 'not-allowed'
        | 'no-such-address'
        | 'failed';
      /** What is wrong and what to do about it. */
      readonly message: string;
    };

type Failure = Extract<ListenResult, { ok: false }>;

/** Open the server's door; that it cannot is an answer, not an exception. */
export async function listen(
  server: FastifyInstance,
  address: ListenAddress,
): Promise<ListenResult> {
  const isTls = (server.server as unknown) instanceof TlsServer;
  if (!isTls && !isForThisMachine(address.host) && address.listenWithoutTls !== true) {
    return { ok: false, reason: 'not-encrypted', message: notEncrypted(address.host) };
  }
  try {
    await server.listen({ host: address.host, port: address.port });
  } catch (error) {
    return failureOf(error, address);
  }
  const bound = server.server.address();
  const port = isAddressInfo(bound) ? bound.port : address.port;
  return {
    ok: true,
    port,
    url: `${isTls ? 'https' : 'http'}://${reachable(address.host)}:${port}`,
  };
}

function isForThisMachine(host: string): boolean {
  return isLoopback(host) || host === '::1';
}

function notEncrypted(host: string): string {
  return (
    `${host} can be reached from other machines, and without TLS whoever is on the way can read the ` +
    'token and trade. Name certificate files (api.tls.cert_file and api.tls.key_file), listen on ' +
    '127.0.0.1 behind a tunnel or a proxy, or say that you want it all the same: ' +
    '--listen-without-tls (api.listen_without_tls: true)'
  );
}

function failureOf(error: unknown, { host, port }: ListenAddress): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE': {
      const free = port < 65_535 ? port + 1 : 8000;
      const message =
        `Port ${port} on ${host} is taken by another program, perhaps by this one started ` +
        `before. Stop that, or choose another port: --port ${free}`;
      return { ok: false, reason: 'port-taken', message };
    }
    case 'EACCES': {
      const message = `Port ${port} may not be opened by this user. Choose one above 1023: --port 8000`;
      return { ok: false, reason: 'not-allowed', message };
    }
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND': {
      const message = `${host} is no address of this machine. Use 127.0.0.1, or one it has.`;
      return { ok: false, reason: 'no-such-address', message };
    }
    default: {
      const why = error instanceof Error ? error.message : String(error);
      return { ok: false, reason: 'failed', message: `Cannot listen on ${host}:${port}: ${why}` };
    }
  }
}

/** A browser cannot open the address that means "all addresses". */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
