import { AccountCore } from '../agents/account-core.ts';
import { DayDigests } from '../agents/day-digests.ts';
import type { Fact } from '../agents/fact.ts';
import type { WatchRequest } from '../agents/output.ts';
import { SignalStories } from '../agents/signal-stories.ts';
import { TradeLedger, type Trade } from '../agents/trade-ledger.ts';
import type { BrokerPort } from '../execution/broker-port.ts';
import type { Deal } from '../execution/order.ts';
import type { SqliteJournal } from '../journal/sqlite-journal.ts';
import { TradingLoop } from '../journal/trading-loop.ts';
import type { EconomicCalendar } from '../market/economic-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import { SmcStrategy } from '../signals/smc-strategy.ts';
import { EmergencyStopper } from './emergency-stopper.ts';
import type { EquityPoint, FromThread, ThreadStart, ToThread } from './messages.ts';
import { makeLatencies } from './latencies.ts';
import { Publisher } from './publisher.ts';
import { OrderHistory } from './order-history.ts';
import { DEALS_KEPT, ORDERS_KEPT, STORIES_KEPT } from './replica.ts';
import { Ring } from './ring.ts';
import type { StepBeacon } from './step-beacon.ts';
import { WATCHED } from './store-settings.ts';
import { timedParts } from './timed-parts.ts';
import { StrategyWorkers, type HandAnswer } from './strategy-workers.ts';

const FACTS_TOLD = 1000;
const TRADES_TOLD = 500;
const EQUITY_TOLD = 2000;
/** Facts without an intent wait this long at most for the disk. */
const COMMIT_EVERY_MS = 250;

export interface LifeParts {
  readonly start: ThreadStart;
  readonly post: (message: FromThread) => void;
  /** Signs of life, for the watchdog outside. */
  readonly signs: StepBeacon;
  readonly instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly journal: SqliteJournal;
  readonly broker: BrokerPort;
  /** Serves the core's wish to see a symbol. */
  readonly watch: (request: WatchRequest) => void;
  /** Scheduled news, where the market has a calendar. */
  readonly calendar?: EconomicCalendar;
  /** Called now and then, for what else has to be written down. */
  readonly keep: (now: number) => void;
}

/**
 * What every account that lives in a thread of its own has, whatever market and broker it lives with:
 * the core, the journal, the strategies, and who is told of it all. Starting and recovering are one.
 */
export class AccountLife {
  readonly core: AccountCore;
  readonly loop: TradingLoop;
  readonly publisher: Publisher;
  readonly #parts: LifeParts;
  readonly #strategies: StrategyWorkers | undefined;
  readonly #emergency: EmergencyStopper;
  #committedAt = 0;

  constructor(parts: LifeParts) {
    const { start, post, instruments, journal, broker, watch, calendar } = parts;
    const { settings, strategy } = start;
    this.#parts = parts;
    this.core = new AccountCore(settings, instruments, {
      strategyFor: (context) =>
        strategy
          ? undefined
          : new SmcStrategy(calendar ? { ...context, calendar } : context, settings.signal),
      watched: WATCHED,
      ...(calendar ? { calendar } : {}),
      observed: true,
      supervised: true,
      reading: parts.signs.reading,
    });
    this.publisher = new Publisher(this.core, post);
    this.#strategies = strategy && new StrategyWorkers(strategy.file, this.#hand);
    const timed = timedParts(start.latencies ?? makeLatencies(), this.core, journal);
    this.loop = new TradingLoop({
      core: timed.core,
      journal: timed.journal,
      broker,
      watch,
      ask: (question) => this.#strategies?.ask(question),
      observe: (output) => {
        timed.see(output.facts);
        this.publisher.take(output);
        this.#strategies?.observe(output.facts);
      },
    });
    this.#emergency = new EmergencyStopper(start, this.core, this.loop);
  }

  /** Read the journal, and tell what it holds. */
  recover(): void {
    const { start, journal, post } = this.#parts;
    const told = new Ring<Fact>(FACTS_TOLD);
    const trades = new Ring<Trade>(TRADES_TOLD);
    const equity = new Ring<EquityPoint>(EQUITY_TOLD);
    const ledger = new TradeLedger((trade) => trades.push(trade));
    const stories = new SignalStories(STORIES_KEPT);
    const digests = new DayDigests(start.settings);
    const orders = new OrderHistory(ORDERS_KEPT);
    const deals = new Ring<Deal>(DEALS_KEPT);
    this.core.recover(
      (function* (facts: Iterable<Fact>): Iterable<Fact> {
        for (const fact of facts) {
          told.push(fact);
          ledger.add(fact);
          stories.add(fact);
          digests.add(fact);
          orders.add(fact);
          if (fact.body.kind === 'deal') deals.push(fact.body.deal);
          const point = equityPointOf(fact);
          if (point) equity.push(point);
          yield fact;
        }
      })(journal.read()),
    );
    this.core.numbersGoOnAbove(journal.opened.markedNextNumber);
    post({
      type: 'opened',
      state: this.core.desk.state,
      facts: told.last(),
      trades: trades.last(),
      ledger: ledger.state,
      equity: equity.last(),
      stories: stories.all(),
      digests: digests.state,
      orders: orders.lines(),
      deals: deals.last(),
    });
  }

  /** Begin this life at `time`, after what was recovered. */
  begin(time: UtcMs): void {
    const { start, journal } = this.#parts;
    const { version, settingsHash } = start;
    this.loop.feed({ type: 'clock', time });
    this.#emergency.atStart(performance.now());
    if (start.quarantine) {
      const command = { type: 'quarantine-agent', ...start.quarantine } as const;
      this.loop.feed({ type: 'command', time, id: `watchdog-${time}`, by: 'watchdog', command });
    }
    const { node, tz } = process.versions;
    const session = { version, node, zoneData: tz ?? '', settingsHash };
    this.loop.carry(this.core.start(session, journal.opened.lostFacts));
  }

  createConfiguredAgents(time: UtcMs): void {
    // Later starts keep what the journal says.
    if (this.core.desk.state.agents.size > 0 || this.#emergency.isOn) return;
    for (const symbol of this.#parts.start.settings.symbols) {
      const command = { type: 'create-agent', symbol } as const;
      this.loop.feed({ type: 'command', time, id: symbol, by: 'configuration', command });
    }
  }

  take({ id, by, command }: Extract<ToThread, { type: 'command' }>): void {
    this.loop.feed({ type: 'command', time: this.core.desk.now, id, by, command });
    this.afterwards(performance.now());
  }

  /** To be called after events: writes down and tells what is due. */
  afterwards(now: number): void {
    this.#parts.signs.beat();
    this.#emergency.look(now);
    this.#parts.keep(now);
    if (now - this.#committedAt >= COMMIT_EVERY_MS) this.commit(now);
    this.publisher.tellNowAndThen(now);
  }

  commit(now: number): void {
    this.#parts.journal.commit(this.core.desk.state.nextNumber);
    this.#committedAt = now;
  }

  /** Write everything down and end. */
  end(): void {
    this.#strategies?.endAll();
    this.commit(performance.now());
    this.publisher.tell(performance.now());
    this.#parts.journal.close();
    const detail = 'stopped in good order';
    this.#parts.post({ type: 'status', status: { state: 'stopped', detail } });
  }

  readonly #hand: HandAnswer = (symbol, run, answer) => {
    const time = this.core.desk.now;
    this.loop.feed({ type: 'strategy-answer', time, symbol, run, answer });
    this.afterwards(performance.now());
  };
}

/** What a fact tells of the equity curve: a deal knows the balance, the broker's books know both. */
function equityPointOf({ time, body }: Fact): EquityPoint | undefined {
  if (body.kind === 'deal') return [time, body.balance, body.balance];
  if (body.kind !== 'reconciled' && body.kind !== 'account-read') return undefined;
  return [time, body.account.equity, body.account.balance];
}
