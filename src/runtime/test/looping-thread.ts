import { parentPort, workerData } from 'node:worker_threads';
import { AccountCore } from '../../agents/account-core.ts';
import type { Points, SymbolName, UtcMs } from '../../market/units.ts';
import type { Strategy } from '../../signals/strategy.ts';
import type { ThreadData } from '../account-thread.ts';
import type { FromThread } from '../messages.ts';
import { StepBeacon } from '../step-beacon.ts';

/** A trading thread of a real core, whose strategy of EURUSD does not return from its first bar. */
const { start, beacon } = workerData as ThreadData;
const post = (message: FromThread): void => parentPort?.postMessage(message);
const symbols = start.instruments.map(({ symbol }) => symbol);
const signs = new StepBeacon(beacon, symbols);

function strategyOf(symbol: SymbolName): Strategy {
  return {
    timeframes: ['M1'],
    historyBars: [0],
    confirmed: [],
    onBar: () => {
      if (symbol === 'EURUSD') for (;;);
      return [];
    },
    snapshot: () => null,
    restore: () => {},
  };
}

const core = new AccountCore(
  start.settings,
  new Map(start.instruments.map((known) => [known.symbol, known])),
  {
    strategyFor: ({ instrument }) => strategyOf(instrument.symbol),
    watched: [],
    observed: false,
    supervised: true,
    reading: signs.reading,
  },
);
core.start({ version: '1', node: '24', zoneData: '', settingsHash: 'h' });
let time = Date.UTC(2026, 0, 6, 12) as UtcMs;
const link = { type: 'link', time, up: true, detail: 'test' } as const;
core.process({ type: 'broker', time, event: link });
for (const symbol of start.settings.symbols) {
  const command = { type: 'create-agent', symbol } as const;
  core.process({ type: 'command', time, id: symbol, by: 'test', command });
}
if (start.quarantine) {
  const command = { type: 'quarantine-agent', ...start.quarantine } as const;
  core.process({ type: 'command', time, id: 'q', by: 'watchdog', command });
}
post({ type: 'status', status: { state: 'running', detail: 'trading' } });
parentPort?.on('message', () => parentPort?.close());
setInterval(() => {
  time = (time + 60_000) as UtcMs;
  const bar = { time: (time - 60_000) as UtcMs, open: 1, high: 1, low: 1, close: 1, volume: 1 };
  const bars = start.settings.symbols.map((symbol) => ({
    symbol,
    bar: { ...bar, spread: 0 as Points },
  }));
  core.process({ type: 'bars', time, bars, history: false });
  signs.beat();
  const agents = [...core.desk.state.agents.values()];
  const detail = agents.map(({ symbol, state }) => `${symbol} ${state}`).join(', ');
  post({ type: 'status', status: { state: 'running', detail } });
}, 20).unref();
