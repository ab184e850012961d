import { expect } from 'vitest';
import type { Bench } from '../bench.ts';
import { framed, LIMIT, MARKET, scenario, type Scenario } from '../scenario.ts';
import { until, type ScriptedLink } from '../scripted-gateway.ts';

/** Changes of which nobody knows whether they were made, permissions that are missing, and much at once. */
export const DOUBTS: readonly Scenario[] = [
  ...(
    [
      ['were made', false, 'DONE'],
      ['never arrived', true, 'UNKNOWN'],
    ] as const
  ).map(([what, swallow, state]) =>
    scenario(`finds changes that ${what} by what they should have brought about`, async (bench) => {
      const link = await bench.start();
      const { position } = await link.trade('order', 1, MARKET);
      const { order } = await link.trade('order', 2, LIMIT);
      Object.assign(bench.terminal.faults, { answer: 10_012, swallow });
      const stops = { position: String(position), sl: 1.095, tp: 1.13 };
      expect(await link.trade('modify', 3, stops)).toMatchObject({ state: 'UNKNOWN' });
      const moved = { order: String(order), price: 1.094, sl: 1.089, tp: 1.12 };
      expect(await link.trade('modify_order', 4, moved)).toMatchObject({ state: 'UNKNOWN' });
      if (state === 'DONE') await until('two of them', () => link.of('intent').length === 2);
      const cancel = await link.trade('cancel', 5, { order: String(order) });
      expect(cancel).toMatchObject({ state: 'UNKNOWN' });
      if (state === 'DONE') await until('all of them', () => link.of('intent').length === 3);
      for (const number of [3, 4, 5]) expect((await found(link, number))['state']).toBe(state);
      expect(link.of('intent').every((one) => one['state'] === 'DONE')).toBe(true);
      expect(bench.terminal.sent).toHaveLength(5);
    }),
  ),
  scenario('tells a cancel that came too late from one that was made', async (bench) => {
    const link = await bench.start();
    const { order } = await link.trade('order', 1, LIMIT);
    Object.assign(bench.terminal.faults, { answer: 10_012, swallow: true });
    expect(await link.trade('cancel', 2, { order: String(order) })).toMatchObject({
      state: 'UNKNOWN',
    });
    bench.terminal.quote('EURUSD', 1.0945); // it is filled instead
    const news = await until('its end', () => link.of('intent')[0]);
    expect(news).toMatchObject({ state: 'REJECTED', retcode: 10_035 });
  }),
  ...(
    [
      ['terminal', 'TERMINAL_TRADE_ALLOWED', /press Algo Trading/],
      ['terminal', 'MQL_TRADE_ALLOWED', /properties of this Expert Advisor/],
      ['account', 'ACCOUNT_TRADE_ALLOWED', /not the investor's/],
      ['account', 'ACCOUNT_TRADE_EXPERT', /broker does not let Expert Advisors/],
    ] as const
  ).map(([where, property, words]) =>
    scenario(
      `sends nothing without ${property}, and says on the chart what to do`,
      async (bench) => {
        const link = await bench.start();
        bench.terminal[where][property] = 0;
        bench.terminal.changed();
        const beat = await until('blocked', () =>
          link.of('hb').find(({ state }) => state === 'blocked'),
        );
        expect(beat['why']).toMatch(words);
        expect(beat['opening']).toBe(false);
        expect(await link.trade('order', 1, MARKET)).toMatchObject({ code: 'E_PERMISSION' });
        await until('the chart', () =>
          bench.expert.texts('comment').some((one) => words.test(one)),
        );
        expect(bench.terminal.sent).toEqual([]);
      },
    ),
  ),
  scenario('gives up a gateway that never answers its hello', async (bench) => {
    bench.gateway.greets = false;
    bench.launch();
    const link = await until('a call', () => bench.gateway.links[0]);
    const bye = await until('a bye', () => link.of('bye')[0], 9_000);
    expect(bye).toMatchObject({ code: 'E_TIMEOUT' });
    await until('another call', () => bench.gateway.links[1]);
  }),
  scenario('reads whatever JSON allows', async (bench) => {
    const link = await bench.start();
    const blank = '\r\n\t {"id" : 1.0e0,\t"t":"kill" , "on":true, "x":null,"y":-0.5E-3, "z":false,';
    link.raw(framed(`${blank}"why":"\\u00e9\\n\\t\\"\\\\\\/\\b\\f\\r \\ud83d\\ude80"} \n`));
    expect(await until('an answer', () => link.of('res')[0])).toMatchObject({ id: 1, ok: true });
    const why = 'killed by the gateway: é\n\t"\\/\b\f\r 🚀';
    await until('the reason', () => link.of('hb').find((one) => one['why'] === why));
  }),
  ...[
    '{"t":"ping","id":01}',
    '{"t":"ping","id":1.}',
    '{"t":"ping","id":1e}',
    '{"t":"ping","id":"\\x"}',
  ].map((text) =>
    scenario(`closes the link for ${text}`, async (bench) => {
      const link = await bench.start();
      link.raw(framed(text));
      expect(await until('a bye', () => link.of('bye')[0])).toMatchObject({ code: 'E_JSON' });
    }),
  ),
  scenario('tells books of any size in parts, whole and in one go', async (bench) => {
    const link = await bench.start();
    await link.trade('order', 1, MARKET);
    const [deal] = bench.terminal.deals;
    if (!deal) throw new Error('no deal was told');
    for (let at = 0; at < 520; at += 1) {
      bench.terminal.deals.push({ ...deal, ticket: String(5000 + at) as typeof deal.ticket });
    }
    bench.terminal.changed();
    const from = link.messages.length;
    await link.ask({ t: 'snap', hist_from: 1 });
    await until('the books', () => link.snapshots.length === 2);
    expect(link.snapshots[1]?.['deals']).toHaveLength(521);
    const parts = link.messages.slice(from).flatMap(({ t, part }) => (t === 'snap' ? [part] : []));
    expect(parts.length).toBeGreaterThan(1);
    expect(parts).toEqual(parts.map((_, at) => at));
    const rows = await link.rows({ t: 'history', from: 1, to: 4_000_000_000 }, 'deals');
    expect(rows).toHaveLength(521);
  }),
  scenario(
    'gives bars of a stretch of time, and says when they are being loaded',
    async (bench) => {
      const link = await bench.start();
      bench.terminal.skewMs = 180_000;
      bench.terminal.quote('EURUSD', 1.1);
      const all = await link.rows({ t: 'bars', symbol: 'EURUSD', tf: 'M1', count: 5 });
      const [first] = all;
      const from = Number(first?.[0]);
      const span = { t: 'bars', symbol: 'EURUSD', tf: 'M1', from, to: from };
      expect(await link.rows(span)).toEqual([first]);
      expect(await link.rows({ ...span, to: from - 60 })).toEqual([]);
      bench.terminal.historyLoading = true;
      expect(await link.ask(span)).toMatchObject({ ok: false, code: 'E_HISTORY' });
      expect(await link.ask({ ...span, symbol: 'NOPE' })).toMatchObject({ code: 'E_SYMBOL' });
      link.send({ ...span, tf: 'M7', id: 90 });
      expect(await until('a bye', () => link.of('bye')[0])).toMatchObject({ code: 'E_FIELD' });
    },
  ),
];

function found(link: ScriptedLink, number: number): ReturnType<Bench['gateway']['link']['ask']> {
  return link.ask({ t: 'find', magic: String(7n * 4_294_967_296n + BigInt(number)) });
}
