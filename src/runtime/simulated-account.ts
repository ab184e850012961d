import { join } from 'node:path';
import { AccountCore } from '../agents/account-core.ts';
import { DayDigests } from '../agents/day-digests.ts';
import type { Fact } from '../agents/fact.ts';
import type { WatchRequest } from '../agents/output.ts';
import { SignalStories } from '../agents/signal-stories.ts';
import { TradeLedger, type Trade } from '../agents/trade-ledger.ts';
import {
  DEFAULT_SIMULATED_BROKER,
  type SimulatedBrokerSettings,
} from '../brokers/simulated/settings.ts';
import { SqliteJournal } from '../journal/sqlite-journal.ts';
import type { Instrument } from '../market/instrument.ts';
import { MINUTE_MS, type SymbolName, type UtcMs } from '../market/units.ts';
import { SmcStrategy } from '../signals/smc-strategy.ts';
import { feedHistory } from './feed-history.ts';
import type { EquityPoint, FromThread, ThreadStart, ToThread } from './messages.ts';
import { Publisher } from './publisher.ts';
import { STORIES_KEPT } from './replica.ts';
import { Ring } from './ring.ts';
import { StrategyWorkers, type HandAnswer } from './strategy-workers.ts';
import { SimulatedBooks } from './simulated-books.ts';
import { openSimulatedMarket, WATCHED, type OpenedMarket } from './simulated-market-place.ts';
import { TradingLoop } from '../journal/trading-loop.ts';
import { carryStep, deliverInstrument } from './world-driver.ts';

/** Closed bars of each timeframe that a chart begins with. */
const BARS_SHOWN = 1000;
const FACTS_TOLD = 400;
const TRADES_TOLD = 500;
const EQUITY_TOLD = 2000;
/** Facts without an intent wait this long at most for the disk. */
const COMMIT_EVERY_MS = 250;
/** One turn of the loop works at most so long before it lets messages in. */
const TURN_MS = 20;
/** A step that follows a closed market does not make a person wait for its opening. */
const LONGEST_STEP_MS = MINUTE_MS;

/** An account in simulated mode, alive in its own thread: core, journal, broker, market. */
export class SimulatedAccount {
  readonly #start: ThreadStart;
  readonly #post: (message: FromThread) => void;
  readonly #instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly #journal: SqliteJournal;
  readonly #books: SimulatedBooks;
  readonly #market: OpenedMarket;
  readonly #core: AccountCore;
  readonly #loop: TradingLoop;
  readonly #publisher: Publisher;
  readonly #strategies: StrategyWorkers | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Simulated milliseconds that the real clock has granted and the market has not used yet. */
  #granted = 0;
  #lastTurnAt = 0;
  #committedAt = 0;

  constructor(start: ThreadStart, post: (message: FromThread) => void) {
    const { settings, folder, instruments, strategy } = start;
    this.#start = start;
    this.#post = post;
    this.#instruments = new Map(instruments.map((known) => [known.symbol, known]));
    this.#journal = SqliteJournal.open(join(folder, 'journal.sqlite'), settings.name);
    const say = (detail: string): void =>
      post({ type: 'status', status: { state: 'starting', detail } });
    const parts = { start, instruments: this.#instruments, journal: this.#journal, say };
    const broker = brokerSettings(start);
    this.#market = openSimulatedMarket(parts, broker);
    this.#books = new SimulatedBooks(folder, broker, this.#instruments);
    this.#core = new AccountCore(settings, this.#instruments, {
      strategyFor: (context) => (strategy ? undefined : new SmcStrategy(context, settings.signal)),
      watched: WATCHED,
      observed: true,
    });
    this.#publisher = new Publisher(this.#core, post);
    this.#strategies = strategy && new StrategyWorkers(strategy.file, this.#hand);
    this.#loop = new TradingLoop({
      core: this.#core,
      journal: this.#journal,
      broker: this.#books,
      watch: (request) => this.#watch(request),
      ask: (question) => this.#strategies?.ask(question),
      observe: (output) => {
        this.#publisher.take(output);
        this.#strategies?.observe(output.facts);
      },
    });
  }

  /** Read the journal, let the world catch up, read the broker's books, and only then trade. */
  open(now: number): void {
    const { version, settingsHash } = this.#start;
    this.#recover();
    const journalTime = this.#core.desk.now;
    const resumed = this.#books.resumedAt ?? (0 as UtcMs);
    this.#letTheBrokerLiveOn(Math.max(journalTime, resumed) as UtcMs, resumed);
    const time = Math.max(journalTime, resumed, (this.#market.feed.nextTime ?? 0) - 1) as UtcMs;
    this.#books.broker.advance(time);
    this.#loop.feed({ type: 'clock', time });
    const { node, tz } = process.versions;
    const session = { version, node, zoneData: tz ?? '', settingsHash };
    this.#loop.carry(this.#core.start(session, this.#journal.opened.lostFacts));
    this.#books.broker.setLink(true, this.#market.name);
    this.#loop.takeBrokerEvents();
    this.#createConfiguredAgents(time);
    this.#commit(now);
    this.#post({ type: 'status', status: { state: 'running', detail: this.#market.name } });
    this.#publisher.tell(now);
  }

  /** Go on for ever, at the market's speed. */
  run(): void {
    this.#lastTurnAt = performance.now();
    this.#turn();
  }

  receive(message: ToThread): void {
    if (message.type === 'stop') return this.#stop();
    const { id, by, command } = message;
    this.#loop.feed({ type: 'command', time: this.#core.desk.now, id, by, command });
    this.#afterwards(performance.now());
  }

  readonly #hand: HandAnswer = (symbol, run, answer) => {
    const time = this.#core.desk.now;
    this.#loop.feed({ type: 'strategy-answer', time, symbol, run, answer });
    this.#afterwards(performance.now());
  };

  #watch(request: WatchRequest): void {
    const { currency } = this.#start.settings;
    const { feed, store } = this.#market;
    const instrument = this.#instruments.get(request.symbol);
    if (!instrument || !deliverInstrument(feed, instrument, currency)) return;
    this.#publisher.whileReadingHistory(request.symbol, () =>
      feedHistory(this.#loop, feed.history(request.symbol), request, store.settings, BARS_SHOWN),
    );
  }

  #recover(): void {
    const told = new Ring<Fact>(FACTS_TOLD);
    const trades = new Ring<Trade>(TRADES_TOLD);
    const equity = new Ring<EquityPoint>(EQUITY_TOLD);
    const ledger = new TradeLedger((trade) => trades.push(trade));
    const stories = new SignalStories(STORIES_KEPT);
    const digests = new DayDigests(this.#start.settings);
    this.#core.recover(
      (function* (facts: Iterable<Fact>): Iterable<Fact> {
        for (const fact of facts) {
          told.push(fact);
          ledger.add(fact);
          stories.add(fact);
          digests.add(fact);
          if (fact.body.kind === 'deal') {
            equity.push([fact.time, fact.body.balance, fact.body.balance]);
          }
          yield fact;
        }
      })(this.#journal.read()),
    );
    const { opened } = this.#journal;
    this.#core.numbersGoOnAbove(opened.markedNextNumber);
    this.#post({
      type: 'opened',
      state: this.#core.desk.state,
      facts: told.last(),
      trades: trades.last(),
      ledger: ledger.state,
      equity: equity.last(),
      stories: stories.all(),
      digests: digests.state,
    });
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

  #createConfiguredAgents(time: UtcMs): void {
    if (this.#core.desk.state.agents.size > 0) return; // later starts keep what the journal says
    for (const symbol of this.#start.settings.symbols) {
      const command = { type: 'create-agent', symbol } as const;
      this.#loop.feed({ type: 'command', time, id: symbol, by: 'configuration', command });
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
      const length = Math.min(next - this.#core.desk.now, LONGEST_STEP_MS);
      if (length > this.#granted) break;
      this.#granted -= Math.max(length, 0);
      this.#step();
      next = feed.nextTime;
    }
    this.#afterwards(performance.now());
    if (next === undefined) return this.#marketEnded();
    const missing = Math.min(next - this.#core.desk.now, LONGEST_STEP_MS) - this.#granted;
    const waitMs = Math.min(Math.max(missing / speed, 0), 1_000);
    this.#timer = setTimeout(() => this.#turn(), waitMs);
  }

  #step(): void {
    const step = this.#market.feed.step();
    carryStep(this.#loop, this.#books.broker, step);
    for (const quote of step.quotes) this.#publisher.quoted(quote.symbol);
  }

  #afterwards(now: number): void {
    this.#books.writeNowAndThen(now);
    this.#market.note();
    if (now - this.#committedAt >= COMMIT_EVERY_MS) this.#commit(now);
    this.#publisher.tellNowAndThen(now);
  }

  #commit(now: number): void {
    this.#journal.commit(this.#core.desk.state.nextNumber);
    this.#committedAt = now;
  }

  #marketEnded(): void {
    const detail = `${this.#market.name} has ended`;
    this.#books.broker.setLink(false, detail);
    this.#loop.takeBrokerEvents();
    this.#commit(performance.now());
    this.#publisher.tell(performance.now());
    this.#post({ type: 'status', status: { state: 'stopped', detail } });
    // Kept alive for commands and pulses until it is told to stop.
    this.#timer = setInterval(() => this.#afterwards(performance.now()), 1_000);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#strategies?.endAll();
    this.#books.write(performance.now());
    this.#commit(performance.now());
    this.#publisher.tell(performance.now());
    this.#journal.close();
    this.#post({ type: 'status', status: { state: 'stopped', detail: 'stopped in good order' } });
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
