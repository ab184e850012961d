import type { ServerResponse } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import type { ControlRoom } from '../control-room.ts';
import { messageOf } from '../one-account.ts';
import { Bookmarks, type Bookmark } from './stream-bookmarks.ts';
import { streamMessage, type StreamMessage } from '../views.ts';

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

/** What the stream carries now, for metrics. */
export type StreamLoad = Pick<SseHub, 'clients' | 'bufferedBytes'>;

/** Who follows: which account, from where on, and for how long it may. */
interface Follower {
  readonly account: string | undefined;
  /** Where it was when it was cut off. */
  readonly after: Bookmark | undefined;
  readonly isStillAllowed: () => boolean;
}

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
  readonly #bookmarks: Bookmarks;
  /** Frames of this turn of the loop, by the account that is followed. */
  readonly #pending = new Map<string | undefined, string>();
  #flushSoon: NodeJS.Immediate | undefined;
  #stopFollowing: (() => void) | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #guard: NodeJS.Timeout | undefined;

  constructor(room: ControlRoom, limits: StreamLimits, log: FastifyBaseLogger) {
    this.#room = room;
    this.#limits = limits;
    this.#log = log;
    this.#bookmarks = new Bookmarks(room);
  }

  get clients(): number {
    return this.#clients.size;
  }

  get bufferedBytes(): number {
    let bytes = 0;
    for (const { response } of this.#clients) bytes += response.writableLength;
    return bytes;
  }

  get isFull(): boolean {
    return this.#clients.size >= this.#limits.clientsMax;
  }

  /** Follow with a response whose head is written, for as long as it is allowed to. */
  add(response: ServerResponse, { account, after, isStillAllowed }: Follower): void {
    // Gone before it was let in: its end would never be heard of.
    if (response.destroyed) return;
    this.#start();
    this.#flush(); // what came before it is not for the new one
    const first = this.#beginning(account, after);
    const bufferMax = this.#limits.bufferMax + Buffer.byteLength(first);
    const client: Client = { response, account, isStillAllowed, bufferMax };
    this.#clients.add(client);
    response.on('error', () => this.#forget(client));
    response.on('close', () => this.#forget(client));
    response.write(`retry: 2000\n\n${first}`);
  }

  /**
   * What a follower begins with: all that it has missed, when it says where it was and that is still
   * kept, and the whole state when not.
   */
  #beginning(account: string | undefined, after: Bookmark | undefined): string {
    const missed = after && this.#bookmarks.missedSince(after, account);
    if (missed === undefined) {
      const snapshot = messageOf({ type: 'snapshot', snapshot: this.#room.snapshot() }, account);
      return snapshot === undefined ? '' : frameOf(snapshot, this.#bookmarks.now(account));
    }
    const events = missed.map(({ event, id }) => frameOf({ type: 'event', event }, id));
    const state: readonly StreamMessage[] = [
      { type: 'accounts', accounts: this.#room.accounts() },
      { type: 'agents', agents: this.#room.agents() },
      { type: 'positions', positions: this.#room.positions() },
    ];
    const frames = state.flatMap((message) => messageOf(message, account) ?? []);
    return [...events, ...frames.map((message) => frameOf(message))].join('');
  }

  close(): void {
    this.#flush();
    for (const client of this.#clients) {
      client.response.end();
      this.#forget(client);
    }
  }

  #start(): void {
    if (this.#stopFollowing !== undefined) return;
    this.#bookmarks.begin();
    this.#stopFollowing = this.#room.subscribe((message) => this.#spread(message));
    this.#heartbeat = setInterval(() => this.#beat(), this.#limits.heartbeatMs);
    this.#heartbeat.unref();
    this.#guard = setInterval(() => this.#showOut(), this.#limits.guardMs);
    this.#guard.unref();
  }

  #spread(message: StreamMessage): void {
    if (message.type === 'event') this.#bookmarks.told(message.event);
    if (message.type === 'snapshot') this.#bookmarks.begin();
    const isMarked = message.type === 'event' || message.type === 'snapshot';
    for (const account of new Set([...this.#clients].map((client) => client.account))) {
      const part = messageOf(message, account);
      if (part === undefined) continue;
      const id = isMarked ? this.#bookmarks.now(account) : undefined;
      this.#pending.set(account, (this.#pending.get(account) ?? '') + frameOf(part, id));
    }
    this.#flushSoon ??= setImmediate(() => this.#flush());
  }

  /** Two hundred bars that close at once are one piece for each follower, not two hundred. */
  #flush(): void {
    clearImmediate(this.#flushSoon);
    this.#flushSoon = undefined;
    if (this.#pending.size === 0) return;
    const pending = new Map(this.#pending);
    this.#pending.clear();
    for (const client of this.#clients) {
      const frames = pending.get(client.account);
      if (frames !== undefined) this.#write(client, frames);
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

/**
 * As its schema writes it; as it is where that cannot, for whoever looks must not end who trades. JSON has
 * no line break in it, so one `data:` line holds it.
 */
function frameOf(message: StreamMessage, id?: string): string {
  const written = streamMessage.safeEncode(message);
  const { type, ...rest } = written.success ? written.data : message;
  const mark = id === undefined ? '' : `id: ${id}\n`;
  return `${mark}event: ${type}\ndata: ${JSON.stringify(rest)}\n\n`;
}
