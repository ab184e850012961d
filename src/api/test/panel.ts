import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { ControlStore } from '../control/control-store.ts';
import { buildServer, type ServerOptions } from '../server.ts';
import { mustConform } from './conformance.ts';
import { MemoryRoom } from './memory-room.ts';

export const TOKEN = 'token-of-the-tests-0123456789';
export const WITH_TOKEN = { authorization: `Bearer ${TOKEN}` };

type Headers = Readonly<Record<string, string>>;

/** A server on a memory room, and short ways to call it without a socket. */
export class Panel {
  readonly room: MemoryRoom;
  readonly controls: ControlStore;
  readonly server: FastifyInstance;

  constructor(accounts: readonly string[], options: Partial<ServerOptions> = {}) {
    this.room = new MemoryRoom(...accounts);
    this.controls = options.controls ?? new ControlStore(':memory:');
    this.server = buildServer({
      room: this.room,
      controls: this.controls,
      token: TOKEN,
      pageDir: undefined,
      version: '1.2.3',
      ...options,
    });
  }

  get(url: string, headers: Headers = WITH_TOKEN): Promise<LightMyRequestResponse> {
    return this.call({ method: 'GET', url, headers });
  }

  post(url: string, headers: Headers = WITH_TOKEN, body?: string): Promise<LightMyRequestResponse> {
    const payload = body === undefined ? {} : { payload: body };
    return this.call({ method: 'POST', url, headers, ...payload });
  }

  /** Every answer that a test sees is held against the OpenAPI document. */
  async call(request: InjectOptions & { method: string; url: string }) {
    const answer = await this.server.inject(request);
    await mustConform(this.server, request.method, request.url, answer);
    return answer;
  }

  /** Sign in with a fresh code; answers the cookie as a browser would send it back. */
  async cookie(): Promise<string> {
    const body = JSON.stringify({ code: this.server.oneTimeCode() });
    const answer = await this.post('/api/session', { 'content-type': 'application/json' }, body);
    return String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
  }
}

/** What a test says of a problem: status, short name and, when given, words in its detail. */
export function problemOf(answer: LightMyRequestResponse): { status: number; problem: string } {
  const document = answer.json<{ type: string; status: number; success: boolean }>();
  if (document.status !== answer.statusCode || document.success) {
    throw new Error(`not a problem document: ${answer.body}`);
  }
  return { status: document.status, problem: document.type.replace('urn:kimi-agent:problem:', '') };
}
