import { createServer } from 'node:http';
import type { FastifyInstance } from 'fastify';

/**
 * A second door for this machine alone, without TLS: commands on it must reach the program whatever
 * name its certificate carries. Answers its URL; it closes with the server.
 */
export async function openLocalDoor(server: FastifyInstance): Promise<string> {
  const door = createServer((request, response) => server.routing(request, response));
  await new Promise<void>((resolve, reject) => {
    door.once('error', reject);
    door.listen(0, '127.0.0.1', resolve);
  });
  server.server.once('close', () => {
    door.close();
    door.closeAllConnections();
  });
  const address = door.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('the local door has no port');
  return `http://127.0.0.1:${address.port}`;
}
