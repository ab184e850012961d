import { limitsNow } from '../agents/account-risk.ts';
import type { AccountCore } from '../agents/account-core.ts';
import { accountNow, openProfit, openProfitOf } from '../agents/equity.ts';
import type { Fact } from '../agents/fact.ts';
import type { Output, Sighting } from '../agents/output.ts';
import { isMarketOpen } from '../market/market-hours.ts';
import type { Money, SymbolName } from '../market/units.ts';
import { ChartMemory } from './chart-memory.ts';
import type { FromThread, Pulse } from './messages.ts';

/** News go out at most this often, so that observers cost the trading thread little. */
const NEWS_EVERY_MS = 100;
/** Without news a pulse goes out this often: silence would look like a broken line. */
const PULSE_EVERY_MS = 2_000;

/** Gathers what the core did and tells the main thread of it now and then. */
export class Publisher {
  readonly #core: AccountCore;
  readonly #post: (message: FromThread) => void;
  readonly #quoted = new Set<SymbolName>();
  #facts: Fact[] = [];
  #sightings: Sighting[] = [];
  /** Told behind the facts that they speak of. */
  #answers: FromThread[] = [];
  /** While an agent reads history, its sightings are gathered here and told at once. */
  #history: ChartMemory | undefined;
  #toldAt = 0;

  constructor(core: AccountCore, post: (message: FromThread) => void) {
    this.#core = core;
    this.#post = post;
  }

  take({ facts, sightings }: Output): void {
    for (const fact of facts) {
      this.#facts.push(fact);
      if (fact.body.kind === 'command') {
        this.#answers.push({ type: 'answer', id: fact.body.id, answer: fact.body.answer });
      }
    }
    for (const sighting of sightings) {
      if (this.#history) this.#history.see(sighting);
      else this.#sightings.push(sighting);
    }
  }

  quoted(symbol: SymbolName): void {
    this.#quoted.add(symbol);
  }

  /** Gather what `read` shows of a symbol as history: only the newest of it is told, in one piece. */
  whileReadingHistory(symbol: SymbolName, read: () => void): void {
    this.#history = new ChartMemory();
    try {
      read();
      this.#post({ type: 'charts', symbol, charts: this.#history.charts() });
    } finally {
      this.#history = undefined;
    }
  }

  /** Tell what there is to tell, if it is time. */
  tellNowAndThen(now: number): void {
    const hasNews = this.#facts.length > 0 || this.#sightings.length > 0 || this.#quoted.size > 0;
    const wait = hasNews ? NEWS_EVERY_MS : PULSE_EVERY_MS;
    if (this.#answers.length > 0 || now - this.#toldAt >= wait) this.tell(now);
  }

  tell(now: number): void {
    this.#toldAt = now;
    const facts = this.#facts;
    const sightings = this.#sightings;
    this.#facts = [];
    this.#sightings = [];
    const answers = this.#answers;
    this.#answers = [];
    try {
      this.#post({ type: 'news', facts, sightings, pulse: this.#pulse() });
    } finally {
      for (const answer of answers) this.#post(answer);
    }
    this.#quoted.clear();
  }

  #pulse(): Pulse {
    const { desk, agents } = this.#core;
    const profits: [string, Money][] = [];
    for (const record of desk.state.positions.values()) {
      const profit = openProfitOf(desk, record);
      if (profit !== undefined) profits.push([record.position.ticket, profit]);
    }
    return {
      time: desk.now,
      account: accountNow(desk),
      openProfit: openProfit(desk),
      limits: limitsNow(desk),
      marketOpen: [...agents.keys()].some((symbol) => {
        const instrument = desk.instruments.get(symbol);
        return instrument !== undefined && isMarketOpen(instrument.week, desk.now);
      }),
      quotes: [...this.#quoted].flatMap((symbol) => desk.quotes.get(symbol) ?? []),
      profits,
      barsRead: [...agents.values()].map(
        ({ symbol, barsRead, lastBarAt }) => [symbol, barsRead, lastBarAt] as const,
      ),
    };
  }
}
