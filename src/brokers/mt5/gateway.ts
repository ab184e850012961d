import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { LinkEnd, LinkOwner } from './terminal-link.ts';
import { TerminalLink } from './terminal-link.ts';
import type { Terminal } from './terminal.ts';
import type { Refused, Welcome } from './welcome.ts';
import type { Answer, Hello, Push } from './wire/messages.ts';

/** Connections that have not proven anything yet, at most. */
const MOST_STRANGERS = 32;

export interface GatewaySettings {
  /** An address of this machine. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Certificate and key in PEM: what is said is then encrypted. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** A person has said that an address beyond this machine is to be used without encryption. */
  readonly allowPlain?: boolean;
  /** Version of this program. */
  readonly version: string;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
  /** Told of each connection that was not let in. */
  readonly onTurnedAway?: (away: TurnedAway) => void;
}

/** Who was not let in, by which code of the protocol, and why. */
export interface TurnedAway {
  readonly peer: string;
  readonly code: string;
  readonly why: string;
}

export type Opened =
  | { readonly ok: true; readonly gateway: Gateway }
  | { readonly ok: false; readonly message: string };

/** The server that terminals dial: one for each account, many accounts at once. */
export class Gateway implements LinkOwner {
  readonly port: number;
  readonly version: string;
  readonly #server: Server;
  readonly #terminals: readonly Terminal[];
  readonly #log: GatewaySettings['log'];
  readonly #onTurnedAway: GatewaySettings['onTurnedAway'];
  readonly #links = new Map<TerminalLink, Terminal | undefined>();

  private constructor(
    server: Server,
    port: number,
    terminals: readonly Terminal[],
    { log, tls, version, onTurnedAway }: GatewaySettings,
  ) {
    this.version = version;
    this.#server = server;
    this.port = port;
    this.#terminals = terminals;
    this.#log = log;
    this.#onTurnedAway = onTurnedAway;
    const encrypted = tls !== undefined;
    server.on(encrypted ? 'secureConnection' : 'connection', (socket: Socket) =>
      this.#onSocket(socket),
    );
    server.on('tlsClientError', (error: Error) => {
      log('warn', `a connection was refused: ${error.message}`);
    });
  }

  static async open(settings: GatewaySettings, terminals: readonly Terminal[]): Promise<Opened> {
    const { host, port, tls, allowPlain = false } = settings;
    if (!isLoopback(host) && !tls && !allowPlain) {
      const message =
        `the bridge would listen on ${host}, beyond this machine, without encryption. Give it a ` +
        'certificate (bridge.tls), or say allow_plain: true where the network is private';
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
    return { ok: true, gateway: new Gateway(server, bound, terminals, settings) };
  }

  /** End all links and listen no more. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const link of this.#links.keys()) link.close('E_SHUTDOWN', 'kimi-agent is stopping');
    for (const terminal of this.#terminals) terminal.close();
    await closed;
  }

  admit(hello: Hello, link: TerminalLink): Welcome | Refused {
    const same = this.#terminals.filter(({ settings }) => settings.terms.login === hello.login);
    const terminal =
      same.find(({ settings }) => settings.terms.server === hello.server) ??
      same[0] ??
      this.#terminals[0];
    if (!terminal) return { code: 'E_ACCOUNT', why: 'this gateway serves no account' };
    this.#links.set(link, terminal);
    return terminal.admit(hello);
  }

  onLinked(link: TerminalLink, hello: Hello): void {
    this.#links.get(link)?.onLinked(link, hello);
  }

  onPush(link: TerminalLink, push: Push): void {
    this.#links.get(link)?.onPush(link, push);
  }

  onAnswer(link: TerminalLink, answer: Answer): void {
    this.#links.get(link)?.onAnswer(link, answer);
  }

  onHole(link: TerminalLink): void {
    this.#links.get(link)?.onHole(link);
  }

  patience(link: TerminalLink): number {
    return this.#links.get(link)?.patience() ?? 0;
  }

  onClosed(link: TerminalLink, end: LinkEnd): void {
    const terminal = this.#links.get(link);
    this.#links.delete(link);
    if (!end.linked) {
      const { code, why } = end;
      this.#log('warn', `${link.peer} was not let in, ${code}: ${why}`);
      this.#onTurnedAway?.({ peer: link.peer, code, why });
    }
    terminal?.onClosed(link, end);
  }

  #onSocket(socket: Socket): void {
    const strangers = [...this.#links.keys()].filter(({ linked }) => !linked).length;
    if (strangers >= MOST_STRANGERS) {
      this.#log(
        'warn',
        `${strangers} connections are proving themselves already: one more is closed`,
      );
      socket.destroy();
      return;
    }
    this.#links.set(new TerminalLink(socket, this), undefined);
  }
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
