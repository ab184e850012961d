import type { ClockRule } from '../market/clock-rule.ts';
import type { Instrument } from '../market/instrument.ts';
import type { SymbolName } from '../market/units.ts';
import type { Strategy } from '../signals/strategy.ts';
import type { AgentRecord } from './account-state.ts';
import { AgentHealth } from './agent-health.ts';
import { restartAfter } from './agent-restarts.ts';
import { Agent } from './agent.ts';
import type { CoreEvent } from './core-event.ts';
import type { CoreOptions } from './core-options.ts';
import type { Desk } from './desk.ts';
import { messageOf, type Halt } from './halt.ts';
import type { StrategiesElsewhere } from './strategies-elsewhere.ts';
import { trailLinesFor } from './trail-lines.ts';

export interface KeeperParts {
  readonly desk: Desk;
  readonly halt: Halt;
  readonly elsewhere: StrategiesElsewhere;
  readonly options: CoreOptions;
}

/** Makes the account's agents, drops them, and starts those again that failed. */
export class AgentKeeper {
  readonly agents = new Map<SymbolName, Agent>();
  readonly #desk: Desk;
  readonly #options: CoreOptions;
  readonly #elsewhere: StrategiesElsewhere;
  readonly #clock: ClockRule;
  readonly #health: AgentHealth;
  /** The record each agent was built for: a new record means that the agent was started anew. */
  readonly #builtFor = new Map<SymbolName, AgentRecord>();

  constructor({ desk, halt, elsewhere, options }: KeeperParts, clock: ClockRule) {
    this.#desk = desk;
    this.#options = options;
    this.#elsewhere = elsewhere;
    this.#clock = clock;
    this.#health = new AgentHealth(desk, halt);
  }

  /** Was the present agent of the symbol built for this record? */
  isOf(record: AgentRecord): boolean {
    return this.#builtFor.get(record.symbol) === record;
  }

  /** Make the agents that the state speaks of and that do not exist, and drop those that stopped. */
  build(): void {
    for (const record of this.#desk.state.agents.values()) {
      if (record.state === 'STOPPED' || record.state === 'QUARANTINED') {
        this.agents.delete(record.symbol);
        this.#builtFor.delete(record.symbol);
      } else if (this.#builtFor.get(record.symbol) !== record && record.retryAt === undefined) {
        this.#begin(record);
      }
    }
  }

  #begin(record: AgentRecord): void {
    const { symbol } = record;
    const instrument = this.#desk.instruments.get(symbol);
    const { name: account, mode, confidenceThreshold, approval } = this.#desk.settings;
    try {
      if (!instrument) throw new Error('the account has no such instrument any more');
      const approvalAbove = Math.min(approval?.above ?? 1, confidenceThreshold);
      const context = { account, instrument, mode, confidenceThreshold, approvalAbove };
      const strategy = this.#options.strategyFor(context);
      this.#builtFor.set(symbol, record);
      if (strategy) this.install(strategy, instrument);
      else this.#elsewhere.begin(context);
    } catch (error) {
      this.failed(symbol, error);
    }
  }

  /** Give an agent its strategy and ask for the bars it needs. */
  install(strategy: Strategy, instrument: Instrument): void {
    const { symbol } = instrument;
    const { baseTimeframe } = this.#desk.settings;
    const { watched } = this.#options;
    const trail = trailLinesFor(this.#desk.settings, symbol);
    const agent = new Agent(instrument, strategy, baseTimeframe, this.#clock, watched, trail);
    const { history } = agent;
    this.agents.set(symbol, agent);
    this.#desk.output.intents.push({ type: 'watch', symbol, history });
  }

  /**
   * A fault in an agent concerns that agent and no other; its positions keep their stops. It is tried
   * again after a wait, and quarantined when that does not help.
   */
  failed(symbol: SymbolName, error: unknown): void {
    const detail = messageOf(error);
    this.agents.delete(symbol);
    this.#builtFor.delete(symbol);
    this.#desk.emit({ kind: 'fault', where: symbol, detail });
    const record = this.#desk.state.agents.get(symbol);
    const retries = this.#options.supervised && record;
    const restart = retries ? restartAfter(record, this.#desk.now) : undefined;
    if (!restart) {
      return this.#desk.emit({ kind: 'agent-state', symbol, state: 'QUARANTINED', why: detail });
    }
    const { at: retryAt, waitMs, count, of } = restart;
    const why = `restarts in ${waitMs / 1000} s (${count} of ${of}) after a fault: ${detail}`;
    this.#desk.emit({ kind: 'agent-state', symbol, state: 'DEGRADED', why, retryAt });
  }

  /** To be shown every event: restarts what is due, and looks after the rest. */
  supervise(event: CoreEvent): void {
    for (const record of this.#desk.state.agents.values()) {
      const { symbol, retryAt } = record;
      if (retryAt === undefined || retryAt > this.#desk.now) continue;
      this.#desk.emit({
        kind: 'agent-state',
        symbol,
        state: 'READY',
        why: 'restarted, reading history',
      });
      this.#begin(record);
    }
    this.#health.look(event, (symbol) => this.agents.has(symbol));
  }
}
