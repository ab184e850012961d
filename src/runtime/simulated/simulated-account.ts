import type { WatchRequest } from '../../agents/output.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import { calendarOfFiles, filedCalendar } from '../account-calendar.ts';
import { AccountLife } from '../account-life.ts';
import { brokerTerms } from '../broker-process/broker-terms.ts';
import { FiredCalendar } from './fired-calendar.ts';
import { feedHistory } from '../feed-history.ts';
import { MarketPace } from './market-pace.ts';
import type { FromThread, ThreadStart, ToThread } from '../messages.ts';
import { Recollection } from '../recollection.ts';
import { Scenes } from './scenes.ts';
import { SimulatedBooks } from './simulated-books.ts';
import { openJournal } from '../open-journal.ts';
import {
  openGeneratedMarket,
  type MarketOpener,
  type OpenedMarket,
} from './simulated-market-place.ts';
import type { StepBeacon } from '../step-beacon.ts';
import { BARS_SHOWN } from '../state/store-settings.ts';
import { carryStep, deliverInstrument } from './world-driver.ts';

/** An account in simulated mode, alive in its own thread with a broker and a market of its own. */
export class SimulatedAccount {
  readonly #start: ThreadStart;
  readonly #post: (message: FromThread) => void;
  readonly #instruments: Map<SymbolName, Instrument>;
  readonly #books: SimulatedBooks;
  readonly #market: OpenedMarket;
  readonly #life: AccountLife;
  readonly #scenes: Scenes;
  #timer: NodeJS.Timeout | undefined;
  #pace: MarketPace;

  constructor(
    start: ThreadStart,
    post: (message: FromThread) => void,
    signs: StepBeacon,
    openMarket: MarketOpener = openGeneratedMarket,
  ) {
    const { folder, instruments } = start;
    this.#start = start;
    this.#pace = new MarketPace(start.world.speed, performance.now());
    this.#post = post;
    this.#instruments = new Map(instruments.map((known) => [known.symbol, known]));
    const { journal, setAside } = openJournal(start);
    const say = (detail: string): void =>
      post({ type: 'status', status: { state: 'starting', detail } });
    const recollection = new Recollection(journal, start);
    const broker = brokerTerms(start);
    this.#market = openMarket(
      { start, instruments: this.#instruments, journal, recollection, say },
      broker,
    );
    this.#books = new SimulatedBooks(folder, broker, this.#instruments, (write) =>
      this.#life.onDisk(write),
    );
    const news = this.#market.hand?.news ?? [];
    const fired = new FiredCalendar(instruments, news, filedCalendar(start));
    const calendar = this.#market.hand ? fired : calendarOfFiles(start);
    this.#life = new AccountLife({
      start,
      post,
      signs,
      instruments: this.#instruments,
      journal,
      recollection,
      setAside,
      broker: this.#books,
      watch: (request) => this.#watch(request),
      ...(calendar ? { calendar } : {}),
      keep: (now) => {
        this.#books.writeNowAndThen(now);
        this.#market.note();
      },
    });
    const parts = { life: this.#life, books: this.#books, market: this.#market, calendar: fired };
    this.#scenes = new Scenes(parts);
  }

  /** Read the journal, let the world catch up, read the broker's books, and only then trade. */
  open(now: number): void {
    const { core, loop, publisher } = this.#life;
    this.#life.recover(this.#market.lived);
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
    this.#pace = new MarketPace(this.#start.world.speed, performance.now());
    this.#turn();
  }

  receive(message: ToThread): void {
    if (message.type === 'stop') return this.#stop();
    if (message.type === 'examine') return; // it has no terminal, and is not asked
    if (message.type === 'scene') {
      const answer = this.#scenes.play(message.scene, performance.now());
      this.#post({ type: 'answer', id: message.id, answer });
      return this.#life.afterwards(performance.now());
    }
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
    const { core } = this.#life;
    const waitMs = this.#pace.turn(
      this.#market.feed,
      () => core.desk.now,
      () => this.#step(),
    );
    this.#scenes.look(performance.now());
    this.#life.afterwards(performance.now());
    if (waitMs === undefined) return this.#marketEnded();
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
