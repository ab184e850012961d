import { setTimeout } from 'node:timers/promises';
import type { Snapshot } from '../mt5/snapshot.ts';
import type { TerminalIdentity } from '../mt5/terminal-port.ts';
import type { BarRow } from '../mt5/wire/rows.ts';
import { BackOff } from './back-off.ts';
import { BooksReader } from './books-reader.ts';
import { closedCandles } from './candles.ts';
import { firstBooks } from './first-books.ts';
import { USUAL_TIMING, type LineSettings, type LineTiming } from './line-settings.ts';
import type { MagicNotes } from './magic-notes.ts';
import { MinuteWatch } from './minute-watch.ts';
import type { News } from './news.ts';
import { PriceTape } from './price-tape.ts';
import type { RowReading } from './rows.ts';
import type { Sdk, SdkListener } from './sdk.ts';
import { isConnected, NeedsPerson, openSession, type Session } from './session.ts';
import { StreamEars } from './stream-ears.ts';
import type { SdkFailure } from './trade-reply.ts';
import { failureOf } from './words-of.ts';

export interface LineOwner {
  onReady(identity: TerminalIdentity, snapshot: Snapshot): void;
  onLost(why: string): void;
  onNews(news: News): void;
  onHole(): void;
}

/** Books are first read with deals of so many days. */
const FIRST_DEALS_S = 2 * 86_400;
/** A candle has certainly ended so long after its end by this machine's clock. */
const CLOCK_DOUBT_MS = 5_000;
/** A stream that shows newer prices than it told in so long has lost its listener. */
const DEAF_MS = 10_000;

/**
 * The line to one account at MetaApi: connects, waits, reconnects, and is in step only while the SDK is
 * synchronised, the terminal has its broker, and the books have been read since.
 */
export class MetaApiLine {
  readonly #settings: LineSettings;
  readonly #owner: LineOwner;
  readonly #timing: LineTiming;
  readonly #magics: MagicNotes;
  readonly #ears: StreamEars;
  readonly #minutes: MinuteWatch;
  readonly #symbols = new Set<string>();
  readonly #end = new AbortController();
  #session: Session | undefined;
  #reader: BooksReader | undefined;
  #tape: PriceTape | undefined;
  #listener: SdkListener | undefined;
  #token = '';
  #inStep = false;
  /** Grows with each loss, so that what was read across one is not believed. */
  #losses = 0;
  #stirs = 0;

  constructor(settings: LineSettings, magics: MagicNotes, owner: LineOwner) {
    this.#settings = settings;
    this.#magics = magics;
    this.#owner = owner;
    this.#timing = settings.timing ?? USUAL_TIMING;
    this.#ears = new StreamEars({
      reading: () => this.#reading,
      tape: () => this.#tape,
      tell: (news) => this.#inStep && owner.onNews(news),
      hole: () => this.#inStep && owner.onHole(),
      lost: (why) => this.#lose(why),
      now: () => performance.now(),
    });
    this.#minutes = new MinuteWatch({
      read: (symbol, from) => this.#minutesFrom(symbol, from),
      tell: (symbol, rows) =>
        owner.onNews({ t: 'bars', symbol, tf: 'M1', gap: false, rows: [...rows] }),
      failed: (symbol, error) => {
        settings.log('info', `minutes of ${symbol}: ${this.failureOf(error).message}`);
      },
      now: () => performance.now(),
    });
  }

  get session(): Session | undefined {
    return this.#session;
  }

  get inStep(): boolean {
    return this.#inStep;
  }

  /** In step, and what the SDK says of its connection at this very moment agrees. */
  get isGood(): boolean {
    return this.#inStep && this.#session !== undefined && isConnected(this.#session);
  }

  get offsetMs(): number {
    return this.#tape?.offsetMs ?? 0;
  }

  /** The server's clock at an instant that has certainly passed, whatever this machine's clock says. */
  get certainServerMs(): number {
    const ours = this.#now() - CLOCK_DOUBT_MS + this.offsetMs;
    return Math.max(ours, this.#tape?.newestServerMs ?? -Infinity);
  }

  open(): void {
    void this.#run();
  }

  close(): void {
    this.#end.abort();
    this.#lose('kimi-agent is stopping; open positions keep their stops');
    void this.#session?.close();
  }

  /** A request begins or ends: books that are being read meanwhile are not of one moment. */
  stir(): void {
    this.#stirs += 1;
  }

  lotsOf(position: string): number | undefined {
    return this.#ears.news.lotsOf(position);
  }

  failureOf(error: unknown): SdkFailure {
    return failureOf(error, this.#token);
  }

  /** The books with deals from `historyFrom` (server seconds) on, or why there are none. */
  async readBooks(historyFrom: number): Promise<Snapshot | string> {
    if (!this.#reader || !this.isGood) return 'MetaApi is not in step';
    try {
      const found = await this.#reader.read(historyFrom);
      if (typeof found === 'string') return found;
      this.#ears.begin(found.snapshot);
      return found.snapshot;
    } catch (error) {
      return this.failureOf(error).message;
    }
  }

  async subscribe(symbol: string): Promise<void> {
    this.#symbols.add(symbol);
    try {
      await this.#session?.stream.subscribeToMarketData(symbol, [{ type: 'quotes' }]);
    } catch (error) {
      const { name, message } = this.failureOf(error);
      // A closed market sends no first quote: no trouble.
      if (name !== 'TimeoutError') this.#settings.log('warn', `quotes of ${symbol}: ${message}`);
    }
  }

  watchMinutes(symbol: string, told: number): void {
    this.#minutes.watch(symbol, told);
  }

  #now(): number {
    return this.#settings.now?.() ?? Date.now();
  }

  get #reading(): RowReading {
    return { offsetMs: this.offsetMs, magics: this.#magics };
  }

  async #run(): Promise<void> {
    const { log } = this.#settings;
    const backOff = new BackOff(this.#timing);
    while (!this.#end.signal.aborted) {
      let waitMs = this.#timing.firstRetryMs;
      try {
        this.#session = await this.#connect();
        backOff.succeeded();
        await this.#live(this.#session);
        log('warn', 'MetaApi did not come back by itself: it is connected anew');
      } catch (error) {
        if (this.#end.signal.aborted) break;
        const { name, message } = this.failureOf(error);
        waitMs = backOff.failed(error, name);
        log('error', `no MetaApi: ${message}. Tried again in ${Math.ceil(waitMs / 1000)} s`);
      }
      this.#lose('the connection to MetaApi has ended');
      await this.#session?.close();
      this.#session = undefined;
      await setTimeout(waitMs, undefined, { signal: this.#end.signal }).catch(() => {});
    }
    await this.#session?.close();
  }

  /** The SDK, and the token as it is now: where either is missing only a person can help. */
  async #prepared(): Promise<Sdk> {
    const { load, token } = this.#settings;
    try {
      this.#token = token();
      return await load();
    } catch (error) {
      throw new NeedsPerson((error as Error).message, { cause: error });
    }
  }

  async #connect(): Promise<Session> {
    const { log, progress = () => {} } = this.#settings;
    const sdk = await this.#prepared();
    // One that hears everything, so that a newer SDK finds each method that it calls.
    const deaf: object = new sdk.SynchronizationListener();
    const listener = Object.assign(
      deaf,
      this.#ears.listener(() => this.#listener === deaf),
    );
    this.#listener = listener;
    const words = { progress, warn: (text: string) => log('warn', text) };
    const session = await openSession(sdk, this.#token, this.#settings, listener, words);
    this.#tape = new PriceTape(session.offsetMs, {
      tell: ({ symbol, bid, ask }, serverMs) => {
        this.#owner.onNews({
          t: 'ticks',
          symbol,
          gap: false,
          rows: [[serverMs, bid, ask, 0, 0, 0]],
        });
        this.#minutes.onQuote(symbol, serverMs);
      },
      offsetMoved: () => this.#owner.onNews({ t: 'off', off: this.offsetMs / 1000 }),
    });
    this.#reader = new BooksReader({
      rpc: session.rpc,
      reading: () => this.#reading,
      stirs: () => this.#stirs + this.#ears.news.changes,
      losses: () => this.#losses,
      isThere: () => isConnected(session),
      now: () => this.#now(),
      pauseMs: this.#timing.pauseMs / 4,
    });
    return session;
  }

  /** Until it has been lost for too long. */
  async #live(session: Session): Promise<void> {
    let lostAt = performance.now();
    while (!this.#end.signal.aborted) {
      if (isConnected(session)) {
        lostAt = performance.now();
        if (!this.#inStep) await this.#getInStep(session);
      } else {
        this.#lose('MetaApi is not synchronised, or its terminal has no broker');
        if (performance.now() - lostAt > this.#timing.givenUpMs) return;
      }
      this.#look(session);
      await setTimeout(this.#timing.lookMs);
    }
  }

  async #getInStep(session: Session): Promise<void> {
    const { log } = this.#settings;
    const reader = this.#reader;
    if (!reader) return;
    const historyFrom = Math.floor((this.#now() + this.offsetMs) / 1000) - FIRST_DEALS_S;
    const streamed = () => session.stream.terminalState.positions;
    const { pauseMs } = this.#timing;
    const losses = this.#losses;
    const books = await firstBooks({ reader, streamed, pauseMs, log }, historyFrom);
    if (this.#losses !== losses || !isConnected(session)) return;
    if (typeof books === 'string') return log('warn', books);
    this.#ears.begin(books);
    this.#ears.heardAt = performance.now();
    this.#inStep = true;
    this.#owner.onReady(session.identity, books);
  }

  /** What is late, and what the stream knows and has not told. */
  #look({ stream }: Session): void {
    if (!this.#inStep) return;
    this.#ears.news.look();
    this.#minutes.look();
    let missed = 0;
    for (const symbol of this.#symbols) {
      const price = stream.terminalState.price(symbol);
      if (price && this.#tape?.take(price)) missed += 1;
    }
    const listener = this.#listener;
    if (missed === 0 || !listener || performance.now() - this.#ears.heardAt < DEAF_MS) return;
    this.#settings.log('warn', 'MetaApi tells nothing any more: it is listened to anew');
    this.#ears.heardAt = performance.now();
    stream.removeSynchronizationListener(listener);
    stream.addSynchronizationListener(listener);
    this.#owner.onHole();
  }

  #lose(why: string): void {
    this.#losses += 1;
    if (!this.#inStep) return;
    this.#inStep = false;
    this.#owner.onLost(why);
  }

  async #minutesFrom(symbol: string, from: number): Promise<readonly BarRow[]> {
    const { session } = this;
    if (!session) return [];
    const closedUntil = this.certainServerMs;
    return closedCandles(session.account, { symbol, timeframe: 'M1', from, closedUntil });
  }
}
