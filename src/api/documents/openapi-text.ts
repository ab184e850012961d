import type { ControlRoom } from '../control-room.ts';
import { buildServer } from '../server.ts';

/** The description of the API as text, made without a program running. */
export async function openApiText(version: string): Promise<string> {
  // Routes are only described here, and none of them asks the room before it is called.
  const room = { accountNames: [] } as unknown as ControlRoom;
  const token = 'nobody is answered by this server';
  const server = buildServer({ room, token, pageDir: undefined, version });
  await server.ready();
  const text = JSON.stringify(server.swagger(), null, 2);
  await server.close();
  return `${text}\n`;
}
