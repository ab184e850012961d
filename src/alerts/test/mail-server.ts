import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** How a mail server on this machine behaves at the end of a message. */
type Ending = 'takes' | 'busy' | 'refuses' | 'hangs';

/** A mail server that speaks as much SMTP as a test needs, and keeps what it took. */
export class MailServer {
  readonly taken: string[] = [];
  readonly endings: Ending[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {});
      this.#talk(socket);
    });
  }

  static async open(): Promise<MailServer> {
    const server = new MailServer();
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => server.close());
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #talk(socket: Socket): void {
    let text = '';
    let inData = false;
    socket.write('220 stand-in ready\r\n');
    socket.on('data', (chunk) => {
      text += String(chunk);
      for (;;) {
        const end = text.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const piece = text.slice(0, end);
        text = text.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          this.#end(socket, piece);
        } else inData = this.#command(socket, piece);
      }
    });
  }

  /** True when a message follows. */
  #command(socket: Socket, line: string): boolean {
    const word = line.slice(0, 4).toUpperCase();
    if (word === 'DATA') {
      socket.write('354 go on\r\n');
      return true;
    }
    socket.write(word === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
    return false;
  }

  #end(socket: Socket, message: string): void {
    const ending = this.endings.shift() ?? 'takes';
    if (ending === 'hangs') return;
    if (ending === 'takes') this.taken.push(message);
    const answers = { takes: '250 ok', busy: '451 try later', refuses: '550 no such mailbox' };
    socket.write(`${answers[ending]}\r\n`);
  }
}
