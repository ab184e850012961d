import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { buildServer } from '../../api/server.ts';
import { MemoryRoom } from '../../api/test/memory-room.ts';
import { Program, removeFolder, stateFolder, type Ended } from '../../../test/e2e/program.ts';

const TOKEN = 'token-of-the-command-line-tests';

/** A control panel over a memory room, noted in a state folder as a running program notes itself. */
export class PanelProgram {
  readonly room: MemoryRoom;
  readonly state = stateFolder();
  readonly #server: FastifyInstance;

  constructor(...accounts: string[]) {
    this.room = new MemoryRoom(...accounts);
    this.#server = buildServer({
      room: this.room,
      token: TOKEN,
      pageDir: undefined,
      version: '1.2.3',
    });
  }

  async open(): Promise<void> {
    const url = await this.#server.listen({ host: '127.0.0.1', port: 0 });
    writeFileSync(join(this.state, 'token'), `${TOKEN}\n`);
    writeFileSync(join(this.state, 'running.json'), JSON.stringify({ pid: process.pid, url }));
  }

  /** Run a command of the command line against it. */
  run(...args: readonly string[]): Promise<Ended> {
    return Program.run([...args, '--state', this.state], this.state);
  }

  async close(): Promise<void> {
    await this.#server.close();
    removeFolder(this.state);
  }
}
