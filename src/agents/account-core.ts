import { parseClockRule } from '../market/clock-rule.ts';
import type { Instrument } from '../market/instrument.ts';
import { quoteDefect, type Quote } from '../market/quote.ts';
import type { PriceSpan } from '../market/price-span.ts';
import type { SymbolName } from '../market/units.ts';
import type { Candidate } from '../signals/signal.ts';
import type { AccountSettings } from './account-settings.ts';
import type { AccountState, AgentRecord } from './account-state.ts';
import { AgentKeeper } from './agent-keeper.ts';
import type { Agent } from './agent.ts';
import { Approvals } from './approvals.ts';
import { beginLife, type Session } from './begin-life.ts';
import { BreakerWatch } from './breaker-watch.ts';
import { BrokerDesk } from './broker-desk.ts';
import type { CommandAnswer } from './command.ts';
import { carryOut } from './commands.ts';
import type { CoreEvent, SymbolBar } from './core-event.ts';
import type { CoreOptions } from './core-options.ts';
import { decide, recordMissed, WHILE_AWAY, type Missed } from './decide.ts';
import { Desk } from './desk.ts';
import type { Fact } from './fact.ts';
import { Flattener } from './flattener.ts';
import { Halt, messageOf } from './halt.ts';
import { takeInstrumentChange } from './instrument-change.ts';
import { obstacleOf } from './obstacle.ts';
import type { Output, Sighting } from './output.ts';
import { PositionManager } from './position-manager.ts';
import { Quiet } from './quiet.ts';
import { StopGuard } from './stop-guard.ts';
import { StrategiesElsewhere, type AnswerEvent, type Taken } from './strategies-elsewhere.ts';
import { withdraw } from './withdraw.ts';

type BarsEvent = Extract<CoreEvent, { type: 'bars' }>;
type CommandEvent = Extract<CoreEvent, { type: 'command' }>;
type Step = (event: CoreEvent) => void;

/** What candidates come with. */
const MAY_OPEN: readonly CoreEvent['type'][] = ['bars', 'strategy-answer'];
const NO_CANDIDATES: readonly Candidate[] = [];

/**
 * One account's whole trading: agents, risk, execution. Deterministic and synchronous: the same
 * events give the same facts and intents, live, on paper, in a backtest and in a replay.
 */
export class AccountCore {
  readonly desk: Desk;
  readonly quiet: Quiet;
  readonly #options: CoreOptions;
  readonly #broker: BrokerDesk;
  readonly #breaker: BreakerWatch;
  readonly #elsewhere: StrategiesElsewhere;
  readonly #approvals: Approvals;
  /** What an event leads to, in this order. History only passes the agents. */
  readonly #before: readonly Step[];
  readonly #itself: readonly Step[];
  readonly #after: readonly Step[];
  readonly #halt: Halt;
  readonly #keeper: AgentKeeper;

  constructor(
    settings: AccountSettings,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    options: CoreOptions,
  ) {
    const clock = parseClockRule(settings.serverClock);
    if (!clock) throw new Error(`no clock rule is called ${settings.serverClock}`);
    this.desk = new Desk(settings, instruments, options.calendar);
    this.#options = options;
    this.#elsewhere = new StrategiesElsewhere(this.desk);
    this.#halt = new Halt(this.desk);
    const keeping = { desk: this.desk, halt: this.#halt, elsewhere: this.#elsewhere, options };
    this.#keeper = new AgentKeeper(keeping, clock);
    this.#approvals = new Approvals(this.desk, this.agents, (agent) => this.#obstacle(agent));
    this.#breaker = new BreakerWatch(this.desk);
    this.#broker = new BrokerDesk(this.desk, this.#breaker, options.losesNothing);
    const flattener = new Flattener(this.desk, this.#broker);
    const stops = new StopGuard(this.desk, this.#broker);
    const manager = new PositionManager(this.desk, this.#broker, this.agents);
    this.quiet = new Quiet(this.desk, this.#breaker, this.#broker, stops, manager);
    // What the breaker has to say comes before what would be opened, not in the same breath.
    this.#before = [(event) => MAY_OPEN.includes(event.type) && this.#breaker.look(event)];
    this.#itself = [(event) => this.#dispatch(event)];
    this.#after = [
      (event) => this.#breaker.look(event),
      () => this.#approvals.look(),
      () => this.#broker.lookAfterQuestions(),
      () => this.#broker.askWhileBlind(),
      () => flattener.drive(),
      () => stops.look(),
      (event) => manager.look(event),
      ...(options.supervised ? [(event: CoreEvent) => this.#keeper.supervise(event)] : []),
    ];
  }

  get agents(): ReadonlyMap<SymbolName, Agent> {
    return this.#keeper.agents;
  }

  /** Take in earlier lives: what was folded of them, and the facts after it. Before {@link start}. */
  recover(facts: Iterable<Fact>, folded?: AccountState): void {
    if (folded) this.desk.resume(folded);
    for (const fact of facts) this.desk.fold(fact);
    this.#breaker.resume();
  }

  /** Order numbers go on above `next`, whatever the journal has lost: none is ever used twice. */
  numbersGoOnAbove(next: number): void {
    const { state } = this.desk;
    if (next > state.nextNumber) state.nextNumber = next;
  }

  /**
   * Begin a life: name it in the record, bring back the agents and ask for what they need. `aside` is
   * what became of a damaged journal.
   */
  start(session: Session, lostFacts = 0, aside?: string): Output {
    beginLife(this.desk, session, lostFacts, aside);
    this.#keeper.build();
    return this.desk.output;
  }

  /** One event in, what changed and what is to be sent out. The output lives until the next call. */
  process(event: CoreEvent): Output {
    const isHistory = event.type === 'bars' && event.history;
    this.desk.begin(isHistory ? this.desk.now : event.time);
    if (!isHistory) this.#go(this.#before, event);
    this.#go(this.#itself, event);
    if (!isHistory) this.#go(this.#after, event);
    return this.desk.output;
  }

  /**
   * As {@link process}, of bars that close while {@link quiet} has found that nothing happens: unless
   * they lead to something themselves, there is nothing else to be seen to.
   */
  processInQuiet(event: BarsEvent): Output {
    const { output } = this.desk;
    this.desk.begin(event.time);
    try {
      this.#onBars(event);
    } catch (error) {
      this.#halt.take(error);
    }
    if (output.facts.length + output.intents.length > 0) this.#go(this.#after, event);
    return output;
  }

  /** Each step has a net of its own: a fault in one must not keep what closes from being reached. */
  #go(steps: readonly Step[], event: CoreEvent): void {
    for (const step of steps) {
      try {
        step(event);
      } catch (error) {
        this.#halt.take(error);
      }
    }
  }

  /** Take in a quote, at the end of a way through `span` of which {@link quiet} says that it leads to nothing. */
  passTo(quote: Quote, span: PriceSpan): void {
    this.desk.begin(quote.time);
    this.desk.passOver(span);
    if (quoteDefect(quote) === undefined) this.desk.setQuote(quote);
    this.#broker.lookAfterQuestions();
  }

  #dispatch(event: CoreEvent): void {
    switch (event.type) {
      case 'quote':
        return this.#onQuote(event.quote);
      case 'bars':
        return this.#onBars(event);
      case 'broker':
        return this.#broker.take(event.event);
      case 'command': {
        this.#onCommand(event);
        return this.#keeper.build();
      }
      case 'strategy-answer':
        return this.#onAnswer(event);
      case 'elsewhere':
        return this.desk.emit({ kind: 'elsewhere', elsewhere: event.elsewhere });
      case 'disk-trouble':
        return this.#halt.take(new Error(event.detail), 'journal');
      case 'instrument': {
        takeInstrumentChange(this.desk, event);
        return this.#keeper.build();
      }
      case 'clock':
        return;
    }
  }

  /** Whatever becomes of a command, who gave it has an answer. */
  #onCommand({ id, by, command }: CommandEvent): void {
    let answer: CommandAnswer;
    try {
      const { desk } = this;
      answer = carryOut({ desk, approvals: this.#approvals, breaker: this.#breaker }, command, by);
    } catch (error) {
      const message = `the command failed: ${messageOf(error)}`;
      answer = { ok: false, reason: 'not-now', message };
      this.#halt.take(error);
    }
    this.desk.emit({ kind: 'command', id, by, command, answer });
  }

  #onQuote(quote: Quote): void {
    if (quoteDefect(quote) !== undefined) return; // risk refuses for want of a fresh quote
    this.desk.setQuote(quote);
  }

  /** All symbols' bars of one moment are read first, then decided on in the declared order. */
  #onBars(event: BarsEvent): void {
    let found = NO_CANDIDATES;
    for (const one of event.bars) {
      const agent = this.agents.get(one.symbol);
      if (!agent) continue;
      const said = this.#read(agent, one, event);
      if (!said) continue;
      if (said.length > 0) found = [...found, ...said];
      if (event.history) continue;
      this.#nowRunning(one.symbol);
      for (const signalId of agent.withdrawals) withdraw(this.desk, signalId);
    }
    if (found.length === 0) return;
    const missed = event.history ? WHILE_AWAY : undefined;
    for (const candidate of found) this.#settle(candidate, missed);
  }

  /** What an agent says of its bar; undefined when it has failed at it. */
  #read(
    agent: Agent,
    { symbol, bar }: SymbolBar,
    { time, history, timeframe }: BarsEvent,
  ): readonly Candidate[] | undefined {
    try {
      this.#options.reading?.(symbol);
      const sightings = this.#sightings;
      const spread = this.desk.spreadOf(symbol);
      const said =
        timeframe === undefined
          ? agent.onBaseBar(bar, time, spread, sightings, history)
          : agent.onHistoryBar(timeframe, bar, time, spread, sightings);
      if (said.length === 0) return said;
      // Not decided already in an earlier life, nor older than the agent itself.
      const decidedUntil = this.#decidedUntil(symbol);
      return said.filter(({ signal }) => signal.time > decidedUntil);
    } catch (error) {
      this.#keeper.failed(symbol, error);
      return undefined;
    } finally {
      this.#options.reading?.(undefined);
    }
  }

  /** What a strategy elsewhere says: decided on as if it stood here, unless it comes too late. */
  #onAnswer(event: AnswerEvent): void {
    const { symbol } = event;
    const record = this.desk.state.agents.get(symbol);
    if (!record || !this.#keeper.isOf(record)) return; // stopped since
    let taken: Taken | undefined;
    try {
      taken = this.#elsewhere.take(event, this.agents.get(symbol), this.#sightings);
      if (taken?.kind === 'strategy') return this.#keeper.install(taken.strategy, taken.instrument);
    } catch (error) {
      return this.#keeper.failed(symbol, error);
    }
    if (!taken) return;
    const decidedUntil = this.#decidedUntil(symbol);
    for (const candidate of taken.candidates) {
      if (candidate.signal.time > decidedUntil) this.#settle(candidate, taken.missed);
    }
    for (const signalId of taken.withdrawals) withdraw(this.desk, signalId);
  }

  get #sightings(): Sighting[] | undefined {
    return this.#options.observed ? this.desk.output.sightings : undefined;
  }

  #settle(candidate: Candidate, missed: Missed | undefined): void {
    const agent = this.desk.state.agents.get(candidate.signal.symbol);
    if (!agent) return;
    if (missed) recordMissed(this.desk, candidate, missed);
    else decide(this.desk, candidate, this.#obstacle(agent));
  }

  #decidedUntil(symbol: SymbolName): number {
    return this.desk.state.agents.get(symbol)?.lastDecidedAt ?? Infinity;
  }

  #obstacle(agent: AgentRecord): string | undefined {
    return obstacleOf(this.desk, this.#broker, this.#halt, agent);
  }

  #nowRunning(symbol: SymbolName): void {
    if (this.desk.state.agents.get(symbol)?.state !== 'READY') return;
    this.desk.emit({ kind: 'agent-state', symbol, state: 'RUNNING', why: 'watching closed bars' });
  }
}
