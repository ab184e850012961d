import type { DayDigest } from '../agents/day-digests.ts';
import type { SignalStory } from '../agents/signal-stories.ts';
import type { Command, CommandAnswer } from '../agents/command.ts';
import type { ControlRoom, SignalRecord } from '../api/control-room.ts';
import type { WaitingSignalView } from '../api/signal-view.ts';
import type {
  ClosedTradeView,
  DealView,
  EquityHistoryView,
  FactView,
  OrderView,
} from '../api/history-view.ts';
import type { AccountStanding } from '../api/standing.ts';
import type { AccountTally } from '../api/health/tally-view.ts';
import type { AgentSettingsView } from '../api/agent-settings.ts';
import type { LimitsView } from '../api/limits.ts';
import type { Scene } from '../api/scene.ts';
import type { TerminalView } from '../api/terminal-view.ts';
import type { TradeCourseView } from '../api/trade-course.ts';
import type {
  AccountView,
  AgentView,
  CandlesView,
  EventView,
  PositionView,
  SnapshotView,
  StreamMessage,
} from '../api/views.ts';
import { isChartTimeframe } from '../market/chart-timeframe.ts';
import type { SymbolName } from '../market/units.ts';
import {
  accountView,
  agentViews,
  candlesView,
  positionViews,
  standingOf,
  waitingViews,
  type ViewedAccount,
} from './account-views.ts';
import type { HouseObserver } from './house-observer.ts';
import {
  byTime,
  dealViews,
  equityView,
  factViews,
  orderViews,
  tradeViews,
} from './history-views.ts';
import { giveUpOn } from './account-board.ts';
import { BridgeDoors, sharingPorts } from './bridge-doors.ts';
import {
  commandTo,
  examined,
  housedAccounts,
  sceneFor,
  type HousedAccount,
} from './housed-account.ts';
import { agentSettingsView } from './agent-settings-view.ts';
import { limitsViewOf } from './limits-view.ts';
import type { FromThread, ThreadStart } from './messages.ts';
import { ReleaseAfterStart } from './release-memory.ts';
import { SupervisedThread } from './supervised-thread.ts';
import { tallyOf } from './tally-of.ts';
import { courseOf } from './trade-course.ts';
import { newsMessages, sightingMessage, tradeMessage } from './stream-messages.ts';

/** Events that a page is given when it opens. */
const EVENTS_SHOWN = 200;
/** All accounts of this process: a trading thread and a replica for each. Serves the API. */
export class TradingHouse implements ControlRoom {
  readonly accountNames: readonly string[];
  readonly #accounts = new Map<string, HousedAccount>();
  readonly #listeners = new Set<(message: StreamMessage) => void>();
  readonly #version: string;
  readonly #observer: HouseObserver | undefined;
  readonly #release = new ReleaseAfterStart();
  readonly #doors: BridgeDoors;

  constructor(starts: readonly ThreadStart[], version: string, observer?: HouseObserver) {
    this.#version = version;
    this.#observer = observer;
    this.accountNames = starts.map((start) => start.settings.name);
    const all = sharingPorts(starts);
    for (const one of housedAccounts(all)) this.#accounts.set(one.settings.name, one);
    this.#doors = new BridgeDoors(all, version, (level, text) => observer?.note?.(level, text));
  }

  /** Start the trading threads. */
  open(): void {
    this.#doors.open();
    for (const account of this.#accounts.values()) {
      const take = (message: FromThread): void => this.#take(account, message);
      account.thread = new SupervisedThread(account.start, take);
    }
  }

  accounts(): AccountView[] {
    return this.#chosen().map(accountView);
  }

  standings(): AccountStanding[] {
    return this.#chosen().map(standingOf);
  }

  agents(account?: string): AgentView[] {
    return this.#chosen(account).flatMap(agentViews);
  }

  agentSettings(account: string, symbol: string): AgentSettingsView | undefined {
    const housed = this.#accounts.get(account);
    return housed && agentSettingsView(housed, symbol as SymbolName);
  }

  limits(account?: string): LimitsView[] {
    return this.#chosen(account).map(limitsViewOf);
  }

  positions(account?: string): PositionView[] {
    return this.#chosen(account).flatMap(positionViews);
  }

  events(account: string | undefined, limit: number): EventView[] {
    const events = this.#chosen(account).flatMap(({ replica }) => replica.events.last(limit));
    return events.toSorted((left, right) => left.time - right.time).slice(-limit);
  }

  signals(account: string | undefined, limit: number): SignalRecord[] {
    const signals = this.#chosen(account).flatMap(({ replica }) => replica.signals.last(limit));
    return signals.toSorted((left, right) => right.time - left.time).slice(0, limit);
  }

  orders(account?: string): OrderView[] {
    return this.#chosen(account).flatMap(orderViews).toSorted(byTime('intendedAt'));
  }

  deals(account?: string): DealView[] {
    return this.#chosen(account).flatMap(dealViews).toSorted(byTime('time'));
  }

  trades(account?: string): ClosedTradeView[] {
    return this.#chosen(account).flatMap(tradeViews).toSorted(byTime('closedAt'));
  }

  facts(account?: string): FactView[] {
    return this.#chosen(account).flatMap(factViews).toSorted(byTime('time'));
  }

  tradeCourse(account: string, position: string): TradeCourseView | undefined {
    const housed = this.#accounts.get(account);
    return housed && courseOf(housed, position);
  }

  tallies(): AccountTally[] {
    return this.#chosen().map((one) => tallyOf(one, one.thread));
  }

  equity(account: string | undefined, limit: number): EquityHistoryView[] {
    return this.#chosen(account).map((one) => equityView(one, limit));
  }

  waitingSignals(account?: string): WaitingSignalView[] {
    return this.#chosen(account)
      .flatMap(waitingViews)
      .toSorted((left, right) => left.since - right.since);
  }

  signalStory(id: string): SignalStory | undefined {
    for (const { replica } of this.#accounts.values()) {
      const story = replica.story(id);
      if (story) return story;
    }
    return undefined;
  }

  signalIds(): readonly string[] {
    return this.#chosen().flatMap(({ replica }) => replica.signalIds());
  }

  digest(account: string, day: string | undefined): DayDigest {
    return this.#accounts.get(account)?.replica.digest(day) ?? { day: day ?? '', agents: [] };
  }

  candles(
    account: string,
    symbol: string,
    timeframe: string,
    limit: number,
  ): CandlesView | undefined {
    const housed = this.#accounts.get(account);
    if (!housed || !isChartTimeframe(timeframe)) return undefined;
    return candlesView(housed, symbol as SymbolName, timeframe, limit);
  }

  snapshot(): SnapshotView {
    return {
      version: this.#version,
      accounts: this.accounts(),
      agents: this.agents(),
      positions: this.positions(),
      events: this.events(undefined, EVENTS_SHOWN),
      equity: Object.fromEntries(
        this.equity(undefined, Infinity).map(({ account, points }) => [account, points]),
      ),
    };
  }

  command(account: string, command: Command, by: string): Promise<CommandAnswer | 'timeout'> {
    return commandTo(this.#accounts.get(account), command, by);
  }

  playScene(account: string, scene: Scene): Promise<CommandAnswer | 'timeout'> {
    return sceneFor(this.#accounts.get(account), scene);
  }

  examineTerminal(account: string): Promise<TerminalView> {
    return examined(account, this.#accounts.get(account));
  }

  die(): void {
    process.kill(process.pid, 'SIGKILL');
  }

  subscribe(listener: (message: StreamMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** End all trading threads in order; positions keep their stops at the broker. */
  async stop(): Promise<void> {
    await Promise.all([...this.#accounts.values()].flatMap(({ thread }) => thread?.stop() ?? []));
    await this.#doors.stop();
    for (const { equityFile } of this.#accounts.values()) equityFile.write();
  }

  #chosen(account?: string): HousedAccount[] {
    const all = [...this.#accounts.values()];
    return account === undefined ? all : all.filter(({ settings }) => settings.name === account);
  }

  #publish(message: StreamMessage | undefined): void {
    if (message === undefined) return;
    for (const listener of this.#listeners) listener(message);
  }

  #take(account: HousedAccount, message: FromThread): void {
    const { replica } = account;
    switch (message.type) {
      case 'status':
        replica.status = this.#doors.statusOf(account.settings.name, message.status);
        if (message.status.state === 'failed') giveUpOn(account.place);
        this.#observer?.status(account, replica.status);
        if (this.#chosen().every((one) => one.replica.status.state !== 'starting')) {
          this.#release.startedAll();
        }
        return this.#publish({ type: 'accounts', accounts: this.accounts() });
      case 'opened':
        replica.open(message);
        this.#observer?.opened(account, message.facts);
        return this.#publish({ type: 'snapshot', snapshot: this.snapshot() });
      case 'charts':
        replica.charts.forget(message.symbol);
        for (const chart of message.charts) replica.charts.take(chart);
        return;
      case 'instruments':
        for (const one of message.instruments) account.instruments.set(one.symbol, one);
        return;
      case 'news':
        return this.#news(account, message);
      case 'bridge':
        return this.#doors.lead(account.settings.name, message.port);
      case 'answer':
      case 'examined':
        return; // taken by the thread's own waiting lists
    }
  }

  #news(account: ViewedAccount, news: Extract<FromThread, { type: 'news' }>): void {
    const { replica, settings } = account;
    for (const fact of news.facts) {
      const tradesBefore = replica.trades.total;
      this.#observer?.before(account, fact);
      const event = replica.take(fact);
      if (this.#listeners.size === 0) continue;
      if (event) this.#publish({ type: 'event', event });
      if (fact.body.kind === 'deal')
        this.#publish(tradeMessage(account, tradesBefore, fact.body.deal.position));
    }
    for (const sighting of news.sightings) {
      replica.charts.see(sighting);
      if (this.#listeners.size > 0) this.#publish(sightingMessage(settings.name, sighting));
    }
    for (const { body } of news.facts) {
      if (body.kind === 'signal') replica.noteEvidence(body.signal);
    }
    if (news.facts.length > 0) this.#observer?.folded(account);
    const hasPoint = replica.beat(news.pulse);
    if (this.#listeners.size === 0) return;
    for (const message of newsMessages(this, settings.name, news, hasPoint)) this.#publish(message);
  }
}
