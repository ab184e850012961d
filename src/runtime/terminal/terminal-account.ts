import type { WatchRequest } from '../../agents/output.ts';
import { Mt5Broker } from '../../brokers/mt5/mt5-broker.ts';
import { SymbolNames } from '../../brokers/mt5/symbol-names.ts';
import { TerminalCalendar } from '../../brokers/mt5/terminal-calendar.ts';
import type { TerminalPort } from '../../brokers/mt5/terminal-port.ts';
import type { Push } from '../../brokers/mt5/wire/messages.ts';
import type { BrokerPort } from '../../execution/broker-port.ts';
import { clockRule } from '../../market/clock-rule.ts';
import type { Instrument } from '../../market/instrument.ts';
import { instrumentChange } from '../../market/instrument-changes.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import { AccountLife } from '../account-life.ts';
import { clockTrouble } from './clock-trouble.ts';
import { examineTerminal } from './examine-terminal.ts';
import { keepInstruments, keptInstruments } from './kept-instruments.ts';
import { keptSymbols, namesOf, type KeptSymbol } from './kept-symbols.ts';
import type {
  FromThread,
  MetaApiStart,
  TerminalStart,
  ThreadStart,
  ThreadStatus,
  ToThread,
} from '../messages.ts';
import { openJournal } from '../open-journal.ts';
import { PaperBroker } from './paper-broker.ts';
import type { StepBeacon } from '../step-beacon.ts';
import { TerminalFeed } from './terminal-feed.ts';
import { TerminalMarket } from './terminal-market.ts';
import type { RoadBuilder, TerminalRoad } from './terminal-road.ts';

const LOOK_EVERY_MS = 100;
const CALENDAR_EVERY_MS = 900_000;

/**
 * An account at a MetaTrader 5 terminal, alive in its own thread: a road leads to the terminal, quotes
 * and bars come from it, and orders go to it, or, on paper, to a simulated broker that sees its quotes.
 */
export class TerminalAccount {
  readonly #start: ThreadStart;
  readonly #post: (message: FromThread) => void;
  readonly #instruments: Map<SymbolName, Instrument>;
  readonly #at: TerminalStart | MetaApiStart;
  readonly #kept: ReadonlyMap<SymbolName, KeptSymbol>;
  readonly #road: TerminalRoad;
  readonly #terminal: TerminalPort;
  readonly #market: TerminalMarket;
  readonly #calendar = new TerminalCalendar();
  readonly #feed: TerminalFeed;
  readonly #paper: PaperBroker | undefined;
  readonly #life: AccountLife;
  #timer: NodeJS.Timeout | undefined;
  #calendarAt = -Infinity;
  #drains = false;
  #ended = false;
  #said: ThreadStatus = { state: 'starting', detail: 'starting' };
  #wasInStep = false;

  constructor(
    start: ThreadStart,
    at: TerminalStart | MetaApiStart,
    post: (message: FromThread) => void,
    signs: StepBeacon,
    roadOf: RoadBuilder,
  ) {
    const { settings, folder } = start;
    this.#start = start;
    this.#post = post;
    this.#instruments = keptInstruments(folder);
    this.#at = at;
    this.#road = roadOf(start, (level, text) => this.#note(level, text));
    this.#terminal = this.#road.terminal;
    const kept = keptSymbols(folder, at);
    this.#kept = kept;
    const names = new SymbolNames({ ...namesOf(kept), ...at.symbols });
    const clock = clockRule(settings.serverClock);
    const now = (): UtcMs => this.#now();
    const { currency } = settings;
    this.#market = new TerminalMarket({
      terminal: this.#terminal,
      names,
      kept,
      clock,
      currency,
      now,
    });
    this.#paper =
      settings.mode === 'paper'
        ? new PaperBroker(start, this.#instruments, this.#terminal, (write) =>
            this.#life.onDisk(write),
          )
        : undefined;
    const broker: BrokerPort =
      this.#paper ??
      new Mt5Broker({
        terminal: this.#terminal,
        names,
        now,
        instrument: (symbol) => this.#instruments.get(symbol),
      });
    broker.onEvent(() => this.#drainSoon());
    this.#life = new AccountLife({
      start,
      post,
      instruments: this.#instruments,
      ...openJournal(start),
      broker,
      signs,
      calendar: this.#calendar,
      watch: (request: WatchRequest) => this.#feed.watch(request),
      keep: (at) => this.#paper?.keep(at),
    });
    this.#feed = new TerminalFeed(start, this.#life, this.#market, now, this.#paper);
    this.#terminal.listen({
      onReady: () => void this.#onReady(),
      onLost: (why) => this.#say('running', `no terminal: ${why}`),
      onPush: (push) => this.#onPush(push),
      onHole: () => this.#feed.catchUp(),
    });
  }

  /** Read the journal, begin, and wait for the terminal. */
  async open(): Promise<void> {
    this.#life.recover();
    this.#life.begin(this.#now());
    this.#life.commit(performance.now());
    this.#life.publisher.tell(performance.now());
    const opened = await this.#road.open();
    if (!opened.ok) return this.#say('failed', opened.message);
    const { privatePort } = opened;
    if (privatePort !== undefined) this.#post({ type: 'bridge', port: privatePort });
    if (!this.#wasInStep) this.#say('starting', opened.waits);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  receive(message: ToThread): void {
    if (this.#ended) return;
    if (message.type === 'stop') return this.#stop();
    if (message.type === 'examine') return void this.#examine(message.id);
    if (message.type === 'scene') {
      const why = 'scenes are played in the simulated market alone';
      const answer = { ok: false, reason: 'not-now', message: why } as const;
      return this.#post({ type: 'answer', id: message.id, answer });
    }
    const { command } = message;
    const wanted = command.type === 'create-agent' ? command.symbol : undefined;
    if (wanted === undefined || this.#instruments.has(wanted) || !this.#terminal.inStep) {
      return this.#life.take(message);
    }
    void this.#know([wanted]).then(() => this.#life.take(message));
  }

  /** For those who want to know how it stands; what the terminal is not ready for is said. */
  async #examine(id: string): Promise<void> {
    const { expert } = this.#road;
    const there = expert ? this.#said.detail : 'its terminal is at MetaApi, and is not looked at';
    const found =
      expert?.inStep === true
        ? await examineTerminal({
            terminal: expert,
            settings: this.#start.settings,
            configured: this.#at.symbols,
            kept: this.#kept,
          })
        : there;
    this.#post({ type: 'examined', id, found });
  }

  /** Never goes back, whatever the machine's clock does. */
  #now(): UtcMs {
    return Math.max(Date.now(), this.#life.core.desk.now) as UtcMs;
  }

  /** In a turn of its own: the core may be in the middle of an event. */
  #drainSoon(): void {
    if (this.#drains) return;
    this.#drains = true;
    queueMicrotask(() => {
      this.#drains = false;
      if (this.#ended) return;
      this.#life.loop.takeBrokerEvents();
      this.#life.afterwards(performance.now());
    });
  }

  #look(): void {
    this.#life.loop.feed({ type: 'clock', time: this.#now() });
    this.#life.loop.takeBrokerEvents();
    this.#feed.look(performance.now());
    this.#life.afterwards(performance.now());
    const now = performance.now();
    if (!this.#terminal.inStep || now - this.#calendarAt < CALENDAR_EVERY_MS) return;
    this.#calendarAt = now;
    void this.#market.readCalendar(this.#calendar);
  }

  /** The terminal is in step: what it trades is learnt before anything is watched. */
  async #onReady(): Promise<void> {
    const { settings } = this.#start;
    const { state } = this.#life.core.desk;
    this.#calendarAt = -Infinity;
    const symbols = new Set<SymbolName>([...settings.symbols, ...state.agents.keys()]);
    for (const { position } of state.positions.values()) symbols.add(position.symbol);
    const trouble = clockTrouble(settings.serverClock, this.#terminal.offsetMs, this.#now());
    const troubles = await this.#know([...symbols]);
    if (!this.#terminal.inStep) return;
    if (trouble !== undefined) return this.#say('running', trouble);
    const { company = '', server = '', login = '' } = this.#terminal.identity ?? {};
    const where = `${company}, ${server}, account ${login}${this.#road.through}`;
    // Anywhere but on paper the terminal counts the margin itself.
    const assumed = this.#paper ? this.#market.assumed : undefined;
    this.#say('running', [where, ...troubles, ...(assumed ? [assumed] : [])].join('; '));
    if (this.#wasInStep) return this.#feed.catchUp();
    this.#wasInStep = true;
    this.#life.createConfiguredAgents(this.#now());
    this.#feed.begin();
    this.#life.afterwards(performance.now());
  }

  /** Learn symbols; what is wrong with them, in words. */
  async #know(symbols: readonly SymbolName[]): Promise<readonly string[]> {
    const troubles: string[] = [];
    for (const symbol of symbols) {
      const found = await this.#market.subscribe(symbol);
      const trouble = typeof found === 'string' ? found : found.trouble;
      if (trouble !== undefined) {
        troubles.push(`${symbol}: ${trouble}`);
        this.#note('error', `${symbol}: ${trouble}`);
      }
      if (typeof found === 'string') continue;
      const { instrument } = found;
      for (const one of [instrument, ...(await this.#market.subscribeConversions(instrument))]) {
        this.#learn(one);
      }
    }
    if (this.#ended) return troubles;
    this.#life.onDisk(() => keepInstruments(this.#start.folder, this.#instruments));
    this.#post({ type: 'instruments', instruments: [...this.#instruments.values()] });
    return troubles;
  }

  #learn(instrument: Instrument): void {
    const change = instrumentChange(this.#instruments.get(instrument.symbol), instrument);
    this.#life.learn(instrument);
    this.#paper?.know(instrument);
    if (!change || this.#ended) return;
    this.#life.loop.feed({ type: 'instrument', time: this.#now(), ...change });
    this.#life.afterwards(performance.now());
  }

  #onPush(push: Push): void {
    if (push.t === 'ticks') return this.#feed.onTicks(push, this.#terminal.offsetMs);
    if (push.t === 'bars') return this.#feed.onBars(push);
    if (push.t === 'cal') this.#calendarAt = -Infinity;
    if (push.t === 'off') void this.#onReady();
    if (push.t === 'spec') void this.#know([this.#market.ours(push.symbol)]);
  }

  /** A person is told of what is wrong where they look at the account. */
  #note(level: 'info' | 'warn' | 'error', text: string): void {
    if (level === 'info') return;
    this.#say(this.#wasInStep ? 'running' : 'starting', text);
  }

  #say(state: 'starting' | 'running' | 'failed', detail: string): void {
    if (state === this.#said.state && detail === this.#said.detail) return;
    this.#said = { state, detail };
    this.#post({ type: 'status', status: { state, detail } });
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#road.close();
    this.#feed.end();
    this.#life.loop.takeBrokerEvents(); // that the link has ended is part of the record
    this.#ended = true;
    this.#paper?.write();
    this.#life.end();
  }
}
