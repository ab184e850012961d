import { basename } from 'node:path';
import { describeProblem } from '../../data/data-problem.ts';
import { importBars } from '../../data/import-bars.ts';
import { BarStore } from '../bar-store.ts';
import type { ReplayStart } from '../messages.ts';
import { storeSettings } from '../state/store-settings.ts';
import { booksTime } from './books-left.ts';
import { readReplay, replayedBars, writeReplay } from './replay-file.ts';
import { ReplayFeed } from './replay-feed.ts';
import type { MarketOpener } from './simulated-market-place.ts';

/** The market of files: real bars, played again. */
export function replayedMarket(replay: ReplayStart): MarketOpener {
  return ({ start, instruments }) => {
    const instrument = instruments.get(replay.symbol);
    if (!instrument) throw new Error(`no instrument is called ${replay.symbol}`);
    const imported = importBars(replay.files, {
      instrument,
      clock: replay.clock,
      trustClock: replay.trustClock,
    });
    if (!imported.ok) throw new Error(describeProblem(imported.problem));
    if (!readReplay(start.folder)) writeReplay(start.folder, replayedBars(replay, imported.value));
    const store = new BarStore(storeSettings(start));
    const feed = new ReplayFeed(instrument, imported.value.bid, store);
    feed.skipTo(booksTime(start.folder));
    const files = replay.files.map((file) => basename(file)).join(', ');
    return { name: `replay of ${files}, simulated fills`, feed, store, note: () => {} };
  };
}
