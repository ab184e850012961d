import { join } from 'node:path';
import { MINUTE_MS, type SymbolName, type UtcMs } from '../market/units.ts';
import type { BarStore } from './bar-store.ts';
import { GeneratedFeed, type FeedCheckpoint } from './generated-feed.ts';
import { readJson, writeJson } from './json-file.ts';
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
}

/** The generated market's place in its own time, on disk: weekly checkpoints, oldest first. */
export class MarketFile {
  readonly #file: string;
  readonly #seed: number;
  #checkpoints: readonly FeedCheckpoint[];
  #shocks: readonly Shock[];
  #news: readonly FiredNews[];

  private constructor(file: string, { seed, checkpoints, shocks, news }: MarketState) {
    this.#file = file;
    this.#seed = seed;
    this.#checkpoints = checkpoints;
    this.#shocks = shocks ?? [];
    this.#news = news ?? [];
  }

  /** The market of a folder; undefined when it has none yet. */
  static open(folder: string): MarketFile | undefined {
    const file = fileIn(folder);
    const state = readJson(file) as MarketState | undefined;
    if (state === undefined) return undefined;
    if (state.version !== 1) {
      throw new Error(`${file} was written by another version of the program`);
    }
    return new MarketFile(file, state);
  }

  /** Begin the file of a market: `beginning` is where it is played again from. */
  static begin(folder: string, seed: number, beginning: FeedCheckpoint): MarketFile {
    const market = new MarketFile(fileIn(folder), { version: 1, seed, checkpoints: [beginning] });
    market.#write();
    return market;
  }

  /** Seed that the market was begun with: a folder keeps its market. */
  get seed(): number {
    return this.#seed;
  }

  /** Play the market again from the oldest checkpoint up to `until`; its bars are the history. */
  feedAt(until: UtcMs, symbols: readonly SymbolName[], store: BarStore): GeneratedFeed {
    const [oldest] = this.#checkpoints;
    const feed = oldest
      ? GeneratedFeed.resume(this.#seed, oldest, store, this.#shocks)
      : new GeneratedFeed(this.#seed, symbols, store, this.#shocks);
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

  #write(): void {
    const state: MarketState = {
      version: 1,
      seed: this.#seed,
      checkpoints: this.#checkpoints,
      shocks: this.#shocks,
      news: this.#news,
    };
    writeJson(this.#file, state);
  }
}

function fileIn(folder: string): string {
  return join(folder, 'simulated-market.json');
}
