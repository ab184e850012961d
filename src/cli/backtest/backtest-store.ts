import type { InstrumentConfig } from '../../config/instrument-fields.ts';
import { HistoryStore } from '../../data/store/history-store.ts';
import { storedBars } from '../../data/store/stored-bars.ts';
import { clockRule } from '../../market/clock-rule.ts';
import type { UtcMs } from '../../market/units.ts';
import type { BacktestData } from './backtest-data.ts';
import { someTicks, type TicksOption } from './backtest-ticks.ts';
import { orTell, USUAL_STORE } from '../data/data-options.ts';
import { CommandError } from '../exit-codes.ts';
import { instrumentNamed } from '../options.ts';

interface StoreOptions {
  /** As the configuration describes them. */
  readonly instruments?: readonly InstrumentConfig[];
  readonly store?: string;
  readonly clock?: string;
  /** Fill on the stored ticks. */
  readonly ticks?: TicksOption;
  readonly from?: UtcMs;
  readonly to?: UtcMs;
}

/** The finest stored bars of a symbol, or minutes of its stored ticks. */
export function storeData(
  symbol: string,
  { store: dir, clock, from, to, instruments, ticks: asked }: StoreOptions,
): BacktestData {
  if (clock !== undefined) {
    throw new CommandError(
      '--clock is for files: stored bars have had their clock since the import.',
    );
  }
  const instrument = instrumentNamed(symbol, instruments);
  const folder = dir ?? USUAL_STORE;
  const store = orTell(HistoryStore.open(folder));
  try {
    const span = { from, to };
    const wanted = { instrument, timeframe: undefined, clock: clockRule('utc'), span };
    const { bars, timeframe, from: grain } = orTell(storedBars(store, wanted));
    const imports = orTell(store.imports(instrument.symbol, grain));
    const sha256 = orTell(store.digest(instrument.symbol, grain, span));
    const clocks = [...new Set(imports.map((one) => one.clock))].join(', ');
    const source = `store, ${grain === 'tick' ? 'ticks' : `${grain} bars`} of ${imports.length} imports`;
    const origin = { symbol, source, sha256, bars: bars.length, clock: clocks };
    const notes = imports.some(({ trustedClock }) => trustedClock)
      ? ['The clock of some of the stored bars was taken on trust against their weekends.']
      : [];
    const ticks = asked === true ? orTell(store.readTicks(instrument.symbol, span)) : undefined;
    const filled = ticks && someTicks(ticks, instrument, `the store ${folder}`);
    return {
      sources: [{ instrument, bars, ...(filled ? { ticks: filled } : {}) }],
      origins: [origin],
      timeframe,
      simulated: false,
      notes,
    };
  } finally {
    store.close();
  }
}
