import type { Fact } from '../../agents/fact.ts';
import { marketSymbols, type MarketSymbols } from '../../brokers/simulated/market-symbols.ts';
import type { SimulatedBrokerSettings } from '../../brokers/simulated/settings.ts';
import type { SqliteJournal } from '../../journal/sqlite-journal.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName } from '../../market/units.ts';
import { BarStore } from '../bar-store.ts';
import { makeHistory, playFirstLife } from './first-life.ts';
import { GeneratedFeed } from './generated-feed.ts';
import type { MarketFeed } from './market-feed.ts';
import type { FiredNews, Shock } from './market-shocks.ts';
import { MarketFile } from './market-file.ts';
import { booksLeft, booksTime } from './books-left.ts';
import type { EquityPoint, ThreadStart } from '../messages.ts';
import type { Recollection } from '../recollection.ts';
import { layBooks } from './simulated-books.ts';
import { storeSettings } from '../state/store-settings.ts';

/** A market that is ready to go on, at the place in its own time where the account left it. */
export interface OpenedMarket {
  readonly name: string;
  readonly feed: MarketFeed;
  readonly store: BarStore;
  /** Keep the market's place now and then. */
  note(): void;
  /** What the account was worth in a first life that was just played. */
  readonly lived?: readonly EquityPoint[];
  /** Ways to move a generated market from outside; a replayed file cannot be moved. */
  readonly hand?: MarketHand;
}

export interface MarketHand {
  shock(shocks: readonly Shock[]): void;
  fire(news: FiredNews): void;
  /** What was fired so far. */
  readonly news: readonly FiredNews[];
}

export interface MarketParts {
  readonly start: ThreadStart;
  readonly instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly journal: SqliteJournal;
  readonly recollection: Recollection;
  /** Tell a person what is being done. */
  readonly say: (detail: string) => void;
}

/** How an account comes to its market. */
export type MarketOpener = (parts: MarketParts, broker: SimulatedBrokerSettings) => OpenedMarket;

/** The market that is generated from a seed. */
export const openGeneratedMarket: MarketOpener = (parts, broker) => {
  const { start } = parts;
  const name = `simulated market, seed ${start.world.seed}`;
  const known = MarketFile.open(start.folder, symbolsKnown(parts));
  if (!known) return { name, ...beginGenerated(parts, broker) };
  parts.say('playing the simulated market again up to where it was');
  const store = new BarStore(storeSettings(parts.start));
  const { state } = parts.recollection.read();
  // What is open at the broker needs prices, whatever the journal has lost.
  const held = booksLeft(start.folder)?.books.filter(({ positions, orders }) => {
    return positions.length + orders.length > 0;
  });
  const open = held?.map(({ symbol }) => symbol) ?? [];
  const symbols = [...new Set([...start.settings.symbols, ...state.agents.keys(), ...open])];
  // Everything before the books' own time is history; from there on the broker lives on by itself.
  const feed = known.feedAt(booksTime(start.folder), symbols, store);
  return { name, feed, store, note: () => known.note(feed), hand: handOf(known, feed) };
};

function beginGenerated(
  parts: MarketParts,
  broker: SimulatedBrokerSettings,
): Omit<OpenedMarket, 'name'> {
  const { start, instruments, journal, say } = parts;
  if (journal.opened.lastSeq > 0) {
    throw new Error(
      `${start.folder} has a journal but no simulated market: simulated-market.json is missing. ` +
        'Put it back, or begin in a new folder: --state DIR',
    );
  }
  const store = new BarStore(storeSettings(parts.start));
  const { seed } = start.world;
  const known = symbolsKnown(parts);
  const feed = new GeneratedFeed(seed, start.settings.symbols, store, [], known);
  const beginning = feed.checkpoint();
  const life = start.strategy
    ? makeHistory(broker, feed, instruments)
    : playFirstLife(start, broker, feed, store, instruments, say);
  // Nothing is written before the life is whole, and the market last but for the journal: cut off
  // before it, the next start begins anew; cut off after it, the broker's books tell what is open.
  layBooks(start.folder, life.books);
  const file = MarketFile.begin(start.folder, seed, beginning, known);
  journal.append(life.facts);
  journal.commit(nextNumberAfter(life.facts));
  return {
    feed: life.feed,
    store,
    lived: life.equity,
    note: () => file.note(life.feed),
    hand: handOf(file, life.feed),
  };
}

function handOf(file: MarketFile, feed: GeneratedFeed): MarketHand {
  return {
    shock: (shocks) => file.shock(feed, shocks),
    fire: (news) => file.fire(news),
    get news() {
      return file.news;
    },
  };
}

/** The market of a broker in a process of its own: it lives on from where its books were left. */
export function openBrokerMarket(
  { start, instruments, say }: Omit<MarketParts, 'journal' | 'recollection'>,
  broker: SimulatedBrokerSettings,
): OpenedMarket {
  const { folder, world, settings } = start;
  const name = `simulated market, seed ${world.seed}`;
  const store = new BarStore(storeSettings(start));
  const symbols = symbolsKnown({ start, instruments });
  const known = MarketFile.open(folder, symbols);
  if (known) {
    say('playing the simulated market again up to where it was');
    const feed = known.feedAt(booksTime(folder), settings.symbols, store);
    return { name, feed, store, note: () => known.note(feed) };
  }
  say('making the history of the simulated market');
  const feed = new GeneratedFeed(world.seed, settings.symbols, store, [], symbols);
  const beginning = feed.checkpoint();
  layBooks(folder, makeHistory(broker, feed, instruments).books);
  const file = MarketFile.begin(folder, world.seed, beginning, symbols);
  return { name, feed, store, note: () => file.note(feed) };
}

/** The order number that follows all that these facts have used. */
function nextNumberAfter(facts: readonly Fact[]): number {
  return facts.reduce((next, { body }) => {
    const used = body.kind === 'order-intended' || body.kind === 'reduction-intended';
    return used ? Math.max(next, body.number + 1) : next;
  }, 1);
}

function symbolsKnown({
  start,
  instruments,
}: Pick<MarketParts, 'start' | 'instruments'>): MarketSymbols {
  return marketSymbols(instruments.values(), start.world.models);
}
