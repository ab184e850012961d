import { parseClockRule, type ClockRule } from '../market/clock-rule.ts';
import type { Instrument } from '../market/instrument.ts';
import { quoteDefect, type Quote } from '../market/quote.ts';
import type { Timeframe } from '../market/timeframe.ts';
import type { Price, SymbolName } from '../market/units.ts';
import type { Candidate } from '../signals/signal.ts';
import type { Strategy, StrategyContext } from '../signals/strategy.ts';
import type { AccountSettings } from './account-settings.ts';
import type { AgentRecord } from './account-state.ts';
import { Agent } from './agent.ts';
import { BreakerWatch } from './breaker-watch.ts';
import { BrokerDesk } from './broker-desk.ts';
import { carryOut } from './commands.ts';
import type { CoreEvent } from './core-event.ts';
import { decide, recordMissed } from './decide.ts';
import { Desk } from './desk.ts';
import type { Fact, FactBody } from './fact.ts';
import { Flattener } from './flattener.ts';
import type { Output } from './output.ts';
import { withdraw } from './withdraw.ts';

export interface CoreOptions {
  /** Makes the strategy of a new agent. */
  readonly strategyFor: (context: StrategyContext) => Strategy;
  /** Timeframes that observers want bars of, besides those that strategies read. */
  readonly watched: readonly Timeframe[];
  /** Report bars and structure to observers; a backtest has none. */
  readonly observed: boolean;
}

/** Faults of one life that are written down; those that follow are seldom others. */
const FAULTS_TOLD = 3;

type Session = Omit<Extract<FactBody, { kind: 'session-started' }>, 'kind' | 'mode'>;
type BarsEvent = Extract<CoreEvent, { type: 'bars' }>;

/**
 * One account's whole trading: agents, risk, execution. Deterministic and synchronous: the same
 * events give the same facts and intents, live, on paper, in a backtest and in a replay.
 */
export class AccountCore {
  readonly desk: Desk;
  readonly agents = new Map<SymbolName, Agent>();
  readonly #options: CoreOptions;
  readonly #clock: ClockRule;
  readonly #broker: BrokerDesk;
  readonly #breaker: BreakerWatch;
  /** What an event leads to, in this order. History only passes the agents. */
  readonly #steps: readonly ((event: CoreEvent) => void)[];
  readonly #historySteps: readonly ((event: CoreEvent) => void)[];
  /** The record each agent was built for: a new record means that the agent was started anew. */
  readonly #builtFor = new Map<SymbolName, AgentRecord>();
  /** Why nothing may be opened until the next start: a part that all agents share has failed. */
  #halted: string | undefined;
  readonly #faults = new Set<string>();

  constructor(
    settings: AccountSettings,
    instruments: ReadonlyMap<SymbolName, Instrument>,
    options: CoreOptions,
  ) {
    const clock = parseClockRule(settings.serverClock);
    if (!clock) throw new Error(`no clock rule is called ${settings.serverClock}`);
    this.desk = new Desk(settings, instruments);
    this.#options = options;
    this.#clock = clock;
    this.#breaker = new BreakerWatch(this.desk);
    this.#broker = new BrokerDesk(this.desk, this.#breaker);
    const flattener = new Flattener(this.desk, this.#broker);
    this.#historySteps = [(event) => this.#dispatch(event)];
    this.#steps = [
      ...this.#historySteps,
      () => this.#breaker.look(),
      () => this.#broker.lookAfterQuestions(),
      (event) => flattener.drive(event),
    ];
  }

  /** Take in the facts of earlier lives. To be called before {@link start}. */
  recover(facts: Iterable<Fact>): void {
    for (const fact of facts) this.desk.fold(fact);
    this.#breaker.resume();
  }

  /** Order numbers go on above `next`, whatever the journal has lost: none is ever used twice. */
  numbersGoOnAbove(next: number): void {
    const { state } = this.desk;
    if (next > state.nextNumber) state.nextNumber = next;
  }

  /** Begin a life: name it in the record, bring back the agents and ask for what they need. */
  start(session: Session, lostFacts = 0): Output {
    const { desk } = this;
    desk.begin(desk.now);
    if (lostFacts > 0) {
      const detail =
        `the journal has lost its last ${lostFacts} facts: what they told is taken from the ` +
        "broker's books";
      desk.emit({ kind: 'fault', where: 'journal', detail });
    }
    desk.emit({ kind: 'session-started', mode: desk.settings.mode, ...session });
    if (desk.state.link.up) desk.emit({ kind: 'link', up: false, detail: 'starting' });
    for (const record of desk.state.agents.values()) {
      if (record.state === 'RUNNING' || record.state === 'DEGRADED') {
        const { symbol } = record;
        desk.emit({ kind: 'agent-state', symbol, state: 'READY', why: 'reading history' });
      }
    }
    this.#buildAgents();
    return desk.output;
  }

  /** One event in, what changed and what is to be sent out. The output lives until the next call. */
  process(event: CoreEvent): Output {
    const isHistory = event.type === 'bars' && event.history;
    this.desk.begin(isHistory ? this.desk.now : event.time);
    // Each step has a net of its own: a fault in one must not keep what closes from being reached.
    const steps = isHistory ? this.#historySteps : this.#steps;
    for (const step of steps) {
      try {
        step(event);
      } catch (error) {
        this.#halt(error);
      }
    }
    return this.desk.output;
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
        const answer = carryOut(this.desk, event.command, event.by);
        const { id, by, command } = event;
        this.desk.emit({ kind: 'command', id, by, command, answer });
        return this.#buildAgents();
      }
      case 'clock':
        return;
    }
  }

  #onQuote(quote: Quote): void {
    if (quoteDefect(quote) !== undefined) return; // risk refuses for want of a fresh quote
    this.desk.setQuote(quote);
  }

  /** All symbols' bars of one moment are read first, then decided on in the declared order. */
  #onBars(event: BarsEvent): void {
    const found: Candidate[] = [];
    for (const { symbol, bar } of event.bars) {
      const agent = this.agents.get(symbol);
      if (!agent) continue;
      try {
        const sightings = this.#options.observed ? this.desk.output.sightings : undefined;
        const spread = this.#spreadOf(symbol);
        const { time, history, timeframe } = event;
        const said =
          timeframe === undefined
            ? agent.onBaseBar(bar, time, spread, sightings, history)
            : agent.onHistoryBar(timeframe, bar, time, spread, sightings);
        for (const one of said) {
          // Not decided already in an earlier life, nor older than the agent itself.
          if (one.signal.time > this.#decidedUntil(symbol)) found.push(one);
        }
      } catch (error) {
        this.#quarantine(symbol, error);
        continue;
      }
      if (event.history) continue;
      this.#nowRunning(symbol);
      for (const signalId of agent.withdrawals) withdraw(this.desk, signalId);
    }
    for (const candidate of found) this.#settle(candidate, event.history);
  }

  #settle(candidate: Candidate, history: boolean): void {
    const agent = this.desk.state.agents.get(candidate.signal.symbol);
    if (!agent) return;
    if (history) recordMissed(this.desk, candidate);
    else decide(this.desk, candidate, this.#obstacle(agent));
  }

  #decidedUntil(symbol: SymbolName): number {
    return this.desk.state.agents.get(symbol)?.lastDecidedAt ?? Infinity;
  }

  /** Why nothing may be opened now, in words; undefined when nothing stands in the way. */
  #obstacle(agent: AgentRecord): string | undefined {
    const { state } = this.desk;
    if (this.#halted !== undefined) return this.#halted;
    if (agent.state !== 'RUNNING') return `the agent is ${agent.state}: ${agent.why}`;
    if (!state.link.up) return `no link to the broker: ${state.link.detail}`;
    if (!this.#broker.booksRead) return "the broker's books have not been read yet";
    if (state.emergency === 'begun') return 'an emergency stop is under way';
    return undefined;
  }

  #spreadOf(symbol: SymbolName): Price {
    const quote = this.desk.quotes.get(symbol);
    if (quote) return quote.ask - quote.bid;
    const instrument = this.desk.instruments.get(symbol);
    return instrument ? instrument.typicalSpread * instrument.point : 0;
  }

  #nowRunning(symbol: SymbolName): void {
    if (this.desk.state.agents.get(symbol)?.state !== 'READY') return;
    this.desk.emit({ kind: 'agent-state', symbol, state: 'RUNNING', why: 'watching closed bars' });
  }

  /** Make the agents that the state speaks of and that do not exist, and drop those that stopped. */
  #buildAgents(): void {
    for (const record of this.desk.state.agents.values()) {
      if (record.state === 'STOPPED' || record.state === 'QUARANTINED') {
        this.agents.delete(record.symbol);
        this.#builtFor.delete(record.symbol);
      } else if (this.#builtFor.get(record.symbol) !== record) {
        this.#build(record);
      }
    }
  }

  #build(record: AgentRecord): void {
    const { desk } = this;
    const instrument = desk.instruments.get(record.symbol);
    if (!instrument) {
      return this.#quarantine(
        record.symbol,
        new Error('the account has no such instrument any more'),
      );
    }
    const { symbol } = record;
    const { strategyFor, watched } = this.#options;
    const { name, baseTimeframe, mode, confidenceThreshold } = desk.settings;
    try {
      const strategy = strategyFor({ account: name, instrument, mode, confidenceThreshold });
      const agent = new Agent(instrument, strategy, baseTimeframe, this.#clock, watched);
      const { history } = agent;
      this.agents.set(symbol, agent);
      this.#builtFor.set(symbol, record);
      desk.output.intents.push({ type: 'watch', symbol, history });
    } catch (error) {
      this.#quarantine(symbol, error);
    }
  }

  /** A fault in an agent stops that agent and no other. Its positions keep their stops. */
  #quarantine(symbol: SymbolName, error: unknown): void {
    const detail = messageOf(error);
    this.agents.delete(symbol);
    this.#builtFor.delete(symbol);
    this.desk.emit({ kind: 'fault', where: symbol, detail });
    this.desk.emit({ kind: 'agent-state', symbol, state: 'QUARANTINED', why: detail });
  }

  /** A fault in what all agents share stops all opening; closing goes on. */
  #halt(error: unknown): void {
    const detail = messageOf(error);
    this.#halted ??= `opening is stopped until the next start, by a fault: ${detail}`;
    // It may come again at every quote, and with other numbers in its words each time.
    if (this.#faults.size === FAULTS_TOLD || this.#faults.has(detail)) return;
    this.#faults.add(detail);
    this.desk.emit({ kind: 'fault', where: 'account', detail });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
