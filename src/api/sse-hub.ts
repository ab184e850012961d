import type { ServerResponse } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import type { ControlRoom } from './control-room.ts';
import { messageOf } from './one-account.ts';
import type { StreamMessage } from './views.ts';

export interface StreamLimits {
  /** Streams open at the same time. */
  readonly clientsMax: number;
  /** Bytes a client may lag behind, beside its first snapshot, before it is dropped. */
  readonly bufferMax: number;
  readonly heartbeatMs: number;
  /** How often it is asked whether a client may still follow. */
  readonly guardMs: number;
}

export const STREAM_LIMITS: StreamLimits = {
  clientsMax: 256,
  bufferMax: 1024 * 1024,
  heartbeatMs: 15_000,
  guardMs: 1000,
};

interface Client {
  readonly response: ServerResponse;
  readonly account: string | undefined;
  readonly isStillAllowed: () => boolean;
  readonly bufferMax: number;
}

/**
 * Carries the room's stream to all who follow it. Each message is written as text once, however many
 * follow, and no client is waited for: one that falls behind is cut off and may connect again.
 */
export class SseHub {
  readonly #room: ControlRoom;
  readonly #limits: StreamLimits;
  readonly #log: FastifyBaseLogger;
  readonly #clients = new Set<Client>();
  #stopFollowing: (() => void) | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #guard: NodeJS.Timeout | undefined;

  constructor(room: ControlRoom, limits: StreamLimits, log: FastifyBaseLogger) {
    this.#room = room;
    this.#limits = limits;
    this.#log = log;
  }

  get isFull(): boolean {
    return this.#clients.size >= this.#limits.clientsMax;
  }

  /** Follow with a response whose head is written, for as long as it is allowed to. */
  add(response: ServerResponse, account: string | undefined, isStillAllowed: () => boolean): void {
    // Gone before it was let in: its end would never be heard of.
    if (response.destroyed) return;
    this.#start();
    const snapshot = messageOf({ type: 'snapshot', snapshot: this.#room.snapshot() }, account);
    const first = snapshot === undefined ? '' : frameOf(snapshot);
    const bufferMax = this.#limits.bufferMax + Buffer.byteLength(first);
    const client: Client = { response, account, isStillAllowed, bufferMax };
    this.#clients.add(client);
    response.on('error', () => this.#forget(client));
    response.on('close', () => this.#forget(client));
    response.write(`retry: 2000\n\n${first}`);
  }

  close(): void {
    for (const client of this.#clients) {
      client.response.end();
      this.#forget(client);
    }
  }

  #start(): void {
    if (this.#stopFollowing !== undefined) return;
    this.#stopFollowing = this.#room.subscribe((message) => this.#spread(message));
    this.#heartbeat = setInterval(() => this.#beat(), this.#limits.heartbeatMs);
    this.#heartbeat.unref();
    this.#guard = setInterval(() => this.#showOut(), this.#limits.guardMs);
    this.#guard.unref();
  }

  #spread(message: StreamMessage): void {
    const frames = new Map<string | undefined, string | undefined>();
    for (const client of this.#clients) {
      if (!frames.has(client.account)) {
        const part = messageOf(message, client.account);
        frames.set(client.account, part && frameOf(part));
      }
      const frame = frames.get(client.account);
      if (frame !== undefined) this.#write(client, frame);
    }
  }

  #write(client: Client, frame: string): void {
    if (client.response.writableLength <= client.bufferMax) {
      client.response.write(frame);
      return;
    }
    this.#log.warn({ buffered: client.response.writableLength }, 'slow stream client dropped');
    client.response.destroy();
    this.#forget(client);
  }

  #beat(): void {
    for (const client of this.#clients) this.#write(client, ': still here\n\n');
  }

  /** A session that ended and a token that was revoked end their streams too, within a second. */
  #showOut(): void {
    for (const client of this.#clients) if (!client.isStillAllowed()) client.response.end();
  }

  #forget(client: Client): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    this.#stopFollowing?.();
    this.#stopFollowing = undefined;
    clearInterval(this.#heartbeat);
    clearInterval(this.#guard);
  }
}

/** JSON has no line break in it, so one `data:` line holds it. */
function frameOf(message: StreamMessage): string {
  const { type, ...rest } = message;
  return `event: ${type}\ndata: ${JSON.stringify(rest)}\n\n`;
}
