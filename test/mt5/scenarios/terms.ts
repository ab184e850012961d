import { expect } from 'vitest';
import { LIMIT, MARKET, scenario, STOP, type Scenario } from '../scenario.ts';
import { until } from '../scripted-gateway.ts';

/** Volumes, prices and lives of orders as a symbol has them, and news of what the terminal says of it. */
export const TERMS: readonly Scenario[] = [
  scenario('tells every tick once, also those of one millisecond', async (bench) => {
    const link = await bench.start();
    await link.ask({ t: 'sub', symbol: 'EURUSD' });
    await until('a tick', () => link.of('ticks')[0]);
    bench.terminal.quote('EURUSD', 1.1001);
    await until('the next', () => rowsOf(link.of('ticks')).length === 2);
    bench.terminal.quoteAgain('EURUSD', 1.1002);
    bench.terminal.quoteAgain('EURUSD', 1.1003);
    await until('two of its millisecond', () => rowsOf(link.of('ticks')).length === 4);
    bench.terminal.quote('EURUSD', 1.1004);
    await until('the last', () => rowsOf(link.of('ticks')).length >= 5);
    expect(rowsOf(link.of('ticks')).map(([, bid]) => bid)).toEqual([
      1.1, 1.1001, 1.1002, 1.1003, 1.1004,
    ]);
  }),
  scenario('tells what changes: account, offset, specification, calendar', async (bench) => {
    const link = await bench.start();
    await link.ask({ t: 'sub', symbol: 'EURUSD', ticks: 'last' });
    bench.terminal.quote('EURUSD', 1.1001);
    await until('the newest tick', () => link.of('ticks').at(-1)?.['gap'] === true);
    await link.trade('order', 1, { ...MARKET, volume: 1 });
    bench.terminal.quote('EURUSD', 1.101);
    const account = await until('the account', () => link.of('acct').at(-1));
    expect(account).toMatchObject({ login: '5012345', balance: 10_000 });
    bench.terminal.offsetMs = 19_800_000; // half an hour off the hour
    expect(await until('the offset', () => link.of('off')[0])).toMatchObject({ off: 19_800 });
    bench.terminal.specs.set('EURUSD', { SYMBOL_SWAP_LONG: -9.25 });
    bench.terminal.changed();
    expect(await until('the specification', () => link.of('spec')[0])).toMatchObject({
      symbol: 'EURUSD',
      swap_long: -9.25,
      margin_hedged_use_leg: false,
    });
    bench.terminal.specs.set('EURUSD', { SYMBOL_MARGIN_HEDGED_USE_LEG: 1 });
    bench.terminal.changed();
    expect(await until('of hedged margin', () => link.of('spec')[1])).toMatchObject({
      symbol: 'EURUSD',
      margin_hedged_use_leg: true,
    });
    const common = { event: 1, country: 840, code: 'US', currency: 'USD', importance: 3 };
    const time = Math.floor(Date.now() / 1000);
    const values = { name: 'A "late" release', forecast: '1500000', actual: '-250000' };
    bench.terminal.calendar.push({ id: 7, time, ...common, ...values });
    const news = await until('the calendar', () => link.of('cal')[0], 12_000);
    const [row = []] = news['rows'] as unknown[][];
    expect(row.slice(0, 6)).toEqual(['7', '1', 'US', 'USD', 'A "late" release', time]);
    expect(row.slice(8)).toEqual([-0.25, 1.5, null, null]);
  }),
  scenario('rounds prices to the ticks of a symbol, not to its digits alone', async (bench) => {
    bench.terminal.specs.set('EURUSD', { SYMBOL_TRADE_TICK_SIZE: 0.00005 });
    const link = await bench.start();
    const odd = { ...LIMIT, price: 1.09502, sl: 1.08998, tp: 1.12003 };
    expect(await link.trade('order', 1, odd)).toMatchObject({ ok: true });
    const [sent] = bench.terminal.sent;
    expect([sent?.['price'], sent?.['sl'], sent?.['tp']].map(Number)).toEqual([
      1.095, 1.09, 1.12005,
    ]);
  }),
  scenario('closes no more than a position has, and keeps it its stop', async (bench) => {
    const link = await bench.start();
    const { position } = await link.trade('order', 1, { ...MARKET, side: 'sell', sl: 1.11, tp: 0 });
    const named = { position: String(position) };
    const more = await link.trade('close', 2, { ...named, volume: 0.2 });
    expect(more).toMatchObject({ ok: false, code: 'E_PARAM', state: 'NONE' });
    const off = await link.trade('close', 3, { ...named, volume: 0.015 });
    expect(off).toMatchObject({ code: 'E_PARAM' });
    const bare = await link.trade('modify', 4, { ...named, sl: 0, tp: 0 });
    expect(bare).toMatchObject({ code: 'E_NO_STOP' });
    const nobody = await link.trade('modify', 5, { position: '424242', sl: 1, tp: 0 });
    expect(nobody).toMatchObject({ state: 'REJECTED', retcode: 10_036 });
    const gone = await link.trade('cancel', 6, { order: '424242' });
    expect(gone).toMatchObject({ state: 'REJECTED', retcode: 10_035 });
    expect(bench.terminal.sent).toHaveLength(1);
    expect(await link.trade('close', 7, { ...named, volume: 0.1 })).toMatchObject({ ok: true });
  }),
  scenario('gives a waiting order its life and both its prices', async (bench) => {
    const link = await bench.start();
    const exp = Math.floor((Date.now() + bench.terminal.offsetMs) / 1000) + 7200;
    const limited = { ...STOP, kind: 'stop_limit', limit_price: 1.104, life: 'specified', exp };
    const placed = await link.trade('order', 1, limited);
    expect(placed).toMatchObject({ ok: true, state: 'PLACED' });
    expect(bench.terminal.sent[0]).toMatchObject({ life: '2', expiration: String(exp), type: '6' });
    expect(Number(bench.terminal.sent[0]?.['stoplimit'])).toBe(1.104);
    const bare = { ...STOP, kind: 'stop_limit' };
    link.send({ ...link.tradeMessage('order', 2, bare), id: 50 });
    expect(await until('a bye', () => link.of('bye')[0])).toMatchObject({ code: 'E_FIELD' });
    const next = await bench.gateway.linked(1);
    const check = await next.ask({ t: 'check', ...MARKET, volume: 0.015 });
    expect(check).toMatchObject({ ok: false, code: 'E_PARAM' });
    bench.terminal.checkRetcode = 10_019;
    const poor = await next.ask({ t: 'check', ...MARKET });
    expect(poor).toMatchObject({ ok: false, code: 'E_RETCODE', retcode: 10_019 });
    expect(bench.terminal.sent).toHaveLength(1);
  }),
];

function rowsOf(messages: readonly { readonly [key: string]: unknown }[]): number[][] {
  return messages.flatMap((one) => one['rows'] as number[][]);
}
