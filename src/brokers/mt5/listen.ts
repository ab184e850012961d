import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** Where terminals dial in. */
export interface ListenSettings {
  /** An address of this machine. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Certificate and key in PEM: what is said is then encrypted. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** A person has said that an address beyond this machine is to be used without encryption. */
  readonly allowPlain?: boolean;
}

export type Listening =
  | {
      readonly ok: true;
      readonly server: Server;
      readonly port: number;
      /** The event that brings a connection. */
      readonly event: 'connection' | 'secureConnection';
    }
  | { readonly ok: false; readonly message: string };

/** A server that listens, or why it does not, in words for a person. */
export async function listenFor({
  host,
  port,
  tls,
  allowPlain = false,
}: ListenSettings): Promise<Listening> {
  if (!isLoopback(host) && !tls && !allowPlain) {
    const message =
      `the bridge would listen on ${host}, beyond this machine, without encryption. Give it a ` +
      'certificate (mt5.tls), or say listen_without_tls: true where the network is private';
    return { ok: false, message };
  }
  let server: Server;
  try {
    server = tls ? createTlsServer({ ...tls, minVersion: 'TLSv1.2' }) : createServer();
  } catch (error) {
    return {
      ok: false,
      message: `the bridge's certificate cannot be used: ${(error as Error).message}`,
    };
  }
  const bound = await bind(server, host, port);
  if (typeof bound === 'string') return { ok: false, message: bound };
  return { ok: true, server, port: bound, event: tls ? 'secureConnection' : 'connection' };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

async function bind(server: Server, host: string, port: number): Promise<number | string> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(bindProblem(error, host, port)));
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function bindProblem({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') {
    return `port ${port} on ${host} is in use by another program: stop it, or write another bridge port`;
  }
  return `the bridge cannot listen on ${host}:${port}: ${message}`;
}
