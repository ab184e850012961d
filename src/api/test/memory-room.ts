import type { Command, CommandAnswer } from '../../agents/command.ts';
import type { DayDigest } from '../../agents/day-digests.ts';
import type { SignalStory } from '../../agents/signal-stories.ts';
import type { AccountName, SymbolName } from '../../market/units.ts';
import type { ControlRoom, SignalRecord } from '../control-room.ts';
import type { WaitingSignalView } from '../signal-view.ts';
import type {
  ClosedTradeView,
  DealView,
  EquityHistoryView,
  FactView,
  OrderView,
} from '../history-view.ts';
import type { Scene } from '../scene.ts';
import type { TradeCourseView } from '../trade-course.ts';
import type { AgentSettingsView } from '../agent-settings.ts';
import type { LimitsView } from '../limits.ts';
import type { TerminalView } from '../terminal-view.ts';
import { isActive } from '../../agents/active-agent.ts';
import type { AccountStanding } from '../standing.ts';
import type { AccountTally } from '../health/tally-view.ts';
import type {
  AccountView,
  AgentView,
  CandlesView,
  EventView,
  PositionView,
  SnapshotView,
  StreamMessage,
} from '../views.ts';
import {
  accountOf,
  agentOf,
  EURUSD_BARS,
  limitsOf,
  ofAccount,
  positionOf,
} from './sample-views.ts';

export interface HandedIn {
  readonly account: string;
  readonly command: Command;
  readonly by: string;
}

/** A control room without trading behind it: lists of agents and positions that obey commands. */
export class MemoryRoom implements ControlRoom {
  readonly accountNames: readonly string[];
  readonly handedIn: HandedIn[] = [];
  readonly #accounts = new Map<string, AccountView>();
  readonly #answers = new Map<string, CommandAnswer | 'timeout' | Error>();
  readonly #listeners = new Set<(message: StreamMessage) => void>();
  agentList: AgentView[] = [];
  positionList: PositionView[] = [];
  eventList: EventView[] = [];
  signalList: SignalRecord[] = [];
  waitingList: WaitingSignalView[] = [];
  orderList: OrderView[] = [];
  dealList: DealView[] = [];
  tradeList: ClosedTradeView[] = [];
  factList: FactView[] = [];
  tallyList: AccountTally[] = [];
  readonly scenes: { readonly account: string; readonly scene: Scene }[] = [];
  deaths = 0;
  readonly stories = new Map<string, SignalStory>();
  readonly digests = new Map<string, DayDigest>();

  constructor(...names: string[]) {
    this.accountNames = names;
    for (const name of names) this.setAccount(name, {});
  }

  setAccount(name: string, changes: Partial<AccountView>): void {
    this.#accounts.set(name, { ...accountOf(name), ...this.#accounts.get(name), ...changes });
  }

  /** From now on every command to the account is answered with this. */
  answerWith(account: string, answer: CommandAnswer | 'timeout' | Error): void {
    this.#answers.set(account, answer);
  }

  addPosition(account: string, ticket: string): void {
    this.positionList.push(positionOf(account, ticket));
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  say(message: StreamMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  accounts(): AccountView[] {
    return [...this.#accounts.values()];
  }

  standings(): AccountStanding[] {
    return this.accounts().map(({ account, mode, state, link }) => ({
      account,
      mode,
      state,
      isLinked: link.up,
      activeAgents: this.agents(account).filter(isActive).length,
    }));
  }

  limits(account?: string): LimitsView[] {
    const names = this.accountNames.filter((name) => account === undefined || name === account);
    return names.map(limitsOf);
  }

  examineTerminal(account: string): Promise<TerminalView> {
    return Promise.resolve({ account, says: 'this account has no terminal', linked: null });
  }

  agents(account?: string): AgentView[] {
    return ofAccount(this.agentList, account);
  }

  positions(account?: string): PositionView[] {
    return ofAccount(this.positionList, account);
  }

  agentSettings(account: string, symbol: string): AgentSettingsView | undefined {
    if (!this.agents(account).some((agent) => agent.symbol === symbol)) return undefined;
    const yaml = { set_by: 'yaml', by: null, at: null } as const;
    const confidence_threshold = { value: 0.85, configured: 0.85, ...yaml };
    const risk_per_trade_pct = { value: 1, configured: 1, ...yaml };
    return { account, symbol, settings: { confidence_threshold, risk_per_trade_pct } };
  }

  snapshot(): SnapshotView {
    const equity = this.accountNames.map((name): [string, [number, number, number][]] => [
      name,
      [[1000, 10_000, 10_000]],
    ]);
    return {
      version: '1.2.3',
      accounts: this.accounts(),
      agents: this.agents(),
      positions: this.positions(),
      events: this.eventList,
      equity: Object.fromEntries(equity),
    };
  }

  events(account: string | undefined, limit: number): EventView[] {
    return ofAccount(this.eventList, account).slice(-limit);
  }

  candles(
    account: string,
    symbol: string,
    timeframe: string,
    limit: number,
  ): CandlesView | undefined {
    if (symbol !== 'EURUSD' || timeframe !== 'M5') return undefined;
    const bars = EURUSD_BARS.slice(-limit);
    const gathered = { forming: null, built_from: null };
    return { account, symbol, timeframe, bars, ...gathered, structures: [], trades: [] };
  }

  signals(account: string | undefined, limit: number): SignalRecord[] {
    return ofAccount(this.signalList, account).slice(0, limit);
  }

  orders(account?: string): OrderView[] {
    return ofAccount(this.orderList, account);
  }

  deals(account?: string): DealView[] {
    return ofAccount(this.dealList, account);
  }

  trades(account?: string): ClosedTradeView[] {
    return ofAccount(this.tradeList, account);
  }

  facts(account?: string): FactView[] {
    return ofAccount(this.factList, account);
  }

  tradeCourse(account: string, position: string): TradeCourseView | undefined {
    const trade = this.trades(account).find((one) => one.position === position);
    return trade && { account, position, timeframe: 'M5', bars: EURUSD_BARS };
  }

  equity(account: string | undefined): EquityHistoryView[] {
    return this.accountNames
      .filter((name) => account === undefined || name === account)
      .map((name) => ({ account: name, currency: 'SIM', points: [[1000, 10_000, 10_000]] }));
  }

  tallies(): AccountTally[] {
    return this.tallyList;
  }

  waitingSignals(account?: string): WaitingSignalView[] {
    return ofAccount(this.waitingList, account);
  }

  signalStory(id: string): SignalStory | undefined {
    return this.stories.get(id);
  }

  signalIds(): readonly string[] {
    return [...this.stories.keys()];
  }

  digest(account: string, day = '2026-01-06'): DayDigest {
    return this.digests.get(`${account} ${day}`) ?? { day, agents: [] };
  }

  async command(account: string, command: Command, by: string): Promise<CommandAnswer | 'timeout'> {
    this.handedIn.push({ account, command, by });
    const fixed = this.#answers.get(account);
    if (fixed instanceof Error) throw fixed;
    return fixed ?? this.#obey(account as AccountName, command);
  }

  async playScene(account: string, scene: Scene): Promise<CommandAnswer | 'timeout'> {
    this.scenes.push({ account, scene });
    const fixed = this.#answers.get(account);
    if (fixed instanceof Error) throw fixed;
    return fixed ?? { ok: true, message: `Played ${scene.type}.` };
  }

  die(): void {
    this.deaths += 1;
  }

  subscribe(listener: (message: StreamMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #obey(account: AccountName, command: Command): CommandAnswer {
    switch (command.type) {
      case 'create-agent':
        return this.#create(account, command.symbol);
      case 'stop-agent':
      case 'restart-agent': {
        const state = command.type === 'stop-agent' ? 'STOPPED' : 'RUNNING';
        return this.#setState(account, command.symbol, state);
      }
      case 'close-position': {
        const rest = this.positionList.filter((one) => one.ticket !== command.position);
        if (rest.length === this.positionList.length) {
          const message = `There is no position ${command.position}.`;
          return { ok: false, reason: 'no-such-position', message };
        }
        this.positionList = rest;
        return { ok: true, message: `Closing position ${command.position}.` };
      }
      case 'quarantine-agent':
      case 'set-agent':
      case 'flatten':
      case 'rearm-breaker':
        return { ok: true, message: `${command.type} on ${account}.` };
      case 'emergency-stop':
        this.positionList = this.positionList.filter((one) => one.account !== account);
        return { ok: true, message: 'All positions closed, all agents stopped.' };
      case 'approve-signal':
      case 'decline-signal': {
        const { signalId } = command;
        const rest = this.waitingList.filter(({ signal }) => signal.id !== signalId);
        if (rest.length === this.waitingList.length) {
          const message = `No signal ${signalId} waits for approval.`;
          return { ok: false, reason: 'no-such-signal', message };
        }
        this.waitingList = rest;
        const done = command.type === 'approve-signal' ? 'approved' : 'declined';
        return { ok: true, message: `${signalId} ${done}.` };
      }
    }
  }

  #create(account: AccountName, symbol: SymbolName): CommandAnswer {
    if (symbol === 'NOSUCH') {
      return { ok: false, reason: 'unknown-symbol', message: 'The broker has no NOSUCH.' };
    }
    if (this.agents(account).some((agent) => agent.symbol === symbol)) {
      return { ok: false, reason: 'agent-exists', message: `${symbol} has an agent already.` };
    }
    this.agentList.push(agentOf(account, symbol));
    return { ok: true, message: `Agent for ${symbol} started.` };
  }

  #setState(account: string, symbol: string, state: AgentView['state']): CommandAnswer {
    const isIt = (one: AgentView) => one.account === account && one.symbol === symbol;
    const index = this.agentList.findIndex(isIt);
    const agent = this.agentList[index];
    if (agent === undefined) {
      return { ok: false, reason: 'no-such-agent', message: `There is no agent for ${symbol}.` };
    }
    this.agentList[index] = { ...agent, state };
    return { ok: true, message: `Agent for ${symbol} is ${state}.` };
  }
}
