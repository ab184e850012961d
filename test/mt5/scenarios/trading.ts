import { expect } from 'vitest';
import { deals, LIMIT, MARKET, positionsIn, scenario, STOP, type Scenario } from '../scenario.ts';
import { until } from '../scripted-gateway.ts';

/** Types of deals that are no trades, as numbers and by name. */
const MONEY_DEALS = [
  [2, 'DEAL_TYPE_BALANCE'],
  [4, 'DEAL_TYPE_CHARGE'],
  [5, 'DEAL_TYPE_CORRECTION'],
  [8, 'DEAL_TYPE_COMMISSION_DAILY'],
  [12, 'DEAL_TYPE_INTEREST'],
  [15, 'DEAL_DIVIDEND'],
  [17, 'DEAL_TAX'],
  [18, '#18'],
] as const;

/** What a trader asks of the bridge, and that nothing of it happens twice. */
export const TRADING: readonly Scenario[] = [
  scenario('proves the secret, tells its books, and answers', async (bench) => {
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
  }),
  scenario('opens, changes, closes in parts and cancels, each told by its deals', async (bench) => {
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
    expect(positionsIn(bench)).toBe(0);
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
  }),
  scenario(
    'never sends a magic twice, and tells two requests of one magic apart',
    async (bench) => {
      const link = await bench.start();
      const first = await link.trade('order', 1, MARKET);
      const again = await link.trade('order', 1, MARKET);
      expect(again).toMatchObject({ ok: true, dup: true, state: 'DONE', order: first['order'] });
      const other = await link.trade('order', 1, { ...MARKET, volume: 0.2 });
      expect(other).toMatchObject({ ok: false, code: 'E_CONFLICT', dup: true });
      expect(bench.terminal.sent).toHaveLength(1);
      const repeated = await link.ask({ t: 'ping' }, 1);
      expect(repeated).toBeDefined();
    },
  ),
  scenario('speaks of tickets above 2^53 without losing a digit', async (bench) => {
    bench.terminal.faults.ticketBase = 9_100_000_000_000_000_001n;
    const link = await bench.start();
    const opened = await link.trade('order', 1, MARKET);
    expect(String(opened['position'])).toMatch(/^91000000000000000\d\d$/);
    const position = String(opened['position']);
    expect(await link.trade('close', 2, { position, volume: 0.1 })).toMatchObject({ ok: true });
    expect(positionsIn(bench)).toBe(0);
  }),
  scenario('closes although the terminal doubts it, and opens nothing then', async (bench) => {
    const link = await bench.start();
    const { position } = await link.trade('order', 1, MARKET);
    bench.terminal.checkRetcode = 10_019;
    const refused = await link.trade('order', 2, MARKET);
    expect(refused).toMatchObject({ state: 'REJECTED', code: 'E_RETCODE', retcode: 10_019 });
    const close = { position: String(position), volume: 0.1 };
    expect(await link.trade('close', 3, close)).toMatchObject({ ok: true, state: 'DONE' });
    expect(bench.terminal.sent).toHaveLength(2);
  }),
  scenario('tells of money that moves without a trade, by its kind', async (bench) => {
    const link = await bench.start();
    for (const [type] of MONEY_DEALS) bench.terminal.moveMoney(type, type === 2 ? 500 : -type);
    await until('a push of each', () => deals(link.messages).length === MONEY_DEALS.length);
    const names = MONEY_DEALS.map(([, name]) => name);
    expect(deals(link.messages).map(({ type }) => type)).toEqual(names);
    await link.ask({ t: 'snap', hist_from: 1 });
    await until('a snapshot', () => link.snapshots.at(-1)?.['hist_from'] === 1);
    const { deals: rows, account } = link.snapshots.at(-1) ?? {};
    const row = (name: string, profit: number) => ({
      type: name,
      profit,
      volume: 0,
      position: '0',
    });
    expect(rows).toMatchObject(
      MONEY_DEALS.map(([type, name]) => row(name, type === 2 ? 500 : -type)),
    );
    const sum = MONEY_DEALS.reduce((all, [type]) => all + (type === 2 ? 500 : -type), 0);
    expect(account).toMatchObject({ balance: 10_000 + sum });
  }),
  scenario('answers what a trader looks up', async (bench) => {
    const link = await bench.start();
    const symbols = await link.rows({ t: 'symbols' });
    expect(symbols.map(([name]) => name)).toEqual(['EURUSD', 'GBPUSD', 'USDJPY', 'XAUUSD']);
    const profit = { t: 'calc', symbol: 'EURUSD', side: 'buy', volume: 1, price: 1.1 };
    expect(await link.ask({ ...profit, what: 'profit', price_close: 1.101 })).toMatchObject({
      ok: true,
      value: 100,
    });
    expect(await link.ask({ ...profit, what: 'margin' })).toMatchObject({
      ok: true,
      value: 1100.08,
    });
    const check = { t: 'check', ...MARKET };
    expect(await link.ask(check)).toMatchObject({ ok: true, retcode: 0 });
    await link.trade('order', 1, MARKET);
    const history = await link.ask({ t: 'history', from: 1, to: 4_000_000_000 });
    expect(history['deals']).toHaveLength(1);
    const ticks = await link.rows({ t: 'ticks', symbol: 'EURUSD', from_ms: 1, count: 5 });
    expect(ticks.length).toBeGreaterThan(0);
    expect(await link.ask({ t: 'unsub', symbol: 'EURUSD' })).toMatchObject({ ok: true });
    const snapshots = link.snapshots.length;
    await link.ask({ t: 'snap', hist_from: 1 });
    await until('a snapshot', () => link.snapshots.length > snapshots);
    expect(link.snapshots.at(-1)).toMatchObject({ hist_from: 1 });
    expect(link.snapshots.at(-1)?.['deals']).toHaveLength(1);
  }),
  scenario('closes a position by the opposite one', async (bench) => {
    const link = await bench.start();
    const long = await link.trade('order', 1, MARKET);
    const short = await link.trade('order', 2, { ...MARKET, side: 'sell', sl: 1.11, tp: 1.08 });
    const both = { position: String(long['position']), by: String(short['position']) };
    expect(await link.trade('close_by', 3, both)).toMatchObject({ ok: true, state: 'DONE' });
    expect(positionsIn(bench)).toBe(0);
  }),
];
