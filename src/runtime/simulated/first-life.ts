import { AccountCore } from '../../agents/account-core.ts';
import type { Session } from '../../agents/begin-life.ts';
import { accountNow } from '../../agents/equity.ts';
import type { Fact } from '../../agents/fact.ts';
import type { BrokerBooksState } from '../../brokers/simulated/broker-state.ts';
import { marketSymbols, type MarketSymbols } from '../../brokers/simulated/market-symbols.ts';
import type { SimulatedBrokerSettings } from '../../brokers/simulated/settings.ts';
import { SimulatedBroker } from '../../brokers/simulated/simulated-broker.ts';
import { MemoryJournal } from '../../journal/memory-journal.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type SymbolName, type UtcMs } from '../../market/units.ts';
import type { Instrument } from '../../market/instrument.ts';
import { SmcStrategy } from '../../signals/smc-strategy.ts';
import type { BarStore, StoreMark } from '../bar-store.ts';
import { GeneratedFeed, type FeedCheckpoint } from './generated-feed.ts';
import type { EquityPoint, ThreadStart } from '../messages.ts';
import { sessionOf } from '../session-of.ts';
import { TradingLoop } from '../../journal/trading-loop.ts';
import { feedHistory } from '../feed-history.ts';
import { carryStep, deliverInstrument } from './world-driver.ts';

/** The market runs alone for so long, so that agents begin with the history they ask for. */
const HISTORY_MS = 60 * DAY_MS;
/** Then the agents trade it at full speed for so long … */
const PLAYED_MS = 14 * DAY_MS;
/** … and on to the next accepted signal, but no longer than this. */
const LONGEST_MS = 45 * DAY_MS;
/** The first life ends this long before that signal, so that a person sees it come. */
const LEAD_MS = 25 * MINUTE_MS;
const CHECKPOINT_EVERY_MS = 10 * MINUTE_MS;
const CHECKPOINTS_KEPT = 8;

/** What a simulated account has lived through before a person first looks at it. */
export interface FirstLife {
  readonly facts: readonly Fact[];
  readonly books: BrokerBooksState;
  readonly feed: GeneratedFeed;
  /** What the account was worth, hour by hour. */
  readonly equity: readonly EquityPoint[];
}

/** What of an account's start a first life needs. */
type FirstStart = Pick<ThreadStart, 'settings' | 'version' | 'settingsHash'> & {
  readonly world: Pick<ThreadStart['world'], 'seed' | 'models'>;
};

interface Moment {
  readonly feed: FeedCheckpoint;
  readonly books: BrokerBooksState;
  readonly facts: number;
  readonly bars: StoreMark;
}

/**
 * Play a new simulated market at full speed: the same core, the same gates, the same threshold. It
 * ends shortly before the next accepted signal, whatever becomes of it.
 */
export function playFirstLife(
  start: FirstStart,
  broker: SimulatedBrokerSettings,
  feed: GeneratedFeed,
  store: BarStore,
  instruments: ReadonlyMap<SymbolName, Instrument>,
  say: (detail: string) => void,
  session = sessionOf(start),
): FirstLife {
  const begins = feed.nextTime ?? 0;
  say('making the history of the simulated market');
  while ((feed.nextTime ?? Infinity) < begins + HISTORY_MS) feed.step();
  say('playing two simulated weeks at full speed');
  const player = new Player(start, broker, feed, store, instruments, session);
  player.play((feed.nextTime ?? 0) + PLAYED_MS, (feed.nextTime ?? 0) + LONGEST_MS);
  return player.end();
}

/**
 * The history of a new simulated market and nothing lived in it yet: a strategy of the user's own runs
 * in a thread beside the account's and at its own pace, which no market at full speed waits for.
 */
export function makeHistory(
  broker: SimulatedBrokerSettings,
  feed: GeneratedFeed,
  instruments: ReadonlyMap<SymbolName, Instrument>,
): FirstLife {
  const until = (feed.nextTime ?? 0) + HISTORY_MS;
  while ((feed.nextTime ?? Infinity) < until) feed.step();
  const fresh = new SimulatedBroker(broker, instruments);
  if (feed.nextTime !== undefined) fresh.advance(feed.nextTime);
  return { facts: [], books: fresh.snapshot(), feed, equity: [] };
}

class Player {
  readonly #feed: GeneratedFeed;
  readonly #store: BarStore;
  readonly #broker: SimulatedBroker;
  readonly #journal = new MemoryJournal();
  readonly #loop: TradingLoop;
  readonly #seed: number;
  readonly #known: MarketSymbols;
  readonly #core: AccountCore;
  readonly #equity: EquityPoint[] = [];
  #moments: Moment[] = [];
  #acceptedAt: number | undefined;
  /** From here on, an accepted signal ends the life. */
  #playedUntil = Infinity;

  constructor(
    start: FirstStart,
    broker: SimulatedBrokerSettings,
    feed: GeneratedFeed,
    store: BarStore,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    session: Session,
  ) {
    const { settings } = start;
    this.#feed = feed;
    this.#store = store;
    this.#seed = start.world.seed;
    this.#known = marketSymbols(instruments.values(), start.world.models);
    this.#broker = new SimulatedBroker(broker, instruments);
    const core = new AccountCore(settings, instruments, {
      strategyFor: (context) => new SmcStrategy(context, settings.signal),
      watched: [],
      observed: false,
      losesNothing: true,
    });
    this.#core = core;
    this.#loop = new TradingLoop({
      core,
      journal: this.#journal,
      broker: this.#broker,
      watch: (request) => {
        const instrument = instruments.get(request.symbol);
        if (!instrument || !deliverInstrument(feed, instrument, settings.currency)) return;
        feedHistory(this.#loop, feed.history(request.symbol), request, store.settings);
      },
      observe: ({ facts }) => this.#look(facts),
    });
    this.#begin(core, settings.symbols, session);
  }

  #begin(core: AccountCore, symbols: readonly SymbolName[], session: Session): void {
    const time = this.#feed.nextTime ?? core.desk.now;
    this.#broker.advance(time);
    this.#loop.feed({ type: 'clock', time });
    this.#loop.carry(core.start(session));
    this.#broker.setLink(true, 'the simulated broker');
    this.#loop.takeBrokerEvents();
    for (const symbol of symbols) {
      const command = { type: 'create-agent', symbol } as const;
      this.#loop.feed({ type: 'command', time, id: symbol, by: 'configuration', command });
    }
  }

  play(until: number, longest: number): void {
    this.#playedUntil = until;
    for (;;) {
      const time = this.#feed.nextTime;
      if (time === undefined || time >= longest || this.#acceptedAt !== undefined) return;
      this.#value(time);
      this.#note(time);
      carryStep(this.#loop, this.#broker, this.#feed.step());
    }
  }

  /** Cut the life off at the last moment that is early enough before the signal. */
  end(): FirstLife {
    const before = (this.#acceptedAt ?? Infinity) - LEAD_MS;
    const moment = this.#moments.findLast(({ feed }) => feed.time <= before) ?? this.#moments[0];
    if (!moment) throw new Error('a first life was ended before it was played');
    this.#store.returnTo(moment.bars);
    return {
      facts: this.#journal.facts.slice(0, moment.facts),
      equity: this.#equity.filter(([time]) => time <= moment.feed.time),
      books: moment.books,
      feed: GeneratedFeed.resume(this.#seed, moment.feed, this.#store, [], this.#known),
    };
  }

  #look(facts: readonly Fact[]): void {
    for (const { time, body } of facts) {
      if (body.kind !== 'signal' || !body.verdict.taken) continue;
      if (time >= this.#playedUntil) this.#acceptedAt ??= time;
    }
  }

  #value(time: number): void {
    if (time - (this.#equity.at(-1)?.[0] ?? -Infinity) < HOUR_MS) return;
    const account = accountNow(this.#core.desk);
    if (account) this.#equity.push([time as UtcMs, account.equity, account.balance]);
  }

  #note(time: number): void {
    const last = this.#moments.at(-1)?.feed.time ?? -Infinity;
    if (time < this.#playedUntil - HOUR_MS || time - last < CHECKPOINT_EVERY_MS) return;
    this.#moments.push({
      feed: this.#feed.checkpoint(),
      books: this.#broker.snapshot(),
      facts: this.#journal.facts.length,
      bars: this.#store.mark(),
    });
    if (this.#moments.length > CHECKPOINTS_KEPT) this.#moments.shift();
  }
}
