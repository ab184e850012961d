import { expect } from 'vitest';
import { LIMIT, MARKET, positionsIn, scenario, type Scenario } from '../scenario.ts';
import { until, type ScriptedLink } from '../scripted-gateway.ts';

/** Answers that are neither a yes nor a no, and a terminal, gateway or phone that cannot keep up. */
export const STRAIN: readonly Scenario[] = [
  scenario('tells a fill in part as such, and sends nothing after it', async (bench) => {
    const link = await bench.start();
    bench.terminal.faults.share = 0.4;
    const answer = await link.trade('order', 1, MARKET);
    expect(answer).toMatchObject({ ok: true, state: 'PARTIAL', retcode: 10_010, volume: 0.04 });
    expect(await link.trade('order', 1, MARKET)).toMatchObject({ dup: true, state: 'PARTIAL' });
    expect(bench.terminal.books().positions).toMatchObject([{ lots: 0.04 }]);
    expect(bench.terminal.sent).toHaveLength(1);
  }),
  scenario('finds a fill in part behind a TIMEOUT', async (bench) => {
    const link = await bench.start();
    Object.assign(bench.terminal.faults, { share: 0.4, answer: 10_012 });
    expect(await link.trade('order', 1, MARKET)).toMatchObject({ state: 'UNKNOWN' });
    const news = await until('the intent', () => link.of('intent')[0]);
    expect(news).toMatchObject({ state: 'PARTIAL', retcode: 10_010, volume: 0.04 });
  }),
  scenario('finds a market order that the broker cancelled to be a refusal', async (bench) => {
    const link = await bench.start();
    bench.terminal.faults.cancels = true;
    expect(await link.trade('order', 1, MARKET)).toMatchObject({ state: 'UNKNOWN' });
    const news = await until('the intent', () => link.of('intent')[0]);
    expect(news).toMatchObject({ state: 'REJECTED', order: '999001' });
    expect(positionsIn(bench)).toBe(0);
  }),
  scenario('takes a return code that nobody has documented for no answer at all', async (bench) => {
    const link = await bench.start();
    bench.terminal.faults.answer = 10_099;
    const answer = await link.trade('order', 1, MARKET);
    expect(answer).toMatchObject({ ok: false, state: 'UNKNOWN', code: 'E_UNKNOWN' });
    const news = await until('the intent', () => link.of('intent')[0]);
    expect(news).toMatchObject({ state: 'DONE' });
  }),
  scenario('believes the terminal rather than the flags of a symbol', async (bench) => {
    bench.terminal.fillingFlags.set('EURUSD', 1);
    bench.terminal.checkFilling = 1;
    const link = await bench.start();
    const answer = await link.trade('order', 1, MARKET);
    expect(answer).toMatchObject({ ok: true, filling: 'ORDER_FILLING_IOC' });
    bench.terminal.checkFilling = 9; // none
    const refused = await link.trade('order', 2, MARKET);
    expect(refused).toMatchObject({ state: 'REJECTED', code: 'E_RETCODE', retcode: 10_030 });
    expect(await link.trade('order', 3, LIMIT)).toMatchObject({ state: 'REJECTED' });
    bench.terminal.checkFilling = 1;
    const close = { position: String(answer['position']), volume: 0.1 };
    expect(await link.trade('close', 4, close)).toMatchObject({ ok: true });
    expect(bench.terminal.sent).toHaveLength(2);
  }),
  scenario(
    'says before it is held up by ticks, one symbol a time, and keeps its link',
    async (bench) => {
      bench.terminal.faults.ticksMs = 3500;
      const link = await bench.start();
      await link.ask({ t: 'sub', symbol: 'EURUSD' });
      await link.ask({ t: 'sub', symbol: 'GBPUSD' });
      for (const symbol of ['EURUSD', 'GBPUSD']) {
        await until(
          `being held up by ${symbol}`,
          () =>
            link
              .of('busy')
              .find(({ ms, why }) => ms === 45_000 && String(why).endsWith(`ticks ${symbol}`)),
          12_000,
        );
      }
      const between = link.messages.slice(
        link.messages.findIndex(({ t }) => t === 'busy'),
        link.messages.findLastIndex(({ why }) => String(why).endsWith('ticks GBPUSD')),
      );
      expect(between.some(({ t }) => t === 'hb')).toBe(true);
      const beats = link.of('hb').length;
      await until('the end of it', () => link.of('hb').length > beats);
      bench.terminal.quote('GBPUSD', 1.31);
      await until('its price', () =>
        link.of('ticks').find(({ symbol, gap }) => symbol === 'GBPUSD' && gap === false),
      );
      expect(bench.gateway.links).toHaveLength(1);
      expect(await link.trade('order', 1, MARKET)).toMatchObject({ ok: true });
    },
  ),
  scenario('tells the books anew after it could not take down what happened', async (bench) => {
    const link = await bench.start();
    bench.terminal.flood(2_000);
    await until('the books', () => link.snapshots.length === 2);
    const numbers = link.messages.flatMap(({ seq }) => (typeof seq === 'number' ? [seq] : []));
    const holes = numbers.filter((seq, at) => at > 0 && seq !== (numbers[at - 1] ?? 0) + 1);
    expect(holes).toHaveLength(1);
    expect(link.of('tx')).toHaveLength(1024);
  }),
  scenario('tells the phone later, and together, what it would not take', async (bench) => {
    bench.inputs['InpSilenceSeconds'] = 1;
    const link = await bench.start();
    await link.trade('order', 1, { ...MARKET, volume: 1 });
    await until('heartbeats', () => link.of('hb').length > 2);
    bench.terminal.faults.phoneBusy = true;
    bench.terminal.quote('EURUSD', 1.0945);
    await until('a refusal', () => bench.expert.texts('notification-refused')[0]);
    bench.gateway.greets = false;
    link.cut();
    await until('the silence', () =>
      bench.expert.texts('print').some((one) => /no gateway/.test(one)),
    );
    bench.terminal.faults.phoneBusy = false;
    const told = await until('a notification', () => bench.expert.texts('notification')[0]);
    expect(told).toMatch(/2 messages: today's loss .* \| no gateway for 1 s with 1 positions open/);
  }),
  scenario('says why it closes a link that nobody reads', async (bench) => {
    const link = await bench.start();
    link.pause();
    const shown = bench.expert.texts('comment').length;
    // An unknown request is answered with its name: four kilobytes each.
    const t = 'x'.repeat(4000);
    for (let id = 1; id <= 3500; id += 1) link.send({ t, id });
    await until(
      'the end',
      () =>
        bench.expert
          .texts('comment')
          .slice(shown)
          .some((one) => one.includes('NOT LINKED')),
      30_000,
    );
    link.resume();
    const bye = await until('a bye', () => link.of('bye')[0], 30_000);
    expect(bye).toMatchObject({ code: 'E_OVERFLOW' });
    expect(isWhole(link)).toBe(true);
  }),
];

/** Not half a frame stands behind the last word. */
function isWhole(link: ScriptedLink): boolean {
  return link.messages.at(-1)?.['t'] === 'bye' && link.unread === 0;
}
