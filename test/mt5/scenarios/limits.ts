import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { MARKET, positionsIn, scenario, type Scenario } from '../scenario.ts';
import { until } from '../scripted-gateway.ts';

/** The last line of defence inside the terminal, which no gateway can loosen. */
export const LIMITS: readonly Scenario[] = [
  ...(
    [
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
    ] as const
  ).map(([what, change, inputs, code]) =>
    scenario(`refuses ${what}, and sends nothing`, async (bench) => {
      Object.assign(bench.inputs, { InpSymbols: 'EURUSD, NOPE', ...inputs });
      const link = await bench.start();
      const refused = await link.trade('order', 1, { ...MARKET, ...change });
      expect(refused).toMatchObject({ ok: false, code, state: 'NONE', dup: false });
      expect(bench.terminal.sent).toEqual([]);
    }),
  ),
  scenario(
    'lets what reduces risk through when it is killed, and never loosens a stop then',
    async (bench) => {
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
    },
  ),
  scenario(
    'opens nothing more on a day that has lost too much, over a restart too',
    async (bench) => {
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
      await until('three more looks', () => next.of('hb').length > 3);
      expect(await next.trade('order', 3, MARKET)).toMatchObject({ code: 'E_LIMIT_DAY' });
    },
  ),
  scenario(
    'knows who holds the account: an older token is fenced',
    async (bench) => {
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
    },
    { script: { token: 5 } },
  ),
  scenario('lets no gateway back in that another has taken the account from', async (bench) => {
    const old = await bench.start();
    await old.trade('order', 1, MARKET);
    bench.gateway.script.token = 3;
    old.cut();
    const taker = await bench.gateway.linked(1);
    expect(await taker.trade('order', 2, MARKET)).toMatchObject({ ok: true });
    bench.gateway.script.token = 2;
    taker.cut();
    const back = await until('its return', () => bench.gateway.links[2]?.of('bye')[0]);
    expect(back).toMatchObject({ code: 'E_FENCED' });
    expect(back['why']).toContain('token 2 is older than 3');
    await bench.expert.kill();
    bench.launch();
    const again = await until('one more try', () => bench.gateway.links.at(-1)?.of('bye')[0]);
    expect(again).toMatchObject({ code: 'E_FENCED' }); // known over its own restart too
    expect(bench.gateway.links.at(-1)?.of('hb')).toEqual([]);
    expect(bench.terminal.sent).toHaveLength(2);
    bench.gateway.script.token = 4;
    await bench.gateway.linked(bench.gateway.links.length);
  }),
  scenario('trades for no gateway whose token it cannot write down', async (bench) => {
    const link = await bench.start();
    await link.trade('order', 1, MARKET); // its number is reserved, and a few more
    await until('the first looks', () => link.of('hb').length > 2); // the day is written down
    bench.terminal.faults.disk = 'state-locked';
    await until('the next look', () => link.of('hb').length > 3);
    bench.gateway.script.token = 9;
    link.cut();
    const next = await bench.gateway.linked(1);
    expect(await next.trade('order', 2, MARKET)).toMatchObject({ code: 'E_JOURNAL' });
    expect(bench.terminal.sent).toHaveLength(1);
  }),
  scenario(
    'falls silent with positions open: tells the phone, and flattens if told to',
    async (bench) => {
      Object.assign(bench.inputs, { InpSilenceSeconds: 1, InpFlattenOnSilence: true });
      const link = await bench.start();
      await link.trade('order', 1, MARKET);
      bench.gateway.greets = false;
      link.cut();
      await until('a notification', () => bench.expert.texts('notification')[0]);
      await until('nothing open', () => positionsIn(bench) === 0);
      await setTimeout(2200);
      expect(bench.expert.texts('notification')).toHaveLength(1);
      expect(bench.expert.texts('notification-refused')).toEqual([]);
    },
  ),
];
