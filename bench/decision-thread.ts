// The trading thread of `npm run bench -- api`: two hundred agents whose bars close at once, round
// after round. Tells the main thread what happened, as every account does, and at the end how long
// each round took from the arrival of its bars to the last decision.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { AccountCore } from '../src/agents/account-core.ts';
import { DEFAULT_SIMULATED_BROKER } from '../src/brokers/simulated/settings.ts';
import { SimulatedBroker } from '../src/brokers/simulated/simulated-broker.ts';
import { MemoryJournal } from '../src/journal/memory-journal.ts';
import { TradingLoop } from '../src/journal/trading-loop.ts';
import { shippedInstrument } from '../src/market/instruments.ts';
import { MINUTE_MS, type Points, type SymbolName, type UtcMs } from '../src/market/units.ts';
import { Publisher } from '../src/runtime/publisher.ts';
import { SmcStrategy } from '../src/signals/smc-strategy.ts';
import { roomySettings } from './bench-account.ts';

interface Rounds {
  readonly agents: number;
  readonly warmUp: number;
  readonly rounds: number;
  readonly everyMs: number;
}

const { agents, warmUp, rounds, everyMs } = workerData as Rounds;
const model = shippedInstrument('EURUSD');
if (!model || !parentPort) throw new Error('started by its bench alone');
const port = parentPort;

const symbols = Array.from({ length: agents }, (_, at) => `S${at}` as SymbolName);
const instruments = new Map(symbols.map((symbol) => [symbol, { ...model, symbol }]));
const settings = roomySettings({ symbols });
const broker = new SimulatedBroker(DEFAULT_SIMULATED_BROKER, instruments);
const core = new AccountCore(settings, instruments, {
  strategyFor: (context) => new SmcStrategy(context, settings.signal),
  watched: ['M1', 'M5'],
  observed: true,
});
const publisher = new Publisher(core, (message) => port.postMessage(message));
const loop = new TradingLoop({
  core,
  journal: new MemoryJournal(),
  broker,
  watch: () => {},
  observe: (output) => publisher.take(output),
});

let time = Date.UTC(2026, 0, 6, 7) as UtcMs;
let seed = 1;
const prices = symbols.map(() => 1.1);

/** Some number from -0.5 to 0.5, the same ones at each run. */
function chance(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 4_294_967_296 - 0.5;
}

function closedBars() {
  return symbols.map((symbol, at) => {
    const open = prices[at] ?? 1.1;
    const close = open + chance() * 0.0006;
    prices[at] = close;
    const high = Math.max(open, close) + 0.0001;
    const low = Math.min(open, close) - 0.0001;
    return { symbol, bar: { time, open, high, low, close, volume: 100, spread: 8 as Points } };
  });
}

function round(): number {
  const bars = closedBars();
  time = (time + MINUTE_MS) as UtcMs;
  const begun = performance.now();
  loop.feed({ type: 'bars', time, bars, history: false });
  return performance.now() - begun;
}

loop.feed({ type: 'clock', time });
loop.carry(core.start({ version: '', node: '', zoneData: '', settingsHash: '' }));
broker.advance(time);
broker.setLink(true, 'bench');
loop.takeBrokerEvents();
for (const symbol of symbols) {
  const command = { type: 'create-agent', symbol } as const;
  loop.feed({ type: 'command', time, id: symbol, by: 'bench', command });
}
for (let at = 0; at < warmUp; at += 1) round();
publisher.tell(0);
port.postMessage({ type: 'warm' });
port.once('message', () => void measure());

async function measure(): Promise<void> {
  const taken: number[] = [];
  for (let at = 0; at < rounds; at += 1) {
    taken.push(round());
    publisher.tell(at);
    await sleep(everyMs);
  }
  port.postMessage({ type: 'taken', taken });
}
