import type { AccountCore } from '../agents/account-core.ts';
import type { AccountState } from '../agents/account-state.ts';
import type { WatchRequest } from '../agents/output.ts';
import type { BrokerPort } from '../execution/broker-port.ts';
import type { SqliteJournal } from '../journal/sqlite-journal.ts';
import type { FirstWorld } from '../journal/tape/tape-entry.ts';
import { TradingLoop } from '../journal/trading-loop.ts';
import type { ChangingCalendar } from '../market/changing-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import { accountCoreOf } from './account-core-of.ts';
import { brokerTerms } from './broker-terms.ts';
import { buildIdentity } from './build-identity.ts';
import { EmergencyStopper } from './emergency-stopper.ts';
import { makeLatencies } from './latencies.ts';
import { LifeTape } from './life-tape.ts';
import type { EquityPoint, FromThread, ThreadStart, ToThread } from './messages.ts';
import { Publisher } from './publisher.ts';
import { Recollection } from './recollection.ts';
import { sessionOf } from './session-of.ts';
import type { StepBeacon } from './step-beacon.ts';
import { timedParts } from './timed-parts.ts';
import { StrategyWorkers, type HandAnswer } from './strategy-workers.ts';

/** Facts without an intent wait this long at most for the disk. */
const COMMIT_EVERY_MS = 250;

export interface LifeParts {
  readonly start: ThreadStart;
  readonly post: (message: FromThread) => void;
  /** Signs of life, for the watchdog outside. */
  readonly signs: StepBeacon;
  readonly instruments: Map<SymbolName, Instrument>;
  readonly journal: SqliteJournal;
  /** Of the same journal, where somebody has asked it already. */
  readonly recollection?: Recollection;
  readonly broker: BrokerPort;
  /** Serves the core's wish to see a symbol. */
  readonly watch: (request: WatchRequest) => void;
  /** Scheduled news, where the market has a calendar. */
  readonly calendar?: ChangingCalendar;
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
  readonly #recollection: Recollection;
  readonly #tape: LifeTape;
  #committedAt = 0;

  constructor(parts: LifeParts) {
    const { start, post, instruments, journal, broker, watch, calendar } = parts;
    const { settings, strategy } = start;
    this.#parts = parts;
    this.#recollection = parts.recollection ?? new Recollection(journal, start);
    this.#tape = new LifeTape(start);
    if (calendar) calendar.onChange = (word) => this.#tape.put({ kind: 'calendar', word });
    this.core = accountCoreOf({
      settings,
      instruments,
      ...(calendar ? { calendar } : {}),
      asksElsewhere: strategy !== undefined,
      reading: parts.signs.reading,
    });
    this.publisher = new Publisher(this.core, post);
    this.#strategies = strategy && new StrategyWorkers(strategy.file, this.#hand);
    const timed = timedParts(
      start.latencies ?? makeLatencies(),
      this.#tape.between({ core: this.core, journal }),
    );
    this.loop = new TradingLoop({
      core: timed.core,
      journal: timed.journal,
      broker,
      watch,
      ask: (question) => this.#strategies?.ask(question),
      observe: (output) => {
        timed.see(output.facts);
        this.publisher.take(output);
        for (const fact of output.facts) this.#recollection.read().memory.add(fact);
        this.#strategies?.observe(output.facts);
      },
    });
    this.#emergency = new EmergencyStopper(start, this.core, this.loop);
  }

  /** Read the journal, and tell what it holds; of the equity also what `lived` has seen. */
  recover(lived: readonly EquityPoint[] = []): void {
    const { journal, post } = this.#parts;
    const { state, memory, facts } = this.#recollection.read();
    this.#recollection.keep(state, true);
    this.#beginTape(state);
    this.core.recover([], state);
    this.core.numbersGoOnAbove(journal.opened.markedNextNumber);
    const known = memory.state;
    const equity = lived.length > 0 ? lived : known.equity;
    post({ type: 'opened', state: this.core.desk.state, facts, ...known, equity });
  }

  /** The core sees it from here on. */
  learn(instrument: Instrument): void {
    this.#tape.put({ kind: 'instrument', instrument });
    this.#parts.instruments.set(instrument.symbol, instrument);
  }

  /** Begin this life at `time`, after what was recovered. */
  begin(time: UtcMs): void {
    const { start, journal } = this.#parts;
    this.loop.feed({ type: 'clock', time });
    this.#emergency.atStart(performance.now());
    if (start.quarantine) {
      const command = { type: 'quarantine-agent', ...start.quarantine } as const;
      this.loop.feed({ type: 'command', time, id: `watchdog-${time}`, by: 'watchdog', command });
    }
    const session = sessionOf(start);
    const { lostFacts } = journal.opened;
    this.#tape.put({ kind: 'start', session, lostFacts });
    this.loop.carry(this.core.start(session, lostFacts));
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
    const { state } = this.core.desk;
    this.#tape.beforeCommit();
    this.#parts.journal.commit(state.nextNumber);
    this.#committedAt = now;
    this.#tape.flushNowAndThen(now);
    this.#recollection.keep(state);
  }

  /** Write everything down and end. */
  end(): void {
    this.#strategies?.endAll();
    this.commit(performance.now());
    this.publisher.tell(performance.now());
    this.#recollection.keep(this.core.desk.state, true);
    this.#tape.end(this.core.desk.state.seq);
    this.#parts.journal.close();
    const detail = 'stopped in good order';
    this.#parts.post({ type: 'status', status: { state: 'stopped', detail } });
  }

  /** What is recovered, and what the core is made of, as they are before it reads anything. */
  #beginTape(state: AccountState): void {
    const { start, journal, instruments, calendar } = this.#parts;
    // Facts that were not there when the journal was opened were played just now.
    const isYoung = journal.opened.lastSeq === 0 && state.seq > 0;
    this.#tape.begin({
      account: start.settings.name,
      version: start.version,
      build: buildIdentity(),
      seq: state.seq,
      link: journal.link,
      state,
      nextNumber: journal.opened.markedNextNumber,
      settings: start.settings,
      instruments: [...instruments.values()],
      ...(calendar ? { calendar: calendar.word } : {}),
      asksElsewhere: start.strategy !== undefined,
      ...(isYoung ? { firstLife: this.#firstWorld() } : {}),
    });
  }

  #firstWorld(): FirstWorld {
    const { settingsHash, world } = this.#parts.start;
    const { seed, models } = world;
    const broker = brokerTerms(this.#parts.start);
    return { seed, broker, settingsHash, ...(models ? { models } : {}) };
  }

  readonly #hand: HandAnswer = (symbol, run, answer) => {
    const time = this.core.desk.now;
    this.loop.feed({ type: 'strategy-answer', time, symbol, run, answer });
    this.afterwards(performance.now());
  };
}
