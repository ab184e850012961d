import type { Server, Socket } from 'node:net';
import { listenFor, type ListenSettings } from './listen.ts';
import type { LinkEnd, LinkOwner } from './terminal-link.ts';
import { TerminalLink } from './terminal-link.ts';
import type { Terminal } from './terminal.ts';
import type { Refused, Welcome } from './welcome.ts';
import type { Answer, Hello, Push } from './wire/messages.ts';

/** Connections that have not proven anything yet, at most. */
const MOST_STRANGERS = 32;

export interface GatewaySettings extends ListenSettings {
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
    event: string,
    terminals: readonly Terminal[],
    { log, version, onTurnedAway }: GatewaySettings,
  ) {
    this.version = version;
    this.#server = server;
    this.port = port;
    this.#terminals = terminals;
    this.#log = log;
    this.#onTurnedAway = onTurnedAway;
    server.on(event, (socket: Socket) => this.#onSocket(socket));
    server.on('tlsClientError', (error: Error) => {
      log('warn', `a connection was refused: ${error.message}`);
    });
  }

  static async open(settings: GatewaySettings, terminals: readonly Terminal[]): Promise<Opened> {
    const listening = await listenFor(settings);
    if (!listening.ok) return listening;
    const { server, port, event } = listening;
    return { ok: true, gateway: new Gateway(server, port, event, terminals, settings) };
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
