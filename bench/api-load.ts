// The load generator of `npm run bench -- api`, in a process of its own: keeps `sockets` connections
// busy with one path each for `seconds`, and prints what it saw as a line of JSON.
import { connect } from 'node:net';
import { quantile } from './measure.ts';

interface Load {
  readonly port: number;
  readonly token: string;
  readonly paths: readonly string[];
  readonly sockets: number;
  readonly seconds: number;
}

const load = JSON.parse(process.argv[2] ?? '{}') as Load;
const taken: number[] = [];
let failed = 0;
let isOver = false;

function requestOf(path: string): string {
  const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${load.port}`;
  return `${head}\r\nAuthorization: Bearer ${load.token}\r\n\r\n`;
}

/** One connection: a request, its whole answer, the next one, until the time is over. */
function keepBusy(path: string): Promise<void> {
  const request = requestOf(path);
  return new Promise((resolve) => {
    const socket = connect(load.port, '127.0.0.1');
    let begun = 0;
    let missing = -1;
    let text = '';
    const ask = (): void => {
      if (isOver) return void socket.destroy();
      begun = performance.now();
      missing = -1;
      text = '';
      socket.write(request);
    };
    socket.setNoDelay(true);
    socket.on('connect', ask);
    socket.on('close', () => resolve());
    socket.on('error', () => (failed += 1));
    socket.on('data', (chunk) => {
      if (missing < 0) {
        text += chunk.toString('latin1');
        const end = text.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
        if (!text.startsWith('HTTP/1.1 200')) failed += 1;
        missing = length - (text.length - end - 4);
      } else {
        missing -= chunk.length;
      }
      if (missing > 0) return;
      taken.push(performance.now() - begun);
      ask();
    });
  });
}

setTimeout(() => (isOver = true), load.seconds * 1000);
const { paths, sockets, seconds } = load;
await Promise.all(
  Array.from({ length: sockets }, (_, at) => keepBusy(paths[at % paths.length] ?? '/health')),
);
const all = Float64Array.from(taken);
const line = {
  answers: taken.length,
  failed,
  seconds,
  p50: quantile(all, 0.5),
  p95: quantile(all, 0.95),
};
process.stdout.write(`${JSON.stringify(line)}\n`);
