import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { framed, MARKET, scenario, type Scenario } from '../scenario.ts';
import { until } from '../scripted-gateway.ts';

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
  ['a question without an id', framed('{"t":"ping"}'), 'E_FIELD'],
  ['a second challenge', framed('{"t":"challenge","proto":1,"nonce":"a","gw":"1"}'), 'E_STATE'],
];

/** Whatever comes over the wire: it never reaches an order unless it is exactly as specified. */
export const LINK: readonly Scenario[] = [
  scenario('refuses ids that do not grow', async (bench) => {
    const link = await bench.start();
    await link.ask({ t: 'ping' }, 5);
    link.send({ t: 'ping', id: 5 });
    await until('E_ID', () => link.of('res').find(({ code }) => code === 'E_ID'));
  }),
  ...FRAMES.map(([what, frame, code]) =>
    scenario(`closes the link for ${what}, dials again, and has sent nothing`, async (bench) => {
      const link = await bench.start();
      link.raw(frame);
      const bye = await until('a bye', () => link.of('bye')[0]);
      expect(bye).toMatchObject({ code });
      const next = await bench.gateway.linked(1);
      expect(await next.ask({ t: 'ping' })).toMatchObject({ ok: true });
      expect(bench.terminal.sent).toEqual([]);
    }),
  ),
  scenario(
    'reads one byte at a time, sends in crumbs, and understands what is not ASCII',
    async (bench) => {
      bench.knobs = { MQL_SEND_MOST: 7 };
      const link = await bench.start();
      link.pieces = 1;
      const why = 'Zoë sagt „nein“ 🚫 "quoted" \\ back';
      expect(await link.ask({ t: 'kill', on: true, why, extra: 1 })).toMatchObject({ ok: true });
      await until('the reason', () =>
        link.of('hb').find((one) => String(one['why']).includes(why)),
      );
      // Bytes that were sent one by one may still arrive together: halves that surely do not.
      const frame = framed('{"t":"ping","id":900}');
      link.raw(frame.subarray(0, 9));
      await setTimeout(100);
      link.raw(frame.subarray(9));
      await until('an answer', () => link.of('res').find(({ id }) => id === 900));
    },
  ),
  scenario(
    'lets nobody in who does not know the secret, nor who repeats what was said',
    async (bench) => {
      bench.inputs['InpSecret'] = 'another secret of at least thirty-two letters';
      bench.launch();
      const link = await until('a refusal', () => bench.gateway.links[0]?.of('bye')[0]);
      expect(link).toMatchObject({ code: 'E_AUTH' });
      bench.gateway.greets = false;
      const silent = await until('another call', () => bench.gateway.links[1]);
      await until('a hello', () => silent.of('hello')[0]);
      silent.send({ t: 'challenge', proto: 2, nonce: 'a'.repeat(64), gw: '9.0.0' });
      const bye = await until('a bye', () => silent.of('bye')[0]);
      expect(bye).toMatchObject({ code: 'E_PROTO' });
      expect(bye['why']).toContain('older than gateway 9.0.0');
      expect(bench.terminal.sent).toEqual([]);
    },
  ),
  scenario('does not believe a welcome that someone has recorded', async (bench) => {
    const link = await bench.start();
    bench.gateway.greets = false;
    link.cut();
    const thief = await until('another call', () => bench.gateway.links[1]);
    await until('a hello', () => thief.of('hello')[0]);
    thief.send({ t: 'challenge', proto: 1, nonce: link.nonce, gw: '1.0.0' });
    await until('its proof', () => thief.of('auth')[0]);
    thief.send(link.welcome);
    expect(await until('a bye', () => thief.of('bye')[0])).toMatchObject({ code: 'E_AUTH' });
  }),
  scenario('redials a gateway that says nothing more', async (bench) => {
    const link = await bench.start();
    link.hush();
    const next = await bench.gateway.linked(1);
    expect(link.of('bye')[0]).toMatchObject({ code: 'E_TIMEOUT' });
    expect(next.isWelcomed).toBe(true);
  }),
  scenario('sends nothing to an account that the gateway was not welcomed for', async (bench) => {
    const link = await bench.start();
    bench.terminal.account['ACCOUNT_LOGIN'] = 6000001;
    bench.terminal.changed();
    link.send({ ...link.tradeMessage('order', 1, MARKET), id: 1 });
    expect(await until('a bye', () => link.of('bye')[0])).toMatchObject({ code: 'E_ACCOUNT' });
    const next = await bench.gateway.linked(1);
    expect(next.of('hello')[0]).toMatchObject({ login: '6000001' });
    expect(bench.terminal.sent).toEqual([]);
  }),
  scenario('tells the books anew when its trade server is back', async (bench) => {
    const link = await bench.start();
    bench.terminal.terminal['TERMINAL_CONNECTED'] = 0;
    bench.terminal.changed();
    await until('its absence', () => link.of('hb').some(({ connected }) => connected === false));
    bench.terminal.terminal['TERMINAL_CONNECTED'] = 1;
    bench.terminal.changed();
    await until('the books', () => link.snapshots.length === 2);
  }),
];
