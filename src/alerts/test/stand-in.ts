import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How a stand-in answers a request; `hang` never does. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'hang'
  | 'cut';

/** A service on this machine that answers as a test wants it to, and remembers what it was sent. */
export class StandIn {
  readonly received: Received[] = [];
  /** Answers in this order, then `usual`. */
  readonly replies: Reply[] = [];
  usual: (request: Received) => Reply = () => ({ status: 200, body: '{"ok":true,"result":[]}' });
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        const received = { method, path, headers, body };
        this.received.push(received);
        const reply = this.replies.shift() ?? this.usual(received);
        if (reply === 'hang') return;
        if (reply === 'cut') return void request.socket.destroy();
        response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
        response.end(reply.body ?? '{}');
      });
    });
  }

  static async open(): Promise<StandIn> {
    const standIn = new StandIn();
    await new Promise<void>((resolve) => {
      standIn.#server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => standIn.close());
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Bodies that came to paths which end so. */
  bodies(end = ''): Record<string, unknown>[] {
    return this.received
      .filter(({ path }) => path.split('?')[0]?.endsWith(end))
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.closeAllConnections();
      this.#server.close(() => resolve());
    });
  }
}
