import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { BAR, MINUTE, World } from '../../agents/test/world.ts';
import { ChangingCalendar } from '../../market/changing-calendar.ts';
import type { Currency, SymbolName, UtcMs } from '../../market/units.ts';
import { STRATEGY_LIMITS } from './strategy-worker-host.ts';
import { StrategyWorkers } from './strategy-workers.ts';

const EURUSD = 'EURUSD' as SymbolName;
const GBPUSD = 'GBPUSD' as SymbolName;
const folder = mkdtempSync(join(tmpdir(), 'kimi-strategies-'));
let running: StrategyWorkers | undefined;
let files = 0;

afterEach(() => running?.endAll());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A strategy that buys at every M5 bar; `body` runs at each bar before it does. */
const buying = (body = '', top = ''): string => `
  ${top}
  let bars = 0;
  export const strategy = ({ account, instrument }) => ({
    timeframes: ['M5'],
    historyBars: [3],
    confirmed: [],
    onBar({ timeframe, bar, closedAt, spread }) {
      bars += 1;
      ${body}
      const price = bar.close + spread;
      const signal = {
        id: [account, instrument.symbol, timeframe, bar.time, 'buy'].join(':'),
        symbol: instrument.symbol, timeframe, side: 'buy', time: closedAt,
        entry: { kind: 'market', price }, stopLoss: price - 0.002, takeProfit: price + 0.004,
        confidence: 0.9, gates: [], score: [],
      };
      return [{ signal }];
    },
    snapshot: () => null,
    restore: () => {},
  });`;

/** An account whose agents run the source in real threads; answers come when a test awaits. */
function worldOf(
  source: string,
  symbols = ['EURUSD'],
  answerWithinMs = 400,
  calendar?: ChangingCalendar,
): World {
  files += 1;
  const file = join(folder, `strategy-${files}.mjs`);
  writeFileSync(file, source);
  const limits = { ...STRATEGY_LIMITS, answerWithinMs, memoryMb: 32 };
  const workers = new StrategyWorkers(
    file,
    (symbol, run, answer) => {
      const { time } = world;
      world.loop.feed({ type: 'strategy-answer', time, symbol, run, answer });
    },
    { limits, calendar },
  );
  running = workers;
  if (calendar) calendar.onChange = (word) => workers.schedule(word);
  const world: World = new World({ elsewhere: workers }).live();
  world.create(...symbols);
  return world.quote('EURUSD', 1.1).quote('GBPUSD', 1.3);
}

async function until(isSo: () => boolean): Promise<void> {
  const last = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > last) throw new Error(`not within ten seconds: ${String(isSo)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

const made = (world: World, count = 1): Promise<void> =>
  until(() => world.watched.length === count);
const signals = (world: World) => world.of('signal').map(({ verdict }) => verdict);
const agentOf = (world: World, symbol = EURUSD) => world.state.agents.get(symbol);

async function quarantined(world: World, symbol = EURUSD): Promise<string> {
  await until(() => agentOf(world, symbol)?.state === 'QUARANTINED');
  return agentOf(world, symbol)?.why ?? '';
}

describe('a strategy of the user in a thread of its own', () => {
  it('is asked for what it needs, given bars, and its candidates are traded', async () => {
    const world = worldOf(buying());
    expect(agentOf(world)?.state).toBe('READY');
    await made(world);
    expect(world.watched).toEqual([
      { type: 'watch', symbol: 'EURUSD', history: [{ timeframe: 'M5', bars: 3 }] },
    ]);
    world.close('EURUSD');
    expect(signals(world)).toEqual([]);
    await until(() => signals(world).length === 1);
    expect(signals(world)[0]).toMatchObject({ taken: true, number: 1, lots: 0.5 });
    world.quote('EURUSD', 1.1);
    expect(world.books.positions).toHaveLength(1);
  });

  it('reads the calendar of its account, also when that is read later', async () => {
    const calendar = new ChangingCalendar({ gap: 'not read yet' });
    const source = buying()
      .replace('{ account, instrument }', '{ account, instrument, calendar }')
      .replace('confidence: 0.9', "confidence: calendar.covers('USD') ? 0.9 : 0.1");
    const world = worldOf(source, ['EURUSD'], 400, calendar);
    await made(world);
    world.close('EURUSD');
    await until(() => signals(world).length === 1);
    expect(signals(world)[0]).toMatchObject({ taken: false });
    const spans = [{ from: 0 as UtcMs, to: Infinity as UtcMs }];
    calendar.say({ events: [], scope: { currencies: ['USD' as Currency], spans } });
    world.wait(BAR).quote('EURUSD', 1.1).close('EURUSD');
    await until(() => signals(world).length === 2);
    expect(signals(world)[1]).toMatchObject({ taken: true });
  });

  it('misses what closed before it began', async () => {
    const world = worldOf(buying());
    await made(world);
    world.history((world.time + MINUTE) as UtcMs, 'EURUSD');
    await until(() => signals(world).length === 1);
    expect(signals(world)[0]).toMatchObject({ by: 'missed', reason: 'closed-while-away' });
  });

  it.for([
    [
      'the next bar has closed',
      (world: World) => world.wait(BAR).quote('EURUSD', 1.1).close('EURUSD'),
      2,
    ],
    ['more than a minute has gone by', (world: World) => world.wait(MINUTE + 1), 1],
  ] as const)('answers too late when %s', async ([, pass, count]) => {
    const world = worldOf(buying());
    await made(world);
    world.close('EURUSD');
    pass(world);
    await until(() => signals(world).length === count);
    expect(signals(world)[0]).toMatchObject({ taken: false, by: 'missed', reason: 'late-answer' });
    expect(world.requests.length).toBe(count - 1);
  });

  it('is built anew from bars after a restart, and old answers are nobody’s', async () => {
    const world = worldOf(buying());
    await made(world);
    world.close('EURUSD'); // asked, and the process dies before the answer
    world.live();
    await made(world, 2);
    world.wait(BAR).quote('EURUSD', 1.1).close('EURUSD');
    await until(() => signals(world).length === 1);
    expect(world.of('signal')[0]?.signal.time).toBe(world.time);
  });

  it('is ended with its agent, and begun again with it', async () => {
    const world = worldOf(buying());
    await made(world);
    world.command({ type: 'stop-agent', symbol: EURUSD });
    world.command({ type: 'restart-agent', symbol: EURUSD });
    await made(world, 2);
    world.wait(BAR).quote('EURUSD', 1.1).close('EURUSD');
    await until(() => signals(world).length === 1);
  });
});

describe('a fault in it stops its agent and no other', () => {
  it.for([
    ['throws', "throw new Error('divided by nothing');", 'divided by nothing'],
    ['never returns', 'for (;;);', 'did not answer within 0.4 seconds'],
    ['ends the process', 'process.exit(3);', 'ended by itself, with code 3'],
    ['takes all memory', 'const all = []; for (;;) all.push(new Array(1e5).fill({}));', 'memory'],
    ['fails later', 'setTimeout(() => { throw new Error("later"); });', 'later'],
    ['floods', 'return Array.from({ length: 1e5 }, () => ({}));', '8 are allowed'],
    ['answers nonsense', 'return [{ signal: 1n }];', 'no fields in signal'],
    ['answers what cannot be sent', 'this.withdrawals = [() => 1]; return [];', 'no list of'],
    ['cheats', 'bar.close = 5;', 'read only'],
  ] as const)('that %s', async ([, body, words]) => {
    const guarded = `if (instrument.symbol === 'EURUSD') { ${body} }`;
    // To fill the memory takes its time, above all on a busy machine.
    const withinMs = words === 'memory' ? 8_000 : 400;
    const world = worldOf(buying(guarded), ['EURUSD', 'GBPUSD'], withinMs);
    await made(world, 2);
    world.close('EURUSD', 'GBPUSD');
    await until(() => signals(world).length >= 1);
    expect(await quarantined(world)).toContain(words);
    expect(world.of('fault').map(({ where }) => where)).toEqual(['EURUSD']);
    world.wait(BAR).quote('GBPUSD', 1.3).close('EURUSD', 'GBPUSD');
    const ofCable = () => world.of('signal').filter(({ signal }) => signal.symbol === GBPUSD);
    await until(() => ofCable().length === 2);
    expect(agentOf(world, GBPUSD)?.state).toBe('RUNNING');
  });

  it.for([
    ['loops while it is loaded', 'for (;;);', 'did not answer within'],
    ['exports nothing', 'export const other = 1;', 'no function called strategy'],
    ['is no program', 'export const strategy = ;', ''],
  ] as const)('that %s', async ([, source, words]) => {
    files += 1;
    const file = join(folder, `strategy-${files}.mjs`);
    writeFileSync(file, source);
    const limits = { ...STRATEGY_LIMITS, loadWithinMs: 1_000 };
    const workers = new StrategyWorkers(
      file,
      (symbol, run, answer) => {
        world.loop.feed({ type: 'strategy-answer', time: world.time, symbol, run, answer });
      },
      { limits },
    );
    running = workers;
    const world: World = new World({ elsewhere: workers }).live();
    world.create('EURUSD');
    expect(await quarantined(world)).toContain(words);
    expect(world.watched).toEqual([]);
  });

  it('that asks for bars the feed does not have', async () => {
    const world = worldOf(buying().replace("['M5']", "['M1']"));
    expect(await quarantined(world)).toContain("asks for bars of M1, and the account's feed has");
  });

  it('and what it prints or posts reaches nobody', async () => {
    const top = "import { parentPort } from 'node:worker_threads';";
    const flood = 'for (let i = 0; i < 2e4; i += 1) { console.log(i); parentPort.postMessage(i); }';
    const world = worldOf(buying(flood, top));
    await made(world);
    world.close('EURUSD');
    await until(() => signals(world).length === 1);
    expect(signals(world)[0]).toMatchObject({ taken: true });
  });
});
