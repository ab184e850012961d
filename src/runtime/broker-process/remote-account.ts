import type { WatchRequest } from '../../agents/output.ts';
import type { BrokerEvent, BrokerPort, BrokerRequest } from '../../execution/broker-port.ts';
import { BarSeries } from '../../market/bar-series.ts';
import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import { calendarOfFiles } from '../account-calendar.ts';
import { AccountLife } from '../account-life.ts';
import { BrokerLine } from './broker-line.ts';
import { barOf, type BrokerAddress, type FromBroker, type WorldItem } from './broker-wire.ts';
import { feedHistory } from '../feed-history.ts';
import { openJournal } from '../open-journal.ts';
import { knowBroker } from './known-broker.ts';
import type { FromThread, ThreadStart, ToThread } from '../messages.ts';
import type { StepBeacon } from '../step-beacon.ts';
import { BARS_SHOWN, storeSettings } from '../state/store-settings.ts';

const LOOK_EVERY_MS = 200;
const NO_EVENTS: readonly BrokerEvent[] = [];

/** What a symbol's agent waits for, and how far its bars have come. */
interface Watched {
  request: WatchRequest;
  /** Bars that have been told so far, while the answer is not whole yet. */
  coming: Map<Timeframe, BarSeries> | undefined;
  lastBar: UtcMs | undefined;
}

/** The queues of a broker behind a line: what cannot be sent is lost, as on any line. */
class LinePort implements BrokerPort {
  readonly #send: (request: BrokerRequest) => void;
  #events: BrokerEvent[] = [];

  constructor(send: (request: BrokerRequest) => void) {
    this.#send = send;
  }

  submit(request: BrokerRequest): void {
    this.#send(request);
  }

  arrive(event: BrokerEvent): void {
    this.#events.push(event);
  }

  drain(): readonly BrokerEvent[] {
    if (this.#events.length === 0) return NO_EVENTS;
    const events = this.#events;
    this.#events = [];
    return events;
  }

  onEvent(): void {} // whoever lets an event arrive drains it
}

/** A simulated account whose market and broker live in a process of their own. */
export class RemoteAccount {
  readonly #start: ThreadStart;
  readonly #post: (message: FromThread) => void;
  readonly #port: LinePort;
  readonly #life: AccountLife;
  readonly #line: BrokerLine;
  readonly #watched = new Map<SymbolName, Watched>();
  readonly #address: BrokerAddress;
  #timer: NodeJS.Timeout | undefined;
  #hasBegun = false;
  #isLinked = false;

  constructor(
    start: ThreadStart,
    address: BrokerAddress,
    post: (message: FromThread) => void,
    signs: StepBeacon,
  ) {
    const { settings, instruments } = start;
    this.#start = start;
    this.#post = post;
    this.#address = address;
    const ends = {
      account: settings.name,
      take: (message: FromBroker): void => this.#take(message),
      down: (detail: string): void => this.#down(detail),
    };
    this.#line = new BrokerLine(address, ends);
    this.#port = new LinePort((request) => this.#line.send({ type: 'request', request }));
    const calendar = calendarOfFiles(start);
    this.#life = new AccountLife({
      start,
      post,
      signs,
      instruments: new Map(instruments.map((known) => [known.symbol, known])),
      ...openJournal(start),
      broker: this.#port,
      watch: (request) => this.#watch(request),
      ...(calendar ? { calendar } : {}),
      keep: () => {},
    });
  }

  /** Read the journal, then wait for the broker: its clock says when this life begins. */
  open(): void {
    this.#life.recover();
    const { host, port } = this.#address;
    const detail = `waiting for the broker at ${host}:${port}`;
    this.#post({ type: 'status', status: { state: 'starting', detail } });
    this.#line.open();
    this.#timer = setInterval(() => {
      this.#line.look(performance.now());
      if (this.#hasBegun) this.#life.afterwards(performance.now());
    }, LOOK_EVERY_MS);
  }

  receive(message: ToThread): void {
    if (message.type === 'command') return this.#life.take(message);
    if (message.type === 'examine') return; // it has no terminal, and is not asked
    if (message.type === 'scene') {
      const words = 'this account trades with a broker in another process, which plays no scenes';
      const answer = { ok: false, reason: 'not-now', message: words } as const;
      return this.#post({ type: 'answer', id: message.id, answer });
    }
    clearInterval(this.#timer);
    this.#line.close();
    this.#life.end();
  }

  #take(message: FromBroker): void {
    switch (message.type) {
      case 'refused':
        return;
      case 'welcome':
        return this.#welcome(message);
      case 'world':
        for (const item of message.items) this.#happened(item);
        return this.#life.afterwards(performance.now());
      case 'bars': {
        const series = BarSeries.of(message.bars.map(barOf));
        this.#watched.get(message.symbol)?.coming?.set(message.timeframe, series);
        return;
      }
      case 'history-end':
        return this.#historyEnded(message.symbol);
    }
  }

  #welcome({ id, name, time }: Extract<FromBroker, { type: 'welcome' }>): void {
    const { core } = this.#life;
    const trouble = knowBroker(this.#start.folder, id, core.desk.state.seq > 0);
    const isOld = time < core.desk.state.time;
    if (trouble !== undefined || isOld) {
      const detail =
        trouble ??
        `the broker's clock stands at ${new Date(time).toISOString()}, before what the journal ` +
          `knows (${new Date(core.desk.state.time).toISOString()}): its books are older than ours. ` +
          'Nothing is traded. Give the broker its own books back, or begin in a new folder: ' +
          '--state DIR';
      this.#line.close();
      return this.#post({ type: 'status', status: { state: 'failed', detail } });
    }
    this.#isLinked = true;
    if (this.#hasBegun) return this.#askWhatWasMissed();
    this.#hasBegun = true;
    this.#life.begin(time);
    this.#life.createConfiguredAgents(time);
    this.#life.commit(performance.now());
    this.#life.publisher.tell(performance.now()); // who sees it running sees what it began with
    this.#post({ type: 'status', status: { state: 'running', detail: name } });
  }

  #down(detail: string): void {
    const { host, port } = this.#address;
    const words = `${host}:${port}: ${detail}`;
    if (!this.#hasBegun) {
      const waiting = `waiting for the broker at ${words}`;
      return this.#post({ type: 'status', status: { state: 'starting', detail: waiting } });
    }
    if (!this.#isLinked) return; // told already
    this.#isLinked = false;
    const { core, loop } = this.#life;
    this.#port.arrive({ type: 'link', time: core.desk.now, up: false, detail: words });
    loop.takeBrokerEvents();
    this.#life.afterwards(performance.now());
  }

  #happened(item: WorldItem): void {
    const { loop, publisher } = this.#life;
    if ('event' in item) {
      this.#port.arrive(item.event);
      return loop.takeBrokerEvents();
    }
    if ('quote' in item) {
      loop.feed({ type: 'quote', time: item.quote.time, quote: item.quote });
      return publisher.quoted(item.quote.symbol);
    }
    if (!('bars' in item)) return loop.feed({ type: 'clock', time: item.time });
    // While a symbol's history is on its way, what closes before it is in it.
    const bars = item.bars.filter(({ symbol }) => !this.#watched.get(symbol)?.coming);
    if (bars.length > 0) loop.feed({ type: 'bars', time: item.time, bars, history: false });
    for (const { symbol, bar } of bars) {
      const watched = this.#watched.get(symbol);
      if (watched) watched.lastBar = bar.time;
    }
  }

  #watch(request: WatchRequest): void {
    const { symbol } = request;
    this.#watched.set(symbol, { request, coming: new Map(), lastBar: undefined });
    this.#line.send({ type: 'history', symbol });
  }

  /** Bars that closed while the line was cut: told as history, for nobody traded on them. */
  #askWhatWasMissed(): void {
    for (const [symbol, watched] of this.#watched) {
      watched.coming = new Map();
      const { lastBar } = watched;
      const since = lastBar === undefined ? {} : { since: lastBar };
      this.#line.send({ type: 'history', symbol, ...since });
    }
  }

  #historyEnded(symbol: SymbolName): void {
    const watched = this.#watched.get(symbol);
    const bars = watched?.coming;
    if (!watched || !bars) return;
    watched.coming = undefined;
    const { loop, publisher } = this.#life;
    const store = storeSettings(this.#start);
    const base = bars.get(store.base);
    if (watched.lastBar === undefined) {
      publisher.whileReadingHistory(symbol, () =>
        feedHistory(
          loop,
          { bars: (timeframe) => bars.get(timeframe) },
          watched.request,
          store,
          BARS_SHOWN,
        ),
      );
    } else {
      for (const bar of base ?? []) {
        const time = (bar.time + timeframeMs(store.base)) as UtcMs;
        loop.feed({ type: 'bars', time, bars: [{ symbol, bar }], history: true });
      }
    }
    if (base && base.length > 0) watched.lastBar = base.at(base.length - 1).time;
    this.#life.afterwards(performance.now());
  }
}
