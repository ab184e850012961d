import { setTimeout } from 'node:timers/promises';
import { AccountCore } from '../src/agents/account-core.ts';
import { BridgeLine } from './bridge-line.ts';
import { INSTRUMENTS, roomySettings } from './bench-account.ts';
import type { BenchGroup, BenchLine } from './bench-line.ts';
import { EagerSmc } from './bench-strategies.ts';
import { quantile } from './measure.ts';
import type { SymbolName, UtcMs } from '../src/market/units.ts';

const PINGS = 2_000;
const TICKS = 5_000;
const SYMBOLS = 50;
const TICKS_PER_SECOND = 20;
const LOAD_SECONDS = 10;
const POSITIONS = 200;
const DEALS = 5_000;

/** The gateway's own share of the road to a terminal: both ends on this machine, over real TCP. */
export const bridge: BenchGroup = {
  name: 'bridge',
  async run() {
    const line = await BridgeLine.open(POSITIONS, DEALS);
    try {
      return [
        await pings(line),
        await decisions(line, 'a port of its own'),
        await throughDoor(),
        await load(line),
        await snapshot(line),
      ];
    } finally {
      await line.close();
    }
  },
};

async function pings(line: BridgeLine): Promise<BenchLine> {
  const taken = new Float64Array(PINGS);
  for (let at = 0; at < PINGS; at += 1) {
    const begun = performance.now();
    await line.ping();
    taken[at] = performance.now() - begun;
  }
  return {
    what: "a question to the terminal and back, p99, without the EA's timer",
    value: quantile(taken, 0.99),
    unit: 'ms',
    asked: { bound: 'at most', value: 5 },
    sample: `${PINGS} pings, median ${quantile(taken, 0.5).toFixed(2)} ms`,
  };
}

async function throughDoor(): Promise<BenchLine> {
  const line = await BridgeLine.open(1, 2, { hasDoor: true });
  try {
    return await decisions(line, 'a port that accounts share');
  } finally {
    await line.close();
  }
}

/** From the bytes leaving the terminal's process to the quote having passed the whole core. */
async function decisions(line: BridgeLine, where: string): Promise<BenchLine> {
  const settings = roomySettings({ symbols: [] });
  const core = new AccountCore(settings, INSTRUMENTS, {
    strategyFor: (context) => new EagerSmc(context, settings.signal),
    watched: [],
    observed: false,
  });
  const taken = new Float64Array(TICKS);
  let at = 0;
  let begun = 0;
  let done = (): void => {};
  line.onTick = (symbol, time, bid, ask) => {
    const quote = { symbol: symbol as SymbolName, time: time as UtcMs, bid, ask };
    core.process({ type: 'quote', time: quote.time, quote });
    taken[at] = performance.now() - begun;
    at += 1;
    done();
  };
  for (let sent = 0; sent < TICKS; sent += 1) {
    const passed = new Promise<void>((resolve) => {
      done = resolve;
    });
    begun = performance.now();
    line.tick('EURUSD', 1.1 + (sent % 10) * 0.00001);
    await passed;
  }
  return {
    what: `a tick from its sending to its having passed the core, at ${where}, p99`,
    value: quantile(taken, 0.99),
    unit: 'ms',
    asked: { bound: 'at most', value: 1 },
    sample: `${TICKS} ticks, median ${quantile(taken, 0.5).toFixed(3)} ms, the way over TCP in it`,
  };
}

async function load(line: BridgeLine): Promise<BenchLine> {
  let arrived = 0;
  line.onTick = () => {
    arrived += 1;
  };
  let sent = 0;
  let behind = 0;
  const every = 1000 / TICKS_PER_SECOND;
  const begun = performance.now();
  for (let beat = 0; beat < LOAD_SECONDS * TICKS_PER_SECOND; beat += 1) {
    for (let symbol = 0; symbol < SYMBOLS; symbol += 1) line.tick(`S${symbol}`, 1.1);
    sent += SYMBOLS;
    await setTimeout(Math.max(0, begun + (beat + 1) * every - performance.now()));
    behind = Math.max(behind, sent - arrived);
  }
  await line.ping();
  if (arrived !== sent) throw new Error(`${arrived} of ${sent} ticks arrived`);
  return {
    what: `ticks that waited at the worst moment, ${SYMBOLS} symbols at ${TICKS_PER_SECOND} a second`,
    value: behind,
    unit: 'ticks',
    asked: { bound: 'at most', value: SYMBOLS },
    sample: `${sent} ticks in ${LOAD_SECONDS} s, all arrived`,
  };
}

async function snapshot(line: BridgeLine): Promise<BenchLine> {
  const begun = performance.now();
  const books = await line.books();
  const taken = performance.now() - begun;
  if (books.positions !== POSITIONS || books.deals < DEALS) {
    throw new Error(`the books hold ${books.positions} positions and ${books.deals} deals`);
  }
  return {
    what: `the whole books: ${POSITIONS} positions and ${DEALS} deals`,
    value: taken,
    unit: 'ms',
    asked: { bound: 'at most', value: 1_000 },
    sample: `${books.positions} positions, ${books.deals} deals, asked and read once`,
  };
}
