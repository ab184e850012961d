import { serialize } from 'node:v8';
import { AccountCore } from '../src/agents/account-core.ts';
import type { Bar } from '../src/market/bar.ts';
import type { Instrument } from '../src/market/instrument.ts';
import type { Quote } from '../src/market/quote.ts';
import { MINUTE_MS, type Points, type SymbolName, type UtcMs } from '../src/market/units.ts';
import { MemoryJournal } from '../src/journal/memory-journal.ts';
import { TradingLoop } from '../src/journal/trading-loop.ts';
import { Publisher } from '../src/runtime/publisher.ts';
import { SmcStrategy } from '../src/signals/smc-strategy.ts';
import { brokerWith, roomySettings } from './bench-account.ts';
import { EURUSD } from './bench-bars.ts';
import type { BenchGroup, BenchLine } from './bench-line.ts';

const AGENTS = 1_000;
const QUOTES_A_SECOND = 10;
const SECONDS = 300;
const WARM_UP_BARS = 300;
const POSITIONS = 100;
/** Tuesday 2026-01-06 07:00 UTC, when London opens. */
const BEGINS = Date.UTC(2026, 0, 6, 7);
const STEP_MS = 1_000 / QUOTES_A_SECOND;

/** One account's thread with a thousand agents, each with its own symbol, at the pace of real time. */
export const manyAgents: BenchGroup = {
  name: 'many-agents',
  run() {
    const desk = new BusyDesk();
    desk.warmUp();
    const begun = process.cpuUsage();
    const told = desk.run(SECONDS);
    const { user, system } = process.cpuUsage(begun);
    const seconds = (user + system) / 1e6;
    const quotes = AGENTS * QUOTES_A_SECOND * SECONDS;
    const line: BenchLine = {
      what: `${AGENTS} agents at ${QUOTES_A_SECOND} quotes a second each: share of one core`,
      value: (seconds / SECONDS) * 100,
      unit: '%',
      asked: { bound: 'at most', value: 50 },
      sample:
        `${SECONDS} s, ${quotes} quotes and ${(AGENTS * SECONDS * 1000) / MINUTE_MS} M1 bars through broker ` +
        `and core, ${POSITIONS} positions open, ${told} news told; ${((seconds / quotes) * 1e6).toFixed(1)} µs a quote`,
    };
    return [line];
  },
};

/** What a symbol has done since its minute began. */
interface Forming {
  price: number;
  open: number;
  high: number;
  low: number;
}

class BusyDesk {
  readonly #symbols: readonly SymbolName[];
  readonly #forming: readonly Forming[];
  readonly #broker: ReturnType<typeof brokerWith>;
  readonly #core: AccountCore;
  readonly #loop: TradingLoop;
  readonly #publisher: Publisher;
  #time = BEGINS;
  #seed = 1;
  #told = 0;

  constructor() {
    this.#symbols = Array.from({ length: AGENTS }, (_, at) => `S${at}` as SymbolName);
    this.#forming = this.#symbols.map(() => ({ price: 1.1, open: 1.1, high: 1.1, low: 1.1 }));
    // No quote of these converts euros.
    const model = { ...EURUSD, marginCurrency: EURUSD.profitCurrency };
    const instruments = new Map<SymbolName, Instrument>(
      this.#symbols.map((symbol) => [symbol, { ...model, symbol }]),
    );
    const settings = roomySettings({ symbols: this.#symbols });
    const first = this.#symbols.map((_, at) => this.#quote(at));
    this.#broker = brokerWith(POSITIONS, first, instruments);
    this.#broker.drain();
    this.#core = new AccountCore(settings, instruments, {
      strategyFor: (context) => new SmcStrategy(context, settings.signal),
      watched: ['M1', 'M5'],
      observed: true,
    });
    // To the main thread: what is posted is copied, and that is this thread's work.
    this.#publisher = new Publisher(this.#core, (message) => void serialize(message));
    this.#loop = new TradingLoop({
      core: this.#core,
      journal: new MemoryJournal(),
      broker: this.#broker,
      watch: () => {},
      observe: (output) => this.#publisher.take(output),
    });
    this.#begin();
  }

  warmUp(): void {
    for (let bar = 0; bar < WARM_UP_BARS; bar += 1) {
      for (const forming of this.#forming) for (let at = 0; at < 4; at += 1) this.#move(forming);
      this.#time += MINUTE_MS;
      this.#closeBars();
      this.#publisher.tell(this.#time);
      for (let at = 0; at < AGENTS; at += 1) this.#show(this.#quote(at));
    }
    const { positions, agents } = this.#core.desk.state;
    const running = [...agents.values()].filter(({ state }) => state === 'RUNNING').length;
    if (positions.size !== POSITIONS || running !== AGENTS) {
      throw new Error(`${positions.size} positions are open and ${running} agents run`);
    }
  }

  /** Some seconds of the market's time; how often the main thread was told of them. */
  run(seconds: number): number {
    const told = this.#told;
    const until = this.#time + seconds * 1000;
    while (this.#time < until) {
      this.#time += STEP_MS;
      if (this.#time % MINUTE_MS === 0) this.#closeBars();
      for (let at = 0; at < AGENTS; at += 1) this.#show(this.#quote(at));
      this.#publisher.tell(this.#time);
      this.#told += 1;
    }
    return this.#told - told;
  }

  #begin(): void {
    const time = this.#time as UtcMs;
    this.#loop.feed({ type: 'clock', time });
    this.#loop.carry(this.#core.start({ version: '', node: '', zoneData: '', settingsHash: '' }));
    this.#broker.setLink(true, 'bench');
    this.#loop.takeBrokerEvents();
    for (const symbol of this.#symbols) {
      const command = { type: 'create-agent', symbol } as const;
      this.#loop.feed({ type: 'command', time, id: symbol, by: 'bench', command });
    }
  }

  #show(quote: Quote): void {
    this.#broker.onQuote(quote);
    this.#loop.takeBrokerEvents();
    this.#loop.feed({ type: 'quote', time: quote.time, quote });
    this.#publisher.quoted(quote.symbol);
  }

  #quote(at: number): Quote {
    const forming = this.#forming[at] as Forming;
    this.#move(forming);
    const bid = Math.round(forming.price * 1e5) / 1e5;
    const ask = Math.round((forming.price + 0.0001) * 1e5) / 1e5;
    return { symbol: this.#symbols[at] as SymbolName, time: this.#time as UtcMs, bid, ask };
  }

  #move(forming: Forming): void {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    forming.price += (this.#seed / 2 ** 32 - 0.5) * 0.00004;
    forming.high = Math.max(forming.high, forming.price);
    forming.low = Math.min(forming.low, forming.price);
  }

  #closeBars(): void {
    const time = (this.#time - MINUTE_MS) as UtcMs;
    const bars = this.#forming.map((forming, at) => {
      const { open, high, low, price: close } = forming;
      forming.open = forming.high = forming.low = close;
      const bar: Bar = { time, open, high, low, close, volume: 600, spread: 10 as Points };
      return { symbol: this.#symbols[at] as SymbolName, bar };
    });
    this.#loop.feed({ type: 'bars', time: this.#time as UtcMs, bars, history: false });
  }
}
