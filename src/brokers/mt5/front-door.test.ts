import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FrontDoor, type DoorSettings } from './front-door.ts';
import { openGateway } from './testing/linked-account.ts';
import { frameOf, helloOf, TestTerminal } from './testing/test-terminal.ts';
import { until } from './testing/account-behind.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

const SECRETS = { a: 'the secret of account a, long enough 0123456', b: 'b'.repeat(40) } as const;
const ACCOUNTS = [
  { name: 'a', login: '111', server: 'One-Demo' },
  { name: 'b', login: '222', server: 'Two-Demo' },
] as const;

/** Two accounts with gateways of their own behind one door. */
async function house(change: Partial<DoorSettings> = {}) {
  const log: string[] = [];
  const opened = await FrontDoor.open({
    host: '127.0.0.1',
    port: 0,
    version: '1.0.0',
    accounts: ACCOUNTS,
    log: (level, text) => void log.push(`${level}: ${text}`),
    ...change,
  });
  if (!opened.ok) throw new Error(opened.message);
  const { door } = opened;
  undo.push(() => door.close());
  const gateways = new Map<string, Awaited<ReturnType<typeof openGateway>>>();
  for (const { name, login, server } of ACCOUNTS) {
    const one = await openGateway({ name, login, server }, { secret: SECRETS[name] });
    undo.push(() => one.gateway.close());
    gateways.set(name, one);
    door.lead(name, one.port);
  }
  const terminalOf = (name: 'a' | 'b') => gateways.get(name)?.terminal;
  const dial = (name: 'a' | 'b', more: object = {}, secret: string = SECRETS[name]) => {
    const { login, server } = ACCOUNTS[name === 'a' ? 0 : 1];
    return new TestTerminal({ port: door.port, secret, hello: { login, server, ...more } });
  };
  return { dial, door, gateways, log, terminalOf };
}

describe('one port for several accounts', () => {
  it('leads each terminal to its own account, with its own secret', async () => {
    const { dial, terminalOf } = await house();
    const [a, b] = [dial('a'), dial('b')];
    a.inPieces = true;
    await Promise.all([a.start(), b.start()]); // each throws at a false proof
    expect(terminalOf('a')?.hello).toMatchObject({ login: '111', server: 'One-Demo' });
    expect(terminalOf('b')?.hello).toMatchObject({ login: '222', server: 'Two-Demo' });
    a.heartbeat({ ping_us: 111 });
    b.heartbeat({ ping_us: 222 });
    await until(() => terminalOf('a')?.heartbeat?.ping_us === 111, 'a heartbeat of a');
    await until(() => terminalOf('b')?.heartbeat?.ping_us === 222, 'a heartbeat of b');
    a.cut();
    await until(() => terminalOf('a')?.hello === undefined, 'the end of a');
    expect(terminalOf('b')?.hello).toBeDefined();
  });

  it('lets nobody in by the secret of another account', async () => {
    const { dial, terminalOf } = await house();
    const thief = dial('a', {}, SECRETS.b);
    void thief.start();
    expect(await thief.next('bye')).toMatchObject({ code: 'E_AUTH' });
    expect(terminalOf('a')?.hello).toBeUndefined();
  });

  it.each([
    [{ login: '333' }, 'E_ACCOUNT', /no account of this gateway has login 333/],
    [{ login: '111', server: 'Other' }, 'E_ACCOUNT', /Other/],
    [{ login: 5 }, 'E_FIELD', /login/],
    [{ proto: 2 }, 'E_PROTO', /newer than gateway/],
    [{ t: 'hb' }, 'E_STATE', /begins with hello/],
  ])('refuses %o with %s and its reason', async (change, code, why) => {
    const { door } = await house();
    const client = new TestTerminal({ port: door.port });
    client.send({ ...helloOf({ login: '111', server: 'One-Demo' }), ...change });
    expect(await client.next('bye')).toMatchObject({
      code,
      why: expect.stringMatching(why) as unknown,
    });
    await client.closed;
  });

  it('logs whom it refuses', async () => {
    const { dial, log } = await house();
    const stranger = dial('a', { login: '333' });
    void stranger.start();
    await stranger.closed;
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^warn: 127\.0\.0\.1:\d+ was not let in, E_ACCOUNT: .* login 333/);
  });

  it('says when an account is not running, and lets its terminal in when it is', async () => {
    const { dial, door, gateways } = await house();
    await gateways.get('a')?.gateway.close();
    const early = dial('a');
    void early.start();
    expect(await early.next('bye')).toMatchObject({ code: 'E_SHUTDOWN' });
    const again = await openGateway({ login: '111', server: 'One-Demo' }, { secret: SECRETS.a });
    undo.push(() => again.gateway.close());
    door.lead('a', again.port);
    await dial('a').start();
    expect(again.terminal.hello?.login).toBe('111');
  });

  it('waits for no slow hello, and takes no flood of silent ones', async () => {
    const { dial, door, log, terminalOf } = await house({ helloMs: 300 });
    const linked = await dial('b').start();
    const half = new TestTerminal({ port: door.port });
    half.sendBytes(frameOf(helloOf()).subarray(0, 20));
    expect(await half.next('bye')).toMatchObject({ code: 'E_TIMEOUT' });
    const silent = Array.from({ length: 40 }, () => connect(door.port, '127.0.0.1'));
    undo.push(() => silent.forEach((one) => one.destroy()));
    await until(() => log.some((line) => /say nothing yet: one more is closed/.test(line)), 'a no');
    await until(
      () => log.filter((line) => /no hello within 0.3 s/.test(line)).length === 33,
      'the end of all others',
    );
    linked.heartbeat({ ping_us: 7 });
    await until(() => terminalOf('b')?.heartbeat?.ping_us === 7, 'a heartbeat all the same');
    await dial('a').start();
  });

  it('closes what is no frame', async () => {
    const { door } = await house();
    const client = new TestTerminal({ port: door.port });
    client.sendBytes(Buffer.from([0, 2, 0, 0]));
    expect(await client.next('bye')).toMatchObject({ code: 'E_FRAME' });
  });
});
