import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';
import { COMPILER, compiled, expertSource, SANITIZED } from './compile.ts';
import { until, type Message } from './scripted-gateway.ts';

const MARKET = {
  symbol: 'EURUSD',
  side: 'buy',
  kind: 'market',
  volume: 0.1,
  price: 0,
  sl: 1.09,
  tp: 1.12,
  deviation: 20,
};
const LIMIT = { ...MARKET, kind: 'limit', price: 1.095 };
const STOP = { ...MARKET, kind: 'stop', price: 1.105 };

describe.skipIf(COMPILER === undefined)(
  'the Expert Advisor (skipped where there is no g++)',
  () => {
    let program: string;
    let bench: Bench;

    beforeAll(async () => {
      program = await compiled(expertSource(), SANITIZED);
    }, 180_000);

    afterEach(async () => {
      // A critical error of the terminal or a finding of a sanitizer fails whatever was tried.
      expect(bench.expert.faults).toBe('');
      await bench.end();
    });

    const positions = (): number => bench.terminal.books().positions.length;

    it('proves the secret, tells its books, and answers', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      expect(link.of('auth')[0]?.['mac']).toBe(link.expectedProof());
      const [hello] = link.of('hello');
      expect(hello).toMatchObject({ proto: 1, login: '5012345', off: 7200, trade_mode: 'demo' });
      expect(link.snapshots[0]).toMatchObject({ positions: [], account: { balance: 10_000 } });
      expect(await link.ask({ t: 'ping' })).toMatchObject({ ok: true });
      expect(await link.ask({ t: 'nonsense' })).toMatchObject({ ok: false, code: 'E_TYPE' });
      link.send({ t: 'nonsense' });
      await until('an err', () => link.of('err')[0]);
      const pushes = link.messages.flatMap(({ seq }) => (typeof seq === 'number' ? [seq] : []));
      expect(pushes).toEqual(pushes.map((_, at) => at + 1));
    });

    it('opens, changes, closes in parts and cancels, each told by its deals', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      const opened = await link.trade('order', 1, { ...MARKET, comment: 'kimi-1' });
      expect(opened).toMatchObject({ ok: true, state: 'DONE', retcode: 10_009, volume: 0.1 });
      const position = String(opened['position']);
      expect(await link.trade('modify', 2, { position, sl: 1.095, tp: 1.12 })).toMatchObject({
        ok: true,
        state: 'DONE',
      });
      expect(bench.terminal.books().positions[0]).toMatchObject({ stopLoss: 1.095, lots: 0.1 });
      const part = await link.trade('close', 3, { position, volume: 0.04, deviation: 20 });
      expect(part).toMatchObject({ ok: true, state: 'DONE' });
      expect(bench.terminal.books().positions[0]).toMatchObject({ lots: 0.06 });
      expect(await link.trade('close', 4, { position, volume: 0.06 })).toMatchObject({ ok: true });
      expect(positions()).toBe(0);
      const gone = await link.trade('close', 5, { position, volume: 0.06 });
      expect(gone).toMatchObject({ ok: false, state: 'REJECTED', retcode: 10_036 });
      const placed = await link.trade('order', 6, LIMIT);
      expect(placed).toMatchObject({ ok: true, state: 'PLACED' });
      const order = String(placed['order']);
      const moved = { order, price: 1.094, sl: 1.09, tp: 1.12 };
      expect(await link.trade('modify_order', 7, moved)).toMatchObject({ ok: true });
      expect(bench.terminal.books().orders[0]).toMatchObject({ price: 1.094 });
      expect(await link.trade('cancel', 8, { order })).toMatchObject({ ok: true, state: 'DONE' });
      expect(await link.trade('order', 9, STOP)).toMatchObject({ state: 'PLACED' });
      await until('three deals', () => deals(link.messages).length === 3);
      expect(deals(link.messages).map(({ magic }) => String(magic).slice(-3))).toEqual([
        '073',
        '075',
        '076',
      ]);
    });

    it('never sends a magic twice, and tells two requests of one magic apart', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      const first = await link.trade('order', 1, MARKET);
      const again = await link.trade('order', 1, MARKET);
      expect(again).toMatchObject({ ok: true, dup: true, state: 'DONE', order: first['order'] });
      const other = await link.trade('order', 1, { ...MARKET, volume: 0.2 });
      expect(other).toMatchObject({ ok: false, code: 'E_CONFLICT', dup: true });
      expect(bench.terminal.sent).toHaveLength(1);
      const repeated = await link.ask({ t: 'ping' }, 1);
      expect(repeated).toBeDefined();
    });

    it.each([
      ['before the order is read', false],
      ['after it was sent', true],
    ])('survives kill -9 of the gateway %s', async (_, isRead) => {
      bench = await Bench.build(program);
      const link = await bench.start();
      const message = link.tradeMessage('order', 1, MARKET);
      if (isRead) await link.ask(message, 1);
      link.cut();
      const next = await bench.gateway.linked(1);
      const answer = await next.trade('order', 1, MARKET);
      expect(answer).toMatchObject({ ok: true, dup: isRead, state: 'DONE' });
      expect(bench.terminal.sent).toHaveLength(1);
      expect(positions()).toBe(1);
    });

    it('survives kill -9 of itself after a fill whose answer was lost', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      bench.terminal.faults.sendMs = 60_000;
      link.send({ ...link.tradeMessage('order', 1, MARKET), id: 1 });
      await until('the order at the broker', () => positions() === 1);
      await bench.expert.kill();
      bench.terminal.faults.sendMs = 0;
      const next = await bench.start();
      expect(next.snapshots[0]).toMatchObject({ max_number: 1 });
      const answer = await next.trade('order', 1, MARKET);
      expect(answer).toMatchObject({ dup: true });
      const told = await next.ask({ t: 'find', magic: String(7n * 4_294_967_296n + 1n) });
      expect(told).toMatchObject({ state: 'DONE', ok: true });
      expect(bench.terminal.sent).toHaveLength(1);
    });

    it('keeps an intent open that was killed before the send, and never sends it', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      bench.terminal.faults.swallow = true;
      bench.terminal.faults.sendMs = 60_000;
      link.send({ ...link.tradeMessage('order', 1, MARKET), id: 1 });
      await until('the send', () => bench.terminal.sent.length === 1);
      await bench.expert.kill();
      bench.terminal.faults.swallow = false;
      bench.terminal.faults.sendMs = 0;
      const next = await bench.start();
      expect(next.snapshots[0]?.['intents']).toMatchObject([{ state: 'INTENT', what: 'order' }]);
      expect(await next.trade('order', 1, MARKET)).toMatchObject({ dup: true, code: 'E_UNKNOWN' });
      expect(bench.terminal.sent).toHaveLength(1);
      expect(positions()).toBe(0);
    });

    it.each([
      ['filled', false, 'DONE'],
      ['never arrived', true, 'UNKNOWN'],
    ])('resolves a TIMEOUT of an order that was %s from the books', async (_, swallow, state) => {
      bench = await Bench.build(program);
      const link = await bench.start();
      bench.terminal.faults.answer = 10_012;
      bench.terminal.faults.swallow = swallow;
      bench.terminal.faults.comment = 'broker says hello';
      const answer = await link.trade('order', 1, MARKET);
      expect(answer).toMatchObject({
        ok: false,
        code: 'E_UNKNOWN',
        state: 'UNKNOWN',
        retcode: 10_012,
      });
      bench.terminal.faults.answer = undefined;
      if (!swallow) {
        const news = await until('the intent', () => link.of('intent')[0]);
        expect(news).toMatchObject({ state: 'DONE', magic: '30064771073' });
      }
      const told = await link.ask({ t: 'find', magic: '30064771073' });
      expect(told).toMatchObject({ state });
      expect(bench.terminal.sent).toHaveLength(1);
    });

    it('speaks of tickets above 2^53 without losing a digit', async () => {
      bench = await Bench.build(program);
      bench.terminal.faults.ticketBase = 9_100_000_000_000_000_001n;
      const link = await bench.start();
      const opened = await link.trade('order', 1, MARKET);
      expect(String(opened['position'])).toMatch(/^91000000000000000\d\d$/);
      const position = String(opened['position']);
      expect(await link.trade('close', 2, { position, volume: 0.1 })).toMatchObject({ ok: true });
      expect(positions()).toBe(0);
    });

    it.each([
      ['too many lots', { volume: 2 }, {}, 'E_LIMIT_LOTS'],
      [
        'a symbol that is not allowed',
        { symbol: 'GBPUSD', sl: 1.2, tp: 1.4 },
        {},
        'E_LIMIT_SYMBOL',
      ],
      ['no stop', { sl: 0 }, {}, 'E_NO_STOP'],
      ['a volume off the step', { volume: 0.015 }, {}, 'E_PARAM'],
      ['an unknown symbol', { symbol: 'NOPE' }, {}, 'E_SYMBOL'],
      ['a wide spread', { max_spread: 2 }, {}, 'E_SPREAD'],
      ['a price that has run', { price: 1.2, max_slip: 50 }, {}, 'E_SLIP'],
      ['the kill switch', {}, { InpKill: true }, 'E_KILLED'],
      ['too many positions', {}, { InpMaxPositions: 0 }, 'E_LIMIT_POSITIONS'],
    ])('refuses %s, and sends nothing', async (_, change, inputs, code) => {
      bench = await Bench.build(program);
      Object.assign(bench.inputs, { InpSymbols: 'EURUSD, NOPE', ...inputs });
      const link = await bench.start();
      const refused = await link.trade('order', 1, { ...MARKET, ...change });
      expect(refused).toMatchObject({ ok: false, code, state: 'NONE', dup: false });
      expect(bench.terminal.sent).toEqual([]);
    });

    it('lets what reduces risk through when it is killed, and never loosens a stop then', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      const { position } = await link.trade('order', 1, MARKET);
      expect(await link.ask({ t: 'kill', on: true, why: 'a test' })).toMatchObject({ ok: true });
      expect(await link.trade('order', 2, MARKET)).toMatchObject({ code: 'E_KILLED' });
      const looser = { position: String(position), sl: 1.08, tp: 1.12 };
      expect(await link.trade('modify', 3, looser)).toMatchObject({ code: 'E_KILLED' });
      const tighter = { ...looser, sl: 1.095 };
      expect(await link.trade('modify', 4, tighter)).toMatchObject({ ok: true });
      await bench.expert.kill();
      const next = await bench.start();
      expect(await next.trade('order', 5, MARKET)).toMatchObject({ code: 'E_KILLED' });
      const close = { position: String(position), volume: 0.1 };
      expect(await next.trade('close', 6, close)).toMatchObject({ ok: true });
    });

    it('opens nothing more on a day that has lost too much, over a restart too', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      await link.trade('order', 1, { ...MARKET, volume: 1 });
      await until('a heartbeat', () => link.of('hb').length > 2);
      bench.terminal.quote('EURUSD', 1.0945);
      await until('the limit', () => link.of('hb').some(({ state }) => state === 'limit'));
      expect(bench.expert.texts('notification')[0]).toContain("today's loss has reached 5.00 %");
      expect(await link.trade('order', 2, MARKET)).toMatchObject({ code: 'E_LIMIT_DAY' });
      await bench.expert.kill();
      bench.terminal.quote('EURUSD', 1.1);
      const next = await bench.start();
      expect(await next.trade('order', 3, MARKET)).toMatchObject({ code: 'E_LIMIT_DAY' });
    });

    it('knows who holds the account: an older token is fenced', async () => {
      bench = await Bench.build(program, { script: { token: 5 } });
      const link = await bench.start();
      const stale = { ...link.tradeMessage('order', 1, MARKET), token: 4 };
      expect(await link.ask(stale)).toMatchObject({ code: 'E_FENCED' });
      const ahead = { ...link.tradeMessage('order', 1, MARKET), token: 6 };
      expect(await link.ask(ahead)).toMatchObject({ code: 'E_FENCED' });
      const late = { ...link.tradeMessage('order', 2, MARKET), until: 1 };
      expect(await link.ask(late)).toMatchObject({ code: 'E_EXPIRED' });
      const foreign = { ...link.tradeMessage('order', 3, MARKET), magic: '34359738371' };
      expect(await link.ask(foreign)).toMatchObject({ code: 'E_PARAM' });
      expect(bench.terminal.sent).toEqual([]);
    });

    it('refuses ids that do not grow', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      await link.ask({ t: 'ping' }, 5);
      link.send({ t: 'ping', id: 5 });
      await until('E_ID', () => link.of('res').find(({ code }) => code === 'E_ID'));
    });

    it('pushes prices with holes marked, minutes once each, and history in parts', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      expect(await link.ask({ t: 'sub', symbol: 'EURUSD' })).toMatchObject({ digits: 5, ok: true });
      expect(await link.ask({ t: 'sub', symbol: 'GBPUSD' })).toMatchObject({ base: 'GBP' });
      for (let at = 1; at <= 20; at += 1) {
        bench.terminal.quote('EURUSD', 1.1 + at * 0.00001);
        bench.terminal.quote('GBPUSD', 1.3 + at * 0.00001);
      }
      const rows = (symbol: string): unknown[][] =>
        link
          .of('ticks')
          .flatMap((one) => (one['symbol'] === symbol ? (one['rows'] as unknown[][]) : []));
      await until('every tick', () => rows('GBPUSD').length >= 20 && rows('EURUSD').length >= 20);
      expect(rows('EURUSD').at(-1)?.[1]).toBeCloseTo(1.1002, 10);
      expect(
        link
          .of('ticks')
          .map(({ gap }) => gap)
          .filter(Boolean),
      ).toHaveLength(2);
      for (let minute = 0; minute < 3; minute += 1) {
        bench.terminal.skewMs += 60_000;
        bench.terminal.quote('EURUSD', 1.1 + minute * 0.0001);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      const minutes = link
        .of('bars')
        .flatMap((one) => (one['symbol'] === 'EURUSD' ? (one['rows'] as number[][]) : []))
        .map(([time = 0]) => time);
      expect(minutes.length).toBeGreaterThanOrEqual(3);
      expect(minutes).toEqual(minutes.map((_, at) => (minutes[0] ?? 0) + at * 60));
      const history = await link.rows({ t: 'bars', symbol: 'EURUSD', tf: 'M1', count: 10 });
      expect(history.at(-1)?.[0]).toBe(minutes.at(-1));
    });

    const FRAMES: readonly (readonly [string, Buffer, string])[] = [
      ['an oversized frame', Buffer.from([0, 2, 0, 0]), 'E_FRAME'],
      ['an empty frame', Buffer.from([0, 0, 0, 0]), 'E_FRAME'],
      ['no JSON', framed('{"t":'), 'E_JSON'],
      ['an array inside', framed('{"t":"ping","id":1,"x":[1]}'), 'E_JSON'],
      ['a field twice', framed('{"t":"ping","id":1,"id":2}'), 'E_JSON'],
      ['text behind it', framed('{"t":"hb"} x'), 'E_JSON'],
      ['broken UTF-8', Buffer.from([0, 0, 0, 4, 0x7b, 0xff, 0xfe, 0x7d]), 'E_JSON'],
      ['a wrong type', framed('{"t":"bars","id":1,"symbol":5,"tf":"M1","count":3}'), 'E_FIELD'],
      ['a missing field', framed('{"t":"find","id":1}'), 'E_FIELD'],
      ['a second challenge', framed('{"t":"challenge","proto":1,"nonce":"a","gw":"1"}'), 'E_STATE'],
    ];

    it.each(FRAMES)(
      'closes the link for %s, dials again, and has sent nothing',
      async (_, frame, code) => {
        bench = await Bench.build(program);
        const link = await bench.start();
        link.raw(frame);
        const bye = await until('a bye', () => link.of('bye')[0]);
        expect(bye).toMatchObject({ code });
        const next = await bench.gateway.linked(1);
        expect(await next.ask({ t: 'ping' })).toMatchObject({ ok: true });
        expect(bench.terminal.sent).toEqual([]);
      },
    );

    it('reads one byte at a time, sends in crumbs, and understands what is not ASCII', async () => {
      bench = await Bench.build(program);
      bench.knobs = { MQL_SEND_MOST: 7 };
      const link = await bench.start();
      link.pieces = 1;
      const why = 'Zoë sagt „nein“ 🚫 "quoted" \\ back';
      expect(await link.ask({ t: 'kill', on: true, why, extra: 1 })).toMatchObject({ ok: true });
      await until('the reason', () =>
        link.of('hb').find((one) => String(one['why']).includes(why)),
      );
    });

    it('lets nobody in who does not know the secret, nor who repeats what was said', async () => {
      bench = await Bench.build(program, { script: {} });
      bench.inputs['InpSecret'] = 'another secret of at least thirty-two letters';
      bench.launch();
      const link = await until('a refusal', () => bench.gateway.links[0]?.of('bye')[0]);
      expect(link).toMatchObject({ code: 'E_AUTH' });
      bench.gateway.greets = false;
      const silent = await until('another call', () => bench.gateway.links[1]);
      await until('a hello', () => silent.of('hello')[0]);
      silent.send({ t: 'challenge', proto: 2, nonce: 'a'.repeat(64), gw: '9.0.0' });
      expect(await until('a bye', () => silent.of('bye')[0])).toMatchObject({
        code: 'E_PROTO',
        why: expect.stringContaining('older than gateway 9.0.0'),
      });
      expect(bench.terminal.sent).toEqual([]);
    });

    it('is not fooled by lists that are empty at first', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      await link.trade('order', 1, MARKET);
      bench.terminal.terminal['TERMINAL_CONNECTED'] = 0;
      bench.terminal.faults.empty = true;
      bench.terminal.changed();
      await until('syncing', () => link.of('hb').find(({ state }) => state === 'syncing'));
      expect(await link.trade('order', 2, MARKET)).toMatchObject({ code: 'E_NOT_READY' });
      expect(await link.trade('order', 1, MARKET)).toMatchObject({ dup: true, state: 'DONE' });
      link.cut();
      setTimeout(() => {
        bench.terminal.terminal['TERMINAL_CONNECTED'] = 1;
        bench.terminal.faults.empty = false;
        bench.terminal.changed();
      }, 400);
      const next = await bench.gateway.linked(1);
      expect(next.snapshots[0]?.['positions']).toHaveLength(1);
    });

    it('falls silent with positions open: tells the phone, and flattens if told to', async () => {
      bench = await Bench.build(program);
      Object.assign(bench.inputs, { InpSilenceSeconds: 1, InpFlattenOnSilence: true });
      const link = await bench.start();
      await link.trade('order', 1, MARKET);
      bench.gateway.greets = false;
      link.cut();
      await until('a notification', () => bench.expert.texts('notification')[0]);
      await until('nothing open', () => positions() === 0);
      expect(bench.expert.texts('notification-refused')).toEqual([]);
    });

    it('redials a gateway that says nothing more', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      link.hush();
      const next = await bench.gateway.linked(1);
      expect(link.of('bye')[0]).toMatchObject({ code: 'E_TIMEOUT' });
      expect(next.isWelcomed).toBe(true);
    }, 15_000);

    it('sets a damaged journal aside and uses no number of it again', async () => {
      bench = await Bench.build(program);
      const link = await bench.start();
      await link.trade('order', 1, MARKET);
      await bench.expert.kill();
      bench.expert.damageJournal();
      const next = await bench.start();
      expect(Number(next.snapshots[0]?.['mark'])).toBeGreaterThanOrEqual(1);
      expect(await next.trade('order', 2, MARKET)).toMatchObject({ code: 'E_DUP' });
      expect(bench.terminal.sent).toHaveLength(1);
    });

    it('writes nothing down, so sends nothing', async () => {
      bench = await Bench.build(program);
      bench.knobs = { MQL_FILE_WRITE_FAILS: 1 };
      const link = await bench.start();
      expect(await link.trade('order', 1, MARKET)).toMatchObject({ ok: false, code: 'E_JOURNAL' });
      expect(bench.terminal.sent).toEqual([]);
    });

    it('tells the calendar', async () => {
      bench = await Bench.build(program);
      const time = Math.floor(Date.now() / 1000) + 7200 + 3600;
      const common = {
        event: 840_030_016,
        country: 840,
        code: 'US',
        currency: 'USD',
        importance: 3,
      };
      const value = {
        name: 'Nonfarm Payrolls',
        forecast: '185000000',
        actual: '-9223372036854775808',
      };
      bench.terminal.calendar.push({ id: 1, time, ...common, ...value });
      const link = await bench.start();
      const rows = await link.rows({ t: 'cal', from: time - 100, to: time + 100, currency: 'USD' });
      expect(rows).toEqual([
        [
          '1',
          '840030016',
          'US',
          'USD',
          'Nonfarm Payrolls',
          time,
          'CALENDAR_IMPORTANCE_HIGH',
          'CALENDAR_TIMEMODE_DATETIME',
          null,
          185,
          null,
          null,
        ],
      ]);
    });
  },
);

function framed(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

function deals(messages: readonly Message[]): Message[] {
  return messages.flatMap((one) => {
    const isDeal = one['t'] === 'tx' && one['type'] === 'TRADE_TRANSACTION_DEAL_ADD';
    return isDeal && one['deal_row'] ? [one['deal_row'] as Message] : [];
  });
}
