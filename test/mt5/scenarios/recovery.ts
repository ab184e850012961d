import { expect } from 'vitest';
import { MARKET, positionsIn, scenario, type Scenario } from '../scenario.ts';
import { until } from '../scripted-gateway.ts';

/** Crashes, lost answers and false ones: an order is never sent twice, and its end is always told. */
export const RECOVERY: readonly Scenario[] = [
  ...(
    [
      ['before the order is read', false],
      ['after it was sent', true],
    ] as const
  ).map(([what, isRead]) =>
    scenario(`survives kill -9 of the gateway ${what}`, async (bench) => {
      const link = await bench.start();
      const message = link.tradeMessage('order', 1, MARKET);
      if (isRead) await link.ask(message, 1);
      link.cut();
      const next = await bench.gateway.linked(1);
      const answer = await next.trade('order', 1, MARKET);
      expect(answer).toMatchObject({ ok: true, dup: isRead, state: 'DONE' });
      expect(bench.terminal.sent).toHaveLength(1);
      expect(positionsIn(bench)).toBe(1);
    }),
  ),
  scenario('survives kill -9 of itself after a fill whose answer was lost', async (bench) => {
    const link = await bench.start();
    bench.terminal.faults.sendMs = 60_000;
    link.send({ ...link.tradeMessage('order', 1, MARKET), id: 1 });
    await until('the order at the broker', () => positionsIn(bench) === 1);
    await bench.expert.kill();
    bench.terminal.faults.sendMs = 0;
    const next = await bench.start();
    expect(next.snapshots[0]).toMatchObject({ max_number: 1 });
    const answer = await next.trade('order', 1, MARKET);
    expect(answer).toMatchObject({ dup: true });
    const told = await next.ask({ t: 'find', magic: String(7n * 4_294_967_296n + 1n) });
    expect(told).toMatchObject({ state: 'DONE', ok: true });
    expect(bench.terminal.sent).toHaveLength(1);
  }),
  scenario(
    'keeps an intent open that was killed before the send, and never sends it',
    async (bench) => {
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
      expect(positionsIn(bench)).toBe(0);
    },
  ),
  ...(
    [
      ['filled', false, 'DONE'],
      ['never arrived', true, 'UNKNOWN'],
    ] as const
  ).map(([what, swallow, state]) =>
    scenario(`resolves a TIMEOUT of an order that was ${what} from the books`, async (bench) => {
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
    }),
  ),
  scenario('is not fooled by lists that are empty at first', async (bench) => {
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
    }, 1500);
    const next = await bench.gateway.linked(1);
    expect(next.snapshots[0]?.['positions']).toHaveLength(1);
  }),
  scenario('sets a damaged journal aside and uses no number of it again', async (bench) => {
    const link = await bench.start();
    await link.trade('order', 1, MARKET);
    await bench.expert.kill();
    bench.expert.damageJournal();
    const next = await bench.start();
    expect(Number(next.snapshots[0]?.['mark'])).toBeGreaterThanOrEqual(1);
    expect(await next.trade('order', 2, MARKET)).toMatchObject({ code: 'E_DUP' });
    expect(bench.terminal.sent).toHaveLength(1);
  }),
  scenario('writes nothing down, so sends nothing', async (bench) => {
    bench.terminal.faults.disk = 'full';
    const link = await bench.start();
    expect(await link.trade('order', 1, MARKET)).toMatchObject({ ok: false, code: 'E_JOURNAL' });
    expect(bench.terminal.sent).toEqual([]);
  }),
];
