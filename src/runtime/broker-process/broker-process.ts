import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { encodeFrame, FrameReader, type RawMessage } from '../../brokers/mt5/frame-codec.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import { brokerTerms } from './broker-terms.ts';
import {
  rowOf,
  WIRE_VERSION,
  type BrokerAddress,
  type FromBroker,
  type ToBroker,
  type WorldItem,
} from './broker-wire.ts';
import { readJson, writeJson } from '../state/json-file.ts';
import { MarketPace } from '../simulated/market-pace.ts';
import type { ThreadStart } from '../messages.ts';
import { SimulatedBooks } from '../simulated/simulated-books.ts';
import { openBrokerMarket, type OpenedMarket } from '../simulated/simulated-market-place.ts';
import { deliverInstrument } from '../simulated/world-driver.ts';

/** Items of one frame: a frame is bounded, and a client takes one at a time. */
const ITEMS_PER_FRAME = 500;
/** A client that lets so much pile up does not read: it is cut off. */
const UNREAD_BYTES_MAX = 64 * 1_048_576;
/** A client that hears nothing for longer takes the link for lost. */
const TIME_TOLD_EVERY_MS = 1_000;

/**
 * The simulated market and broker as a process of its own: the clock goes on, stops and targets are
 * hit, books are kept, whatever becomes of the process that trades. One client at a time.
 */
export class BrokerProcess {
  readonly #start: ThreadStart;
  readonly #instruments: ReadonlyMap<SymbolName, Instrument>;
  readonly #market: OpenedMarket;
  readonly #books: SimulatedBooks;
  readonly #pace: MarketPace;
  readonly #id: string;
  readonly #server: Server;
  #client: Socket | undefined;
  #items: WorldItem[] = [];
  #now: UtcMs;
  #toldAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(start: ThreadStart, say: (detail: string) => void) {
    this.#start = start;
    this.#instruments = new Map(start.instruments.map((known) => [known.symbol, known]));
    const terms = brokerTerms(start);
    this.#market = openBrokerMarket({ start, instruments: this.#instruments, say }, terms);
    this.#books = new SimulatedBooks(start.folder, terms, this.#instruments);
    this.#books.broker.setLink(false, 'nobody is connected');
    this.#now = this.#books.resumedAt ?? (0 as UtcMs);
    this.#id = idOf(start.folder);
    this.#pace = new MarketPace(start.world.speed, performance.now());
    this.#server = createServer((socket) => this.#connected(socket));
  }

  get name(): string {
    return this.#market.name;
  }

  /** Listen, and let the market go on; resolves with the port. */
  listen({ host, port }: BrokerAddress): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#turn();
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  /** End with the books written. */
  close(): void {
    clearTimeout(this.#timer);
    this.#client?.destroy();
    this.#server.close();
    this.#books.write(performance.now());
  }

  #turn(): void {
    const waitMs = this.#pace.turn(
      this.#market.feed,
      () => this.#now,
      () => this.#step(),
    );
    const now = performance.now();
    if (this.#items.length === 0 && now - this.#toldAt >= TIME_TOLD_EVERY_MS) {
      this.#tell({ time: this.#now });
    }
    this.#flush();
    this.#books.writeNowAndThen(now);
    this.#market.note();
    // A generated market has no end.
    this.#timer = setTimeout(() => this.#turn(), waitMs ?? TIME_TOLD_EVERY_MS);
  }

  #step(): void {
    const { time, closed, quotes } = this.#market.feed.step();
    const { broker } = this.#books;
    for (const group of closed) this.#tell(group);
    for (const quote of quotes) {
      broker.onQuote(quote);
      this.#tellEvents();
      this.#tell({ quote: { ...quote } });
    }
    if (quotes.length === 0) {
      broker.advance(time);
      this.#tellEvents();
      this.#tell({ time });
    }
    this.#now = time;
  }

  /** Drained whether anybody listens or not: an event that nobody hears is lost, as over a cut link. */
  #tellEvents(): void {
    for (const event of this.#books.drain()) this.#tell({ event });
  }

  #tell(item: WorldItem): void {
    if (this.#client) this.#items.push(item);
  }

  #flush(): void {
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#toldAt = performance.now();
    for (let at = 0; at < items.length; at += ITEMS_PER_FRAME) {
      this.#send({ type: 'world', items: items.slice(at, at + ITEMS_PER_FRAME) });
    }
  }

  #send(message: FromBroker): void {
    const client = this.#client;
    if (!client) return;
    client.write(encodeFrame(message));
    if (client.writableLength > UNREAD_BYTES_MAX) client.destroy();
  }

  #connected(socket: Socket): void {
    const reader = new FrameReader();
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#gone(socket));
    socket.on('data', (piece) => {
      const { messages, defect } = reader.push(piece);
      for (const message of messages) this.#take(socket, message);
      if (defect !== undefined) socket.destroy();
    });
  }

  #gone(socket: Socket): void {
    if (socket !== this.#client) return;
    this.#client = undefined;
    this.#items = [];
    this.#books.broker.setLink(false, 'the trading process is gone');
    this.#books.drain();
  }

  #take(socket: Socket, raw: RawMessage): void {
    const message = raw as unknown as ToBroker;
    if (message.type === 'hello') return this.#greet(socket, message);
    if (socket !== this.#client) return void socket.destroy();
    if (message.type === 'request') {
      this.#books.submit(message.request);
      this.#tellEvents();
      return this.#flush();
    }
    if (message.type === 'history') return this.#history(message);
    socket.destroy();
  }

  #greet(socket: Socket, { version }: Extract<ToBroker, { type: 'hello' }>): void {
    const detail = this.#client
      ? 'another process trades on these books'
      : version === WIRE_VERSION
        ? undefined
        : `this broker speaks version ${WIRE_VERSION}, not ${version}`;
    if (detail !== undefined) {
      const refused: FromBroker = { type: 'refused', detail };
      return void socket.end(encodeFrame(refused));
    }
    this.#client = socket;
    const { name } = this;
    this.#send({ type: 'welcome', version: WIRE_VERSION, id: this.#id, name, time: this.#now });
    this.#books.broker.setLink(true, name);
    this.#tellEvents();
    this.#flush();
  }

  #history({ symbol, since }: Extract<ToBroker, { type: 'history' }>): void {
    const { feed, store } = this.#market;
    const instrument = this.#instruments.get(symbol);
    if (instrument) deliverInstrument(feed, instrument, this.#start.settings.currency);
    this.#flush(); // what is older than the answer is told before it
    const { base, timeframes } = store.settings;
    const history = feed.history(symbol);
    for (const timeframe of since === undefined ? [...timeframes, base] : [base]) {
      const bars = [...(history?.bars(timeframe) ?? [])];
      const wanted = since === undefined ? bars : bars.filter(({ time }) => time > since);
      this.#send({ type: 'bars', symbol, timeframe, bars: wanted.map(rowOf) });
    }
    this.#send({ type: 'history-end', symbol });
  }
}

/** The name of these books, made when they are begun. */
function idOf(folder: string): string {
  const file = join(folder, 'broker-id.json');
  const known = readJson(file) as { id: string } | undefined;
  if (known) return known.id;
  const id = randomUUID();
  writeJson(file, { id });
  return id;
}
