import { join } from 'node:path';
import {
  SHIPPED_MARKET,
  shapeOf,
  type MarketSymbols,
} from '../../brokers/simulated/market-symbols.ts';
import { MINUTE_MS, type SymbolName, type UtcMs } from '../../market/units.ts';
import type { BarStore } from '../bar-store.ts';
import { GeneratedFeed, type FeedCheckpoint } from './generated-feed.ts';
import { readJson, writeJson } from '../state/json-file.ts';
import type { FiredNews, Shock } from './market-shocks.ts';

/** Time between two checkpoints, and how many are kept: ten weeks at least, for agents' history. */
const CHECKPOINT_EVERY_MS = 7 * 24 * 60 * MINUTE_MS;
const CHECKPOINTS_KEPT = 12;

interface MarketState {
  readonly version: 1;
  readonly seed: number;
  readonly checkpoints: readonly FeedCheckpoint[];
  /** What a person put into this market, all of it since its beginning; none in older files. */
  readonly shocks?: readonly Shock[];
  readonly news?: readonly FiredNews[];
  /** Symbols that are not as they are shipped, by all that their prices follow from. */
  readonly shapes?: Readonly<Record<string, string>>;
}

/** The generated market's place in its own time, on disk: weekly checkpoints, oldest first. */
export class MarketFile {
  readonly #file: string;
  readonly #seed: number;
  #checkpoints: readonly FeedCheckpoint[];
  #shocks: readonly Shock[];
  #news: readonly FiredNews[];
  readonly #known: MarketSymbols;
  readonly #shapes: Readonly<Record<string, string>>;

  private constructor(file: string, state: MarketState, known: MarketSymbols) {
    const { seed, checkpoints, shocks, news, shapes } = state;
    this.#file = file;
    this.#seed = seed;
    this.#checkpoints = checkpoints;
    this.#shocks = shocks ?? [];
    this.#news = news ?? [];
    this.#known = known;
    this.#shapes = shapes ?? {};
  }

  /** The market of a folder, of symbols that are `known`; undefined when it has none yet. */
  static open(folder: string, known: MarketSymbols = SHIPPED_MARKET): MarketFile | undefined {
    const file = fileIn(folder);
    const state = readJson(file) as MarketState | undefined;
    if (state === undefined) return undefined;
    if (state.version !== 1) {
      throw new Error(`${file} was written by another version of the program`);
    }
    return new MarketFile(file, state, known);
  }

  /** Begin the file of a market: `beginning` is where it is played again from. */
  static begin(
    folder: string,
    seed: number,
    beginning: FeedCheckpoint,
    known: MarketSymbols = SHIPPED_MARKET,
  ): MarketFile {
    const state = { version: 1, seed, checkpoints: [beginning] } as const;
    const market = new MarketFile(fileIn(folder), state, known);
    market.#write();
    return market;
  }

  /** Seed that the market was begun with: a folder keeps its market. */
  get seed(): number {
    return this.#seed;
  }

  /** A symbol that this market was not begun with as it is known now: it would come out another. */
  get stranger(): SymbolName | undefined {
    return this.#symbols().find((symbol) => {
      const lived = this.#shapes[symbol] ?? shapeIn(SHIPPED_MARKET, symbol);
      return lived !== shapeIn(this.#known, symbol);
    });
  }

  /** Play the market again from the oldest checkpoint up to `until`; its bars are the history. */
  feedAt(until: UtcMs, symbols: readonly SymbolName[], store: BarStore): GeneratedFeed {
    const [oldest] = this.#checkpoints;
    const feed = oldest
      ? GeneratedFeed.resume(this.#seed, oldest, store, this.#shocks, this.#known)
      : new GeneratedFeed(this.#seed, symbols, store, this.#shocks, this.#known);
    while (feed.nextTime !== undefined && feed.nextTime < until) feed.step();
    for (const symbol of symbols) feed.deliver(symbol);
    return feed;
  }

  get news(): readonly FiredNews[] {
    return this.#news;
  }

  /** Have prices jump. Written down first: a market that is played again has to come out the same. */
  shock(feed: GeneratedFeed, shocks: readonly Shock[]): void {
    this.#shocks = [...this.#shocks, ...shocks];
    this.#write();
    for (const shock of shocks) feed.shock(shock);
  }

  fire(news: FiredNews): void {
    this.#news = [...this.#news, news];
    this.#write();
  }

  /** Add a checkpoint when the last one is a week old. */
  note(feed: GeneratedFeed): void {
    const last = this.#checkpoints.at(-1)?.time ?? -Infinity;
    if ((feed.nextTime ?? 0) - last < CHECKPOINT_EVERY_MS) return;
    this.#checkpoints = [...this.#checkpoints, feed.checkpoint()].slice(-CHECKPOINTS_KEPT);
    this.#write();
  }

  /** Those that have prices by now. */
  #symbols(): readonly SymbolName[] {
    return this.#checkpoints.at(-1)?.parts.flatMap(({ symbols }) => symbols) ?? [];
  }

  #write(): void {
    const state: MarketState = {
      version: 1,
      seed: this.#seed,
      checkpoints: this.#checkpoints,
      shocks: this.#shocks,
      news: this.#news,
      shapes: Object.fromEntries(
        this.#symbols().flatMap((symbol) => {
          const shape = shapeIn(this.#known, symbol);
          const own = shape !== undefined && shape !== shapeIn(SHIPPED_MARKET, symbol);
          return own ? [[symbol, shape]] : [];
        }),
      ),
    };
    writeJson(this.#file, state);
  }
}

function shapeIn(known: MarketSymbols, symbol: SymbolName): string | undefined {
  const found = known.get(symbol);
  return found && shapeOf(found);
}

function fileIn(folder: string): string {
  return join(folder, 'simulated-market.json');
}
