import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../../agents/command.ts';
import type { Fact } from '../../agents/fact.ts';
import { SqliteJournal } from '../../journal/sqlite-journal.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import { AccountLife } from '../account-life.ts';
import { brokerTerms } from '../broker-process/broker-terms.ts';
import { feedHistory } from '../feed-history.ts';
import { FiredCalendar } from '../simulated/fired-calendar.ts';
import type { ThreadStart } from '../messages.ts';
import { Recollection } from '../recollection.ts';
import { SimulatedBooks } from '../simulated/simulated-books.ts';
import { openGeneratedMarket, type OpenedMarket } from '../simulated/simulated-market-place.ts';
import { makeBeacon, StepBeacon } from '../step-beacon.ts';
import { BARS_SHOWN } from '../state/store-settings.ts';
import { carryStep, deliverInstrument } from '../simulated/world-driver.ts';
import { youngAccount } from './young-account.ts';

const MOST_STEPS = 60_000;
const SYMBOLS = ['EURUSD', 'XAUUSD'] as SymbolName[];

/** One that trades often: what it trades on is no matter here. */
export function busyStart(folder: string): ThreadStart {
  const { start } = youngAccount(SYMBOLS, folder);
  const signal = { ...start.settings.signal, kill_zones: ['00:00-12:00', '12:00-23:59'] };
  return { ...start, settings: { ...start.settings, signal, confidenceThreshold: 0.5 } };
}

/** A simulated account as its thread makes it, moved by hand instead of by a clock. */
export class TapedLife {
  readonly life: AccountLife;
  readonly #folder: string;
  readonly #books: SimulatedBooks;
  readonly #market: OpenedMarket;
  readonly #calendar: FiredCalendar;
  #now = 0;

  constructor(start: ThreadStart) {
    const { folder, settings } = start;
    this.#folder = folder;
    const instruments = new Map(start.instruments.map((one) => [one.symbol, one]));
    const journal = SqliteJournal.open(join(folder, 'journal.sqlite'), settings.name);
    const recollection = new Recollection(journal, start);
    const terms = brokerTerms(start);
    const parts = { start, instruments, journal, recollection, say: () => {} };
    this.#market = openGeneratedMarket(parts, terms);
    this.#books = new SimulatedBooks(folder, terms, instruments);
    this.#calendar = new FiredCalendar(start.instruments, this.#market.hand?.news ?? []);
    this.life = new AccountLife({
      start,
      post: () => {},
      signs: new StepBeacon(makeBeacon(), SYMBOLS),
      instruments,
      journal,
      recollection,
      broker: this.#books,
      calendar: this.#calendar,
      watch: (request) => {
        const { feed, store } = this.#market;
        const instrument = instruments.get(request.symbol);
        if (!instrument || !deliverInstrument(feed, instrument, settings.currency)) return;
        const history = feed.history(request.symbol);
        feedHistory(this.life.loop, history, request, store.settings, BARS_SHOWN);
      },
      keep: () => {},
    });
    this.life.recover();
    const time = Math.max(this.life.core.desk.now, (this.#market.feed.nextTime ?? 0) - 1) as UtcMs;
    this.#books.broker.advance(time);
    this.life.begin(time);
    this.#books.broker.setLink(true, this.#market.name);
    this.life.loop.takeBrokerEvents();
    this.life.createConfiguredAgents(time);
    this.#pass();
  }

  get seq(): number {
    return this.life.core.desk.state.seq;
  }

  /** Let the market go on until `enough` facts more are there. */
  live(enough: number): this {
    const until = this.seq + enough;
    for (let steps = 0; this.seq < until; steps += 1) {
      if (steps > MOST_STEPS) throw new Error(`only ${this.seq} of ${until} facts have come`);
      carryStep(this.life.loop, this.#books.broker, this.#market.feed.step());
      this.#pass();
    }
    return this;
  }

  command(command: Command): this {
    this.life.take({ type: 'command', id: `c${this.seq}`, by: 'test', command });
    return this;
  }

  fireNews(): this {
    const at = this.life.core.desk.now;
    this.#calendar.tell([{ at, name: 'payrolls' }]);
    return this;
  }

  /** The folder as a power cut would leave it: the process is gone, and nothing was ended. */
  dieInto(folder: string): void {
    this.#books.write(0);
    cpSync(this.#folder, folder, { recursive: true });
    this.end();
  }

  end(): void {
    this.#books.write(0);
    this.life.end();
  }

  /** Time of the machine: it writes down what is due, twice a second and more. */
  #pass(): void {
    this.#now += 20;
    this.life.afterwards(this.#now);
  }
}

export function factsOf(folder: string, start: ThreadStart): Fact[] {
  const journal = SqliteJournal.open(join(folder, 'journal.sqlite'), start.settings.name);
  const facts = [...journal.read()];
  journal.close();
  return facts;
}
