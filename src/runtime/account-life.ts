import type { AccountCore } from '../agents/account-core.ts';
import type { AccountState } from '../agents/account-state.ts';
import type { CoreEvent } from '../agents/core-event.ts';
import { directionsOf } from '../agents/elsewhere.ts';
import type { WatchRequest } from '../agents/output.ts';
import type { BrokerPort } from '../execution/broker-port.ts';
import type { SetAside } from '../journal/set-aside.ts';
import type { SqliteJournal } from '../journal/sqlite-journal.ts';
import type { FirstWorld } from '../journal/tape/tape-entry.ts';
import { TradingLoop } from '../journal/trading-loop.ts';
import type { ChangingCalendar } from '../market/changing-calendar.ts';
import type { Instrument } from '../market/instrument.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import { AccountBoard } from './account-board.ts';
import { accountCoreOf } from './account-core-of.ts';
import { brokerTerms } from './broker-process/broker-terms.ts';
import { buildIdentity } from './build-identity.ts';
import { EmergencyStopper } from './emergency-stopper.ts';
import { boardGate, GatedPort } from './gated-port.ts';
import { makeLatencies } from './latencies.ts';
import { LenientJournal } from './lenient-journal.ts';
import { LifeTape } from './life-tape.ts';
import type { EquityPoint, FromThread, ThreadStart, ToThread } from './messages.ts';
import { asideWords } from './open-journal.ts';
import { Publisher } from './publisher.ts';
import { Recollection } from './recollection.ts';
import { sessionOf } from './session-of.ts';
import type { StepBeacon } from './step-beacon.ts';
import { timedParts } from './timed-parts.ts';
import { StrategyWorkers, type HandAnswer } from './strategies/strategy-workers.ts';

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
  /** What became of a damaged journal that lay at its place. */
  readonly setAside?: SetAside | undefined;
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
  readonly #board: AccountBoard | undefined;
  readonly #port: GatedPort;
  readonly #record: LenientJournal;
  #committedAt = 0;

  constructor(parts: LifeParts) {
    const { start, post, instruments, journal, broker, watch, calendar } = parts;
    const { settings, strategy } = start;
    this.#parts = parts;
    this.#recollection = parts.recollection ?? new Recollection(journal, start);
    this.#tape = new LifeTape(start);
    if (calendar) {
      calendar.onChange = (word) => {
        this.#tape.put({ kind: 'calendar', word });
        this.#strategies?.schedule(word);
      };
    }
    this.core = accountCoreOf({
      settings,
      instruments,
      ...(calendar ? { calendar } : {}),
      asksElsewhere: strategy !== undefined,
      reading: parts.signs.reading,
    });
    this.publisher = new Publisher(this.core, post);
    this.#strategies = strategy && new StrategyWorkers(strategy.file, this.#hand, { calendar });
    this.#board = start.place && new AccountBoard(start.place);
    const asksAcross = settings.conduct?.across_accounts ?? true;
    this.#record = new LenientJournal(journal);
    const { gate } = this.#record;
    const gates = this.#board && asksAcross ? [gate, boardGate(this.#board)] : [gate];
    this.#port = new GatedPort(broker, gates, () => this.core.desk.now);
    const timed = timedParts(
      start.latencies ?? makeLatencies(),
      this.#tape.between({ core: this.core, journal: this.#record }),
    );
    this.loop = new TradingLoop({
      core: timed.core,
      journal: timed.journal,
      broker: this.#port,
      watch,
      before: (event) => this.#elsewhere(event),
      ask: (question) => this.#strategies?.ask(question),
      observe: (output) => {
        timed.see(output.facts);
        if (output.facts.length > 0) this.#tellOthers();
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
    this.#tellOthers();
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
    const { setAside } = this.#parts;
    const aside = setAside && asideWords(setAside);
    this.#tape.put({ kind: 'start', session, lostFacts, ...(aside ? { aside } : {}) });
    this.loop.carry(this.core.start(session, lostFacts, aside));
  }

  createConfiguredAgents(time: UtcMs): void {
    // Later starts keep what the journal says; after an emergency stop a person starts them.
    const { agents, emergency } = this.core.desk.state;
    if (agents.size > 0 || emergency !== 'none' || this.#emergency.isOn) return;
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
    const detail = this.#record.takeTrouble();
    const time = this.core.desk.now;
    if (detail !== undefined) this.loop.feed({ type: 'disk-trouble', time, detail });
    if (this.#port.hasNews) this.loop.takeBrokerEvents();
    this.#emergency.look(now);
    this.onDisk(() => this.#parts.keep(now));
    if (now - this.#committedAt >= COMMIT_EVERY_MS) this.commit(now);
    this.publisher.tellNowAndThen(now);
  }

  commit(now: number): void {
    const { state } = this.core.desk;
    this.#tape.beforeCommit();
    this.#record.commit(state.nextNumber);
    this.#committedAt = now;
    this.#tape.flushNowAndThen(now);
    this.#recollection.keep(state);
  }

  /** Write something that the account needs: where the disk fails, nothing is opened any more. */
  onDisk(write: () => void): void {
    this.#record.guard(write);
  }

  /** Write everything down and end. */
  end(): void {
    this.#strategies?.endAll();
    this.commit(performance.now());
    this.publisher.tell(performance.now());
    this.#recollection.keep(this.core.desk.state, true);
    this.#tape.end(this.core.desk.state.seq);
    this.onDisk(() => this.#parts.journal.close());
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

  /** What this account holds, for the user's others. */
  #tellOthers(): void {
    this.#board?.publish(directionsOf(this.core.desk.state));
  }

  /** What the others hold, if that changed: read in the moment in which something may be opened. */
  #elsewhere(event: CoreEvent): CoreEvent | undefined {
    if (!this.#board || !mayOpen(event)) return undefined;
    const { agents } = this.core.desk.state;
    const elsewhere = this.#board.look(agents.keys(), agents.size);
    return elsewhere && { type: 'elsewhere', time: event.time, elsewhere };
  }

  readonly #hand: HandAnswer = (symbol, run, answer) => {
    const time = this.core.desk.now;
    this.loop.feed({ type: 'strategy-answer', time, symbol, run, answer });
    this.afterwards(performance.now());
  };
}

function mayOpen(event: CoreEvent): boolean {
  if (event.type === 'bars') return !event.history;
  if (event.type === 'command') return event.command.type === 'approve-signal';
  return event.type === 'strategy-answer';
}
