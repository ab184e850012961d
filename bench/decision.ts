import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountCore } from '../src/agents/account-core.ts';
import { emptyAccountState } from '../src/agents/account-state.ts';
import type { FactBody } from '../src/agents/fact.ts';
import { CHAIN_START } from '../src/journal/chain.ts';
import { SqliteJournal } from '../src/journal/sqlite-journal.ts';
import { MemoryJournal } from '../src/journal/memory-journal.ts';
import type { Journal } from '../src/journal/journal.ts';
import { clockRule } from '../src/market/clock-rule.ts';
import type { AccountName, UtcMs } from '../src/market/units.ts';
import { GeneratedFeed } from '../src/runtime/simulated/generated-feed.ts';
import { TradingLoop, type LoopParts } from '../src/journal/trading-loop.ts';
import { BarStore } from '../src/runtime/bar-store.ts';
import { buildIdentity } from '../src/runtime/build-identity.ts';
import { feedHistory } from '../src/runtime/feed-history.ts';
import { LifeTape } from '../src/runtime/life-tape.ts';
import { brokerWith, INSTRUMENTS, roomySettings } from './bench-account.ts';
import { EIGHT_SYMBOLS } from './bench-bars.ts';
import type { BenchGroup, BenchLine } from './bench-line.ts';
import { EagerSmc } from './bench-strategies.ts';
import { makeQuotes } from './market.ts';
import { microsecondsOfEach, quantile } from './measure.ts';

const POSITIONS = 100;
const QUOTES = 200_000;
const COMMITS = 2_000;
const DECISIONS = 1_000;
const ACCOUNT = 'bench' as AccountName;
const STORED = {
  base: 'M1' as const,
  timeframes: ['M5', 'H1', 'H4'] as const,
  clock: clockRule('eet-us'),
  kept: () => 9_000,
};

/** What stands between a tick and an order on its way. */
export const decision: BenchGroup = {
  name: 'decision',
  run() {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-agent-bench-'));
    try {
      const inMemory = intentMicroseconds(new MemoryJournal());
      const onDisk = SqliteJournal.open(join(folder, 'intents.sqlite'), ACCOUNT);
      const durable = intentMicroseconds(onDisk, tapeIn(folder, 'intents'));
      onDisk.close();
      return [quoteLine(), tapeLine(folder), commitLine(folder), ...intentLines(durable, inMemory)];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function quoteLine(): BenchLine {
  const quotes = makeQuotes(QUOTES);
  const first = quotes.slice(0, EIGHT_SYMBOLS.length);
  const broker = brokerWith(POSITIONS, first);
  broker.drain();
  const core = new AccountCore(roomySettings({ symbols: [] }), INSTRUMENTS, {
    strategyFor: (context) => new EagerSmc(context, roomySettings().signal),
    watched: [],
    observed: false,
  });
  const loop = loopOf({ core, journal: new MemoryJournal() }, broker, () => {});
  for (const quote of first) loop.feed({ type: 'quote', time: quote.time, quote });
  broker.setLink(true, 'bench');
  loop.takeBrokerEvents();
  const open = core.desk.state.positions.size;
  if (open !== POSITIONS) throw new Error(`${open} positions are open, not ${POSITIONS}`);
  const taken = microsecondsOfEach(quotes.length, (at) => {
    const quote = quotes[at];
    if (quote) core.process({ type: 'quote', time: quote.time, quote });
  });
  return {
    what: `a quote through the core with ${POSITIONS} positions open, p99`,
    value: quantile(taken, 0.99),
    unit: 'µs',
    asked: { bound: 'at most', value: 200 },
    sample: `${quotes.length} quotes, median ${quantile(taken, 0.5).toFixed(1)} µs`,
  };
}

/** A tape such as every account records while it trades. */
function tapeIn(folder: string, name: string): LifeTape {
  const own = join(folder, name);
  mkdirSync(own);
  const settings = roomySettings({ symbols: EIGHT_SYMBOLS });
  const tape = new LifeTape({ folder: own, settings });
  tape.begin({
    account: ACCOUNT,
    version: '',
    build: buildIdentity(),
    seq: 0,
    link: CHAIN_START,
    state: emptyAccountState(),
    nextNumber: 1,
    settings,
    instruments: [...INSTRUMENTS.values()],
    asksElsewhere: false,
  });
  return tape;
}

function tapeLine(folder: string): BenchLine {
  const quotes = makeQuotes(QUOTES);
  const tape = tapeIn(folder, 'quotes');
  const taken = microsecondsOfEach(quotes.length, (at) => {
    const quote = quotes[at];
    if (quote) tape.put({ kind: 'event', event: { type: 'quote', time: quote.time, quote } });
  });
  tape.end(0);
  return {
    what: 'a quote onto the tape, p99',
    value: quantile(taken, 0.99),
    unit: 'µs',
    sample: `${quotes.length} quotes, median ${quantile(taken, 0.5).toFixed(2)} µs`,
  };
}

function commitLine(folder: string): BenchLine {
  const journal = SqliteJournal.open(join(folder, 'commits.sqlite'), ACCOUNT);
  const body: FactBody = { kind: 'fault', where: 'bench', detail: 'x'.repeat(300) };
  const taken = microsecondsOfEach(COMMITS, (call) => {
    const seq = call + 1;
    journal.append([{ seq, account: ACCOUNT, time: call as UtcMs, body }]);
    journal.commit(seq);
  });
  journal.close();
  return {
    what: 'one fact made durable, median',
    value: quantile(taken, 0.5),
    unit: 'µs',
    sample: `${COMMITS} commits, p99 ${quantile(taken, 0.99).toFixed(0)} µs`,
  };
}

function intentLines(durable: Float64Array, inMemory: Float64Array): BenchLine[] {
  const line = (words: string, at: number, most: number): BenchLine => ({
    what: `from the bar that decides to the order on its way, tape and commit included, ${words}`,
    value: quantile(durable, at),
    unit: 'µs',
    reference: { what: 'the same without a disk', value: quantile(inMemory, at) },
    asked: { bound: 'at most', value: most },
    sample: `${durable.length} orders, all detectors in it`,
  });
  return [line('median', 0.5, 1_000), line('p99', 0.99, 5_000)];
}

/** Microseconds from a closed bar's arrival to its order's leaving, for each order. */
function intentMicroseconds(journal: Journal, tape?: LifeTape): Float64Array {
  const symbols = EIGHT_SYMBOLS.slice(0, 1);
  const settings = roomySettings({ symbols });
  const feed = new GeneratedFeed(1, symbols, new BarStore(STORED));
  const broker = brokerWith(0, []);
  const core = new AccountCore(settings, INSTRUMENTS, {
    strategyFor: (context) => new EagerSmc(context, settings.signal),
    watched: [],
    observed: false,
  });
  const taken: number[] = [];
  let begun = 0;
  const loop = loopOf(
    tape ? tape.between({ core, journal }) : { core, journal },
    broker,
    (type) => {
      if (type === 'open' && taken.length < DECISIONS)
        taken.push((performance.now() - begun) * 1000);
    },
    feed,
  );
  begin(loop, core, broker, feed);
  while (taken.length < DECISIONS) {
    const { closed, quotes } = feed.step();
    for (const { time, bars } of closed) {
      begun = performance.now();
      loop.feed({ type: 'bars', time, bars, history: false });
    }
    for (const quote of quotes) {
      broker.onQuote(quote);
      loop.takeBrokerEvents();
      loop.feed({ type: 'quote', time: quote.time, quote });
    }
  }
  return Float64Array.from(taken);
}

type Broker = ReturnType<typeof brokerWith>;

function begin(loop: TradingLoop, core: AccountCore, broker: Broker, feed: GeneratedFeed): void {
  const time = feed.nextTime as UtcMs;
  broker.advance(time);
  loop.feed({ type: 'clock', time });
  loop.carry(core.start({ version: '', node: '', zoneData: '', settingsHash: '' }));
  broker.setLink(true, 'bench');
  loop.takeBrokerEvents();
  for (const symbol of core.desk.settings.symbols) {
    const command = { type: 'create-agent', symbol } as const;
    loop.feed({ type: 'command', time, id: symbol, by: 'bench', command });
  }
}

function loopOf(
  parts: Pick<LoopParts, 'core' | 'journal'>,
  broker: Broker,
  submitted: (type: string) => void,
  feed?: GeneratedFeed,
): TradingLoop {
  const loop: TradingLoop = new TradingLoop({
    ...parts,
    broker: {
      submit: (request) => {
        submitted(request.type);
        broker.submit(request);
      },
      drain: () => broker.drain(),
      onEvent: (wake) => broker.onEvent(wake),
    },
    watch: (request) => {
      if (feed) feedHistory(loop, feed.history(request.symbol), request, STORED);
    },
    observe: () => {},
  });
  return loop;
}
