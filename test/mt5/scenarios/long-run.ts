import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { LIMIT, MARKET, positionsIn, scenario, type Scenario } from '../scenario.ts';
import { until } from '../scripted-gateway.ts';

const DAY_MS = 86_400_000;
/** Of another program: another namespace. */
const FOREIGN = String(99n * 4_294_967_296n + 1n);

/** What only shows after a minute, a day or a week, or where others trade the same account. */
export const LONG_RUN: readonly Scenario[] = [
  scenario('finds in the books what no file of its own knows', async (bench) => {
    const link = await bench.start();
    await link.trade('order', 5, MARKET);
    await link.trade('order', 6, LIMIT);
    await bench.expert.kill();
    rmSync(join(bench.expert.files, 'KimiBridge'), { recursive: true });
    const next = await bench.start();
    expect(next.snapshots[0]).toMatchObject({ max_number: 6, mark: 0 });
    const filled = await next.trade('order', 5, MARKET);
    expect(filled).toMatchObject({ ok: true, dup: true, state: 'DONE', volume: 0.1 });
    expect(await next.trade('order', 6, LIMIT)).toMatchObject({ dup: true, state: 'PLACED' });
    expect(bench.terminal.sent).toHaveLength(2);
  }),
  scenario(
    'counts an order as absent after a minute, and a late fill all the same',
    async (bench) => {
      const link = await bench.start();
      Object.assign(bench.terminal.faults, { answer: 10_012, empty: true });
      expect(await link.trade('order', 1, MARKET)).toMatchObject({ state: 'UNKNOWN' });
      await setTimeout(2_500); // the books are looked at, and do not have it
      expect(link.of('intent')).toEqual([]);
      bench.terminal.monoSkewMs = 61_000;
      const next = await bench.gateway.linked(1); // a minute without a word ends a link
      const absent = await next.ask({ t: 'find', magic: '30064771073' });
      expect(absent).toMatchObject({ ok: false, state: 'ABSENT', code: 'E_ABSENT' });
      Object.assign(bench.terminal.faults, { answer: undefined, empty: false });
      bench.terminal.changed();
      const late = await until('the fill', () => next.of('intent')[0]);
      expect(late).toMatchObject({ magic: '30064771073', state: 'DONE' });
      expect(await next.trade('order', 1, MARKET)).toMatchObject({ dup: true, state: 'DONE' });
      expect(bench.terminal.sent).toHaveLength(1);
    },
  ),
  scenario('remembers by its mark alone what was done a week ago', async (bench) => {
    const link = await bench.start();
    await link.trade('order', 4, MARKET);
    await bench.expert.kill();
    bench.terminal.skewMs = 9 * DAY_MS;
    const next = await bench.start();
    expect(next.snapshots[0]).toMatchObject({ mark: 4 });
    const again = await next.trade('order', 4, MARKET);
    expect(again).toMatchObject({ ok: false, code: 'E_DUP', dup: true, state: 'NONE' });
    bench.terminal.quote('EURUSD', 1.1);
    expect(await next.trade('order', 5, MARKET)).toMatchObject({ ok: true });
    expect(bench.terminal.sent).toHaveLength(2);
  }),
  scenario('counts the loss of each day from its own first equity', async (bench) => {
    const link = await bench.start();
    await link.trade('order', 1, { ...MARKET, volume: 1 });
    await until('heartbeats', () => link.of('hb').length > 2);
    bench.terminal.quote('EURUSD', 1.0945);
    await until('the limit', () => link.of('hb').some(({ state }) => state === 'limit'));
    bench.terminal.skewMs = DAY_MS;
    await until('a new day', () => link.of('hb').at(-1)?.['state'] === 'ready');
    bench.terminal.quote('EURUSD', 1.0945);
    expect(await link.trade('order', 2, MARKET)).toMatchObject({ ok: true });
  }),
  scenario('closes its own alone when the gateway is gone, and cancels its own', async (bench) => {
    Object.assign(bench.inputs, { InpSilenceSeconds: 1, InpFlattenOnSilence: true });
    const common = { action: '1', symbol: 'EURUSD', type: '0', filling: '1', deviation: '50' };
    const prices = { volume: '0.2', price: '1.1', sl: '1.09', tp: '1.12' };
    bench.terminal.send({ ...common, ...prices, magic: FOREIGN });
    bench.terminal.sent.splice(0);
    const link = await bench.start();
    await link.trade('order', 1, MARKET);
    await link.trade('order', 2, { ...MARKET, side: 'sell', sl: 1.11, tp: 1.08 });
    await link.trade('order', 3, LIMIT);
    expect(positionsIn(bench)).toBe(3);
    bench.gateway.greets = false;
    link.cut();
    await until('its own closed', () => positionsIn(bench) <= 1);
    await setTimeout(500); // and nothing after them
    const books = bench.terminal.books();
    expect(books.positions).toMatchObject([{ lots: 0.2 }]);
    await until('its own cancelled', () => bench.terminal.books().orders.length === 0);
    const told = bench.expert.texts('notification')[0];
    expect(told).toMatch(/no gateway for 1 s with 3 positions open \(2 of Kimi Agent\)/);
  }),
];
