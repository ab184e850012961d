import { join } from 'node:path';
import type { WatchRequest } from '../agents/output.ts';
import {
  DEFAULT_SIMULATED_BROKER,
  type SimulatedBrokerSettings,
} from '../brokers/simulated/settings.ts';
import { SqliteJournal } from '../journal/sqlite-journal.ts';
import type { Instrument } from '../market/instrument.ts';
import { MINUTE_MS, type SymbolName, type UtcMs } from '../market/units.ts';
import { AccountLife } from './account-life.ts';
import { feedHistory } from './feed-history.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';
import { SimulatedBooks } from './simulated-books.ts';
import { openSimulatedMarket, type OpenedMarket } from './simulated-market-place.ts';
import { BARS_SHOWN } from './store-settings.ts';
import { carryStep, deliverInstrument } from './world-driver.ts';

/** One turn of the loop works at most so long before it lets messages in. */
const TURN_MS = 20;
/** A step that follows a closed market does not make a person wait for its opening. */
const LONGEST_STEP_MS = MINUTE_MS;

/** An account in simulated mode, alive in its own thread with a broker and a market of its own. */
export class SimulatedAccount {
  readonly #start: ThreadStart;
  readonly #post: (message: FromThread) => void;
  readonly #instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly #books: SimulatedBooks;
  readonly #market: OpenedMarket;
  readonly #life: AccountLife;
  #timer: NodeJS.Timeout | undefined;
  /** Simulated milliseconds that the real clock has granted and the market has not used yet. */
  #granted = 0;
  #lastTurnAt = 0;

  constructor(start: ThreadStart, post: (message: FromThread) => void) {
    const { settings, folder, instruments } = start;
    this.#start = start;
    this.#post = post;
    this.#instruments = new Map(instruments.map((known) => [known.symbol, known]));
    const journal = SqliteJournal.open(join(folder, 'journal.sqlite'), settings.name);
    const say = (detail: string): void =>
      post({ type: 'status', status: { state: 'starting', detail } });
    const broker = brokerSettings(start);
    this.#market = openSimulatedMarket(
      { start, instruments: this.#instruments, journal, say },
      broker,
    );
    this.#books = new SimulatedBooks(folder, broker, this.#instruments);
    this.#life = new AccountLife({
      start,
      post,
      instruments: this.#instruments,
      journal,
      broker: this.#books,
      watch: (request) => this.#watch(request),
      keep: (now) => {
        this.#books.writeNowAndThen(now);
        this.#market.note();
      },
    });
  }

  /** Read the journal, let the world catch up, read the broker's books, and only then trade. */
  open(now: number): void {
    const { core, loop, publisher } = this.#life;
    this.#life.recover();
    const journalTime = core.desk.now;
    const resumed = this.#books.resumedAt ?? (0 as UtcMs);
    this.#letTheBrokerLiveOn(Math.max(journalTime, resumed) as UtcMs, resumed);
    const time = Math.max(journalTime, resumed, (this.#market.feed.nextTime ?? 0) - 1) as UtcMs;
    this.#books.broker.advance(time);
    this.#life.begin(time);
    this.#books.broker.setLink(true, this.#market.name);
    loop.takeBrokerEvents();
    this.#life.createConfiguredAgents(time);
    this.#life.commit(now);
    publisher.tell(now); // who sees it running sees what it began with
    this.#post({ type: 'status', status: { state: 'running', detail: this.#market.name } });
  }

  /** Go on for ever, at the market's speed. */
  run(): void {
    this.#lastTurnAt = performance.now();
    this.#turn();
  }

  receive(message: ToThread): void {
    if (message.type === 'stop') return this.#stop();
    this.#life.take(message);
  }

  #watch(request: WatchRequest): void {
    const { currency } = this.#start.settings;
    const { feed, store } = this.#market;
    const instrument = this.#instruments.get(request.symbol);
    if (!instrument || !deliverInstrument(feed, instrument, currency)) return;
    const { loop, publisher } = this.#life;
    publisher.whileReadingHistory(request.symbol, () =>
      feedHistory(loop, feed.history(request.symbol), request, store.settings, BARS_SHOWN),
    );
  }

  /** While we were gone, the broker and the market were not: stops and targets were hit unseen. */
  #letTheBrokerLiveOn(until: UtcMs, from: UtcMs): void {
    const { feed } = this.#market;
    while (feed.nextTime !== undefined && feed.nextTime <= until) {
      for (const quote of feed.step().quotes) {
        if (quote.time >= from) this.#books.broker.onQuote(quote);
      }
    }
  }

  #turn(): void {
    const begun = performance.now();
    const { speed } = this.#start.world;
    // A machine that slept does not make the market race after it.
    this.#granted += Math.min(begun - this.#lastTurnAt, 1_000) * speed;
    this.#lastTurnAt = begun;
    const { feed } = this.#market;
    let next = feed.nextTime;
    while (next !== undefined && performance.now() - begun < TURN_MS) {
      const length = Math.min(next - this.#life.core.desk.now, LONGEST_STEP_MS);
      if (length > this.#granted) break;
      this.#granted -= Math.max(length, 0);
      this.#step();
      next = feed.nextTime;
    }
    this.#life.afterwards(performance.now());
    if (next === undefined) return this.#marketEnded();
    const missing = Math.min(next - this.#life.core.desk.now, LONGEST_STEP_MS) - this.#granted;
    const waitMs = Math.min(Math.max(missing / speed, 0), 1_000);
    this.#timer = setTimeout(() => this.#turn(), waitMs);
  }

  #step(): void {
    const step = this.#market.feed.step();
    const { loop, publisher } = this.#life;
    carryStep(loop, this.#books.broker, step);
    for (const quote of step.quotes) publisher.quoted(quote.symbol);
  }

  #marketEnded(): void {
    const detail = `${this.#market.name} has ended`;
    this.#books.broker.setLink(false, detail);
    this.#life.loop.takeBrokerEvents();
    this.#life.commit(performance.now());
    this.#life.publisher.tell(performance.now());
    this.#post({ type: 'status', status: { state: 'stopped', detail } });
    // Kept alive for commands and pulses until it is told to stop.
    this.#timer = setInterval(() => this.#life.afterwards(performance.now()), 1_000);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#books.write(performance.now());
    this.#life.end();
  }
}

function brokerSettings({ settings, world }: ThreadStart): SimulatedBrokerSettings {
  return {
    ...DEFAULT_SIMULATED_BROKER,
    currency: settings.currency,
    initialBalance: world.startBalance,
    leverage: world.leverage,
    commissionPerLot: settings.commissionPerLotSide,
    serverClock: settings.serverClock,
  };
}
