import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { listen } from '../listen.ts';
import type { ServerOptions } from '../server.ts';
import { SessionStore } from '../door/session-store.ts';
import { Panel, TOKEN, WITH_TOKEN } from '../test/panel.ts';
import { accountOf, agentOf, eventOf } from '../test/sample-views.ts';
import { TokenBook } from '../door/token-book.ts';

const panels: Panel[] = [];
afterEach(async () => {
  await Promise.all(panels.splice(0).map((panel) => panel.server.close()));
});

async function open(accounts: string[], options: Partial<ServerOptions> = {}) {
  const panel = new Panel(accounts, options);
  panels.push(panel);
  const opened = await listen(panel.server, { host: '127.0.0.1', port: 0 });
  if (!opened.ok) throw new Error(opened.message);
  return { panel, ...opened };
}

/** Reads a stream block by block; a block is what stands between two blank lines. */
class Follower {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(answer: Response) {
    if (answer.body === null) throw new Error('no body');
    this.#reader = answer.body.getReader();
  }

  async block(): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return block;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  async message(): Promise<{ id?: string; event: string; data: unknown }> {
    const match = /^(?:id: (.*)\n)?event: (.*)\ndata: (.*)$/.exec((await this.block()) ?? '');
    if (match === null) throw new Error('not a message');
    const [, id, event = '', data = ''] = match;
    return { ...(id === undefined ? {} : { id }), event, data: JSON.parse(data) as unknown };
  }

  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 500) throw new Error('waited in vain');
    await setTimeout(10);
  }
}

describe('the stream', () => {
  test('begins with a snapshot and goes on with what happens', async () => {
    const { panel, url } = await open(['main']);
    const answer = await fetch(`${url}/api/stream`, { headers: WITH_TOKEN });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const follower = new Follower(answer);
    expect(await follower.block()).toBe('retry: 2000');
    expect(await follower.message()).toEqual({
      id: 'main=0',
      event: 'snapshot',
      data: { snapshot: panel.room.snapshot() },
    });
    panel.room.say({ type: 'event', event: { ...eventOf('main', 2), text: 'two\n\nlines' } });
    panel.room.say({ type: 'equity', account: 'main', point: [1, 2, 3] });
    expect(await follower.message()).toEqual({
      id: 'main=2',
      event: 'event',
      data: { event: { ...eventOf('main', 2), text: 'two\n\nlines' } },
    });
    expect(await follower.message()).toEqual({
      event: 'equity',
      data: { account: 'main', point: [1, 2, 3] },
    });
    await follower.cancel();
    await until(() => panel.room.listeners === 0);
  });

  describe('goes on where it was cut off', () => {
    const resumed = async (url: string, id: string) => {
      const headers = { ...WITH_TOKEN, 'last-event-id': id };
      const follower = new Follower(await fetch(url, { headers }));
      expect(await follower.block()).toBe('retry: 2000');
      return follower;
    };
    const events = (account: string, ...seqs: number[]) => seqs.map((seq) => eventOf(account, seq));

    test('with what was missed, in order, and the present state instead of a snapshot', async () => {
      const { panel, url } = await open(['main']);
      panel.room.eventList = events('main', 2, 5, 7);
      const follower = await resumed(`${url}/api/stream`, 'main=2');
      expect(await follower.message()).toMatchObject({ id: 'main=5', data: { event: { seq: 5 } } });
      expect(await follower.message()).toMatchObject({ id: 'main=7', data: { event: { seq: 7 } } });
      for (const event of ['accounts', 'agents', 'positions']) {
        expect(await follower.message()).toMatchObject({ event });
      }
      panel.room.say({ type: 'event', event: eventOf('main', 9) });
      expect(await follower.message()).toMatchObject({ id: 'main=9', event: 'event' });
      await follower.cancel();
    });

    test('of several accounts, each from its own number on', async () => {
      const { panel, url } = await open(['first', 'second']);
      panel.room.eventList = [...events('first', 1, 4), ...events('second', 3)];
      const follower = await resumed(`${url}/api/stream`, 'first=1,second=3');
      expect(await follower.message()).toMatchObject({ id: 'first=4,second=3', event: 'event' });
      expect(await follower.message()).toMatchObject({ event: 'accounts' });
      await follower.cancel();
    });

    test.each([
      ['what is no longer kept', 'main=1'],
      ['a number that never was', 'main=99'],
      ['another account', 'other=5'],
      ['no id at all', 'nonsense'],
    ])('or with a snapshot, after %s', async (_name, id) => {
      const { panel, url } = await open(['main']);
      panel.room.eventList = events('main', 4, 5);
      const follower = await resumed(`${url}/api/stream`, id);
      expect(await follower.message()).toMatchObject({ id: 'main=5', event: 'snapshot' });
      await follower.cancel();
    });

    test('not before the journal has been read', async () => {
      const { panel, url } = await open(['main']);
      panel.room.setAccount('main', { state: 'starting' });
      const headers = { ...WITH_TOKEN, 'last-event-id': 'main=2' };
      const answer = await fetch(`${url}/api/stream`, { headers });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    });
  });

  test('of one account leaves out the others', async () => {
    const { panel, url } = await open(['first', 'second']);
    const answer = await fetch(`${url}/api/stream?account=second`, { headers: WITH_TOKEN });
    const follower = new Follower(answer);
    await follower.block();
    expect(await follower.message()).toMatchObject({
      data: { snapshot: { accounts: [{ account: 'second' }] } },
    });
    panel.room.say({ type: 'event', event: eventOf('first', 2) });
    panel.room.say({
      type: 'agents',
      agents: [agentOf('first', 'EURUSD'), agentOf('second', 'GBPUSD')],
    });
    expect(await follower.message()).toEqual({
      event: 'agents',
      data: { agents: [agentOf('second', 'GBPUSD')] },
    });
    await follower.cancel();
  });

  test('follows the room once, however many follow it', async () => {
    const { panel, url } = await open(['main']);
    const answers = [1, 2, 3].map(() => fetch(`${url}/api/stream`, { headers: WITH_TOKEN }));
    const followers = (await Promise.all(answers)).map((answer) => new Follower(answer));
    expect(panel.room.listeners).toBe(1);
    for (const follower of followers) {
      await follower.block();
      await follower.message();
    }
    panel.room.say({ type: 'accounts', accounts: [accountOf('main')] });
    for (const follower of followers) {
      expect(await follower.message()).toMatchObject({ event: 'accounts' });
      await follower.cancel();
    }
  });

  test('breathes when nothing happens', async () => {
    const { url } = await open(['main'], { streamLimits: { heartbeatMs: 20 } });
    const follower = new Follower(await fetch(`${url}/api/stream`, { headers: WITH_TOKEN }));
    await follower.block();
    await follower.message();
    expect(await follower.block()).toBe(': still here');
    await follower.cancel();
  });

  test('is open to a bounded number of clients', async () => {
    const { url, panel } = await open(['main'], { streamLimits: { clientsMax: 1 } });
    const first = new Follower(await fetch(`${url}/api/stream`, { headers: WITH_TOKEN }));
    const second = await fetch(`${url}/api/stream`, { headers: WITH_TOKEN });
    expect(second.status).toBe(503);
    expect(second.headers.get('retry-after')).toBe('10');
    await first.cancel();
    await until(() => panel.room.listeners === 0);
    const third = new Follower(await fetch(`${url}/api/stream`, { headers: WITH_TOKEN }));
    expect(await third.block()).toBe('retry: 2000');
    await third.cancel();
  });

  test('ends with the session that opened it', async () => {
    let now = 1000;
    const sessions = new SessionStore(() => now);
    const streamLimits = { heartbeatMs: 20, guardMs: 10 };
    const { url, port } = await open(['main'], { sessions, streamLimits });
    const cookie = `kimi_session_${port}=${sessions.open().id}`;
    const follower = new Follower(await fetch(`${url}/api/stream`, { headers: { cookie } }));
    await follower.block();
    await follower.message();
    expect(await follower.block()).toBe(': still here');
    now += 12 * 3_600_000;
    let last: string | undefined;
    do last = await follower.block();
    while (last === ': still here');
    expect(last).toBeUndefined();
  });

  test('ends when its token is revoked, within the time of a guard', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-stream-'));
    const book = new TokenBook(folder);
    const made = book.create('guest', 'read');
    if (!made.ok) throw new Error(made.message);
    const { url } = await open(['main'], { token: book, streamLimits: { guardMs: 10 } });
    const headers = { authorization: `Bearer ${made.value}` };
    const follower = new Follower(await fetch(`${url}/api/stream`, { headers }));
    await follower.block();
    await follower.message();
    new TokenBook(folder).revoke('guest'); // as another process does
    expect(await follower.block()).toBeUndefined();
    rmSync(folder, { recursive: true });
  });

  test('ends when the server does', async () => {
    const { panel, url } = await open(['main']);
    const follower = new Follower(await fetch(`${url}/api/stream`, { headers: WITH_TOKEN }));
    await follower.block();
    await follower.message();
    await panel.server.close();
    expect(await follower.block()).toBeUndefined();
    expect(panel.room.listeners).toBe(0);
  });
});

describe('a client that does not read', () => {
  /** Asks for the stream on a bare socket and then reads nothing of it. */
  function deaf(port: number): Socket {
    const socket = connect(port, '127.0.0.1');
    socket.pause();
    socket.on('error', () => undefined);
    socket.write(
      `GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`,
    );
    return socket;
  }

  test('is dropped, and the others go on', async () => {
    const { panel, url, port } = await open(['main']);
    const socket = deaf(port);
    await until(() => panel.room.listeners === 1);
    const text = 'x'.repeat(64 * 1024);
    // Far more than the operating system's buffers and ours together hold.
    for (let sent = 0; sent < 40 && panel.room.listeners > 0; sent += 1) {
      for (let i = 0; i < 16; i += 1) {
        panel.room.say({ type: 'event', event: { ...eventOf('main', sent), text } });
      }
      await setTimeout(1);
    }
    await until(() => panel.room.listeners === 0);
    const follower = new Follower(await fetch(`${url}/api/stream`, { headers: WITH_TOKEN }));
    await follower.block();
    expect(await follower.message()).toMatchObject({ event: 'snapshot' });
    await follower.cancel();
    socket.destroy();
  });
});
