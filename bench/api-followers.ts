// Followers of the stream for `npm run bench -- api`, in a process of their own: they read all that
// comes until they are ended, and say on a line each time they are all connected.
import { connect } from 'node:net';

const { port, token, followers } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly port: number;
  readonly token: string;
  readonly followers: number;
};
let connected = 0;
for (let at = 0; at < followers; at += 1) {
  const socket = connect(port, '127.0.0.1', () => {
    const head = `GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1:${port}`;
    socket.write(`${head}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  });
  socket.once('data', () => {
    connected += 1;
    if (connected === followers) process.stdout.write('connected\n');
  });
  socket.resume();
}
