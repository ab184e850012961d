import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Gateway } from './gateway.ts';
import { isLoopback } from './listen.ts';
import { openGateway } from './testing/linked-account.ts';
import { frameOf, helloOf, TEST_LOGIN, TestTerminal } from './testing/test-terminal.ts';
import { until } from './testing/account-behind.ts';

const open: Gateway[] = [];
afterEach(async () => {
  for (const gateway of open.splice(0)) await gateway.close();
});

async function fresh(terms: Parameters<typeof openGateway>[0] = {}) {
  const all = await openGateway(terms);
  open.push(all.gateway);
  const dial = (
    options: Partial<ConstructorParameters<typeof TestTerminal>[0]> = {},
  ): TestTerminal => new TestTerminal({ port: all.port, ...options });
  return { ...all, dial };
}

/** What the gateway says to a hello that it does not let in. */
async function refusal(
  hello: Record<string, unknown>,
  terms: Parameters<typeof openGateway>[0] = {},
): Promise<unknown> {
  const { dial, terminal } = await fresh(terms);
  const client = dial({ hello });
  void client.start();
  const bye = await client.next('bye');
  await client.closed;
  expect(terminal.hello).toBeUndefined();
  return bye;
}

describe('who is let in', () => {
  it('is the terminal of the account that knows the secret, and it is told so with proof', async () => {
    const { dial, terminal, log } = await fresh();
    await dial().start(); // throws at a false proof
    expect(terminal.hello?.login).toBe(TEST_LOGIN);
    expect(log.at(-1)).toMatch(
      /^info: terminal 127\.0\.0\.1:\d+ is linked: EA 1\.1\.0, build 5000$/,
    );
  });

  it('is nobody with another secret', async () => {
    const { dial, terminal, log } = await fresh();
    const client = dial({ secret: 'x'.repeat(40) });
    void client.start();
    expect(await client.next('bye')).toMatchObject({ code: 'E_AUTH' });
    expect(terminal.hello).toBeUndefined();
    expect(log.join('\n')).toMatch(/wrong proof for account 5012345/);
    expect(log.join('\n')).not.toContain('secret of a test terminal');
  });

  it('is nobody who replays a handshake', async () => {
    const { dial, port, terminal } = await fresh();
    const first = await dial().start();
    first.cut();
    await until(() => terminal.hello === undefined, 'the end of the first link');
    // A recorded hello and auth: the challenge is another one now.
    const socket = connect({ port, host: '127.0.0.1' });
    const said: Buffer[] = [];
    socket.on('data', (piece: Buffer) => void said.push(piece));
    socket.write(frameOf(helloOf({ nonce: 'a'.repeat(64) })));
    socket.write(frameOf({ t: 'auth', mac: 'b'.repeat(64) }));
    await once(socket, 'close');
    expect(Buffer.concat(said).toString()).toContain('"code":"E_AUTH"');
    expect(terminal.hello).toBeUndefined();
  });

  it('is refused by name: another login, another server, another currency, no account', async () => {
    expect(await refusal({ login: '777' })).toMatchObject({
      code: 'E_ACCOUNT',
      why: expect.stringMatching(/logged in to 777 .* means 5012345 on Example-Demo/) as unknown,
    });
    expect(await refusal({ server: 'Example-Live' })).toMatchObject({ code: 'E_ACCOUNT' });
    expect(await refusal({ currency: 'EUR' })).toMatchObject({
      why: expect.stringMatching(/counted in EUR/) as unknown,
    });
    expect(await refusal({ login: '0' })).toMatchObject({
      why: expect.stringMatching(/not logged in/) as unknown,
    });
  });

  it('is no real account unless its own login is armed', async () => {
    const real = { trade_mode: 'real' };
    for (const terms of [{}, { mode: 'real' as const }, { mode: 'paper' as const }]) {
      expect(await refusal(real, terms)).toMatchObject({ code: 'E_REAL' });
    }
    expect(await refusal(real, { mode: 'real', armedLogin: '5012346' })).toMatchObject({
      code: 'E_REAL',
      why: expect.stringMatching(/5012346 is armed/) as unknown,
    });
    const { dial, terminal } = await fresh({ mode: 'real', armedLogin: TEST_LOGIN });
    await dial({ hello: real }).start();
    expect(terminal.hello?.trade_mode).toBe('real');
    expect(await refusal({}, { mode: 'real', armedLogin: TEST_LOGIN })).toMatchObject({
      code: 'E_ACCOUNT',
      why: expect.stringMatching(/account is demo, .* mode: real/) as unknown,
    });
  });

  it.each([
    [0, 'older'],
    [2, 'newer'],
  ])('is told by name that protocol %i is %s', async (proto, age) => {
    const { dial, log } = await fresh();
    // Of another protocol, the rest of a hello may be anything.
    const client = dial({ hello: { proto, ea: '0.9.0', nonce: 5 } });
    void client.start();
    expect(await client.next('bye')).toMatchObject({
      code: 'E_PROTO',
      why: expect.stringContaining(
        `EA 0.9.0 speaks mt5-bridge/${proto} and is ${age} than gateway 1.0.0`,
      ) as unknown,
    });
    await until(() => log.some((line) => line.includes('E_PROTO')), 'a line in the log');
  });

  it('is the newest of one account; the older one is told, and only once the newer is proven', async () => {
    const { dial, terminal } = await fresh();
    const first = await dial().start();
    const liar = dial({ secret: 'y'.repeat(40) });
    void liar.start();
    await liar.next('bye');
    expect(terminal.hello).toBeDefined();
    const second = await dial({ hello: { build: 5001 } }).start();
    expect(await first.next('bye')).toMatchObject({ code: 'E_REPLACED' });
    await first.closed;
    expect(terminal.hello?.build).toBe(5001);
    second.heartbeat();
    await until(() => terminal.heartbeat !== undefined, 'a heartbeat of the newer');
  });
});

describe('what is not as specified', () => {
  const cases: ReadonlyArray<readonly [string, object | Buffer, string]> = [
    ['an oversized frame', Buffer.from([0x7f, 0xff, 0xff, 0xff]), 'E_FRAME'],
    ['a frame that is no JSON', Buffer.from([0, 0, 0, 3, 0x7b, 0x7b, 0x7b]), 'E_JSON'],
    ['a field twice', Buffer.from('\0\0\0\x1a{"t":"hb","seq":1,"seq":1}'), 'E_JSON'],
    ['a message without a type', { seq: 1 }, 'E_FIELD'],
    ['a field that is missing', { t: 'hb', seq: 1 }, 'E_FIELD'],
    ['a field of another type', { t: 'log', seq: '1', level: 'info', text: '' }, 'E_FIELD'],
    ['a mandatory field that is null', { t: 'log', seq: 1, level: 'info', text: null }, 'E_FIELD'],
    ['a level that nobody knows', { t: 'log', seq: 1, level: 'fatal', text: '' }, 'E_FIELD'],
    ['a second hello', helloOf(), 'E_STATE'],
    ['an answer that was never asked for', { t: 'res', id: 7, ok: true }, 'E_FIELD'],
    ['a number that does not count on', { t: 'log', seq: 0, level: 'info', text: '' }, 'E_FIELD'],
    [
      'a row of another shape',
      { t: 'ticks', seq: 1, symbol: 'X', gap: false, rows: [[1]] },
      'E_FIELD',
    ],
  ];
  it.each(cases)('closes the link: %s', async (_, message, code) => {
    const { dial, terminal, log } = await fresh();
    const client = await dial().start();
    if (Buffer.isBuffer(message)) client.sendBytes(message);
    else client.send(message);
    expect(await client.next('bye')).toMatchObject({ t: 'bye', code });
    await client.closed;
    expect(terminal.hello).toBeUndefined();
    expect(log.at(-1)).toMatch(new RegExp(`^warn: .*link ended, ${code}: .+`));
  });

  it('closes the link before the handshake too', async () => {
    const { dial, log } = await fresh();
    const client = dial();
    client.send({ t: 'hb', seq: 1 });
    expect(await client.next('bye')).toMatchObject({ code: 'E_FIELD' });
    const other = dial();
    other.send({ t: 'log', seq: 1, level: 'info', text: '' });
    expect(await other.next('bye')).toMatchObject({ code: 'E_STATE' });
    const proving = dial();
    proving.send({ t: 'auth', mac: 'a'.repeat(64) });
    expect(await proving.next('bye')).toMatchObject({ code: 'E_STATE' });
    expect(log.filter((line) => line.includes('was not let in'))).toHaveLength(3);
  });

  it('ignores unknown fields and answers unknown messages', async () => {
    const { dial, terminal } = await fresh();
    const client = await dial({ hello: { favourite: ['colour'] } }).start();
    client.push('log', { level: 'info', text: 'hello', more: { deep: [1] } });
    client.push('weather', { rain: true });
    expect(await client.next('err')).toMatchObject({ code: 'E_TYPE' });
    client.heartbeat(); // the number of what was not understood was counted
    await until(() => terminal.heartbeat !== undefined, 'a heartbeat');
  });

  it('notices a hole in the numbers', async () => {
    const { dial, terminal } = await fresh();
    let holes = 0;
    terminal.listen({ onHole: () => void (holes += 1) });
    const client = await dial().start();
    client.heartbeat();
    client.drop();
    client.heartbeat();
    await until(() => holes === 1, 'one hole');
  });

  it('takes a whole conversation in one-byte pieces', async () => {
    const { dial, terminal } = await fresh();
    const client = dial();
    client.inPieces = true;
    await client.start();
    client.push('log', { level: 'info', text: 'Zoë ✓ 📈 "quoted"' });
    client.heartbeat();
    await until(() => terminal.heartbeat !== undefined, 'a heartbeat');
  });
});

describe('where it listens', () => {
  it('is this machine alone, unless encrypted or said otherwise', async () => {
    const settings = { port: 0, version: '1.0.0', log: () => {} };
    const refused = await Gateway.open({ ...settings, host: '0.0.0.0' }, []);
    expect(refused).toMatchObject({
      ok: false,
      message: expect.stringMatching(/without encryption/) as unknown,
    });
    const plain = await Gateway.open({ ...settings, host: '0.0.0.0', allowPlain: true }, []);
    if (!plain.ok) throw new Error(plain.message);
    open.push(plain.gateway);
    const taken = { ...settings, host: '127.0.0.1', port: plain.gateway.port };
    expect(await Gateway.open(taken, [])).toMatchObject({
      ok: false,
      message: expect.stringMatching(/in use by another program/) as unknown,
    });
    const tls = { cert: 'no certificate', key: 'no key' };
    expect(await Gateway.open({ ...settings, host: '127.0.0.1', tls }, [])).toMatchObject({
      ok: false,
      message: expect.stringMatching(/certificate cannot be used/) as unknown,
    });
  });

  it('knows which addresses are this machine', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '127.evil.example'].some(isLoopback)).toBe(
      false,
    );
  });
});
