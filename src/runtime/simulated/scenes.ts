import type { CommandAnswer } from '../../agents/command.ts';
import type { Scene } from '../../api/scene.ts';
import type { SymbolName, UtcMs } from '../../market/units.ts';
import type { AccountLife } from '../account-life.ts';
import type { FiredCalendar } from './fired-calendar.ts';
import { HandTrader } from './hand-trader.ts';
import type { Shock } from './market-shocks.ts';
import type { SimulatedBooks } from './simulated-books.ts';
import type { OpenedMarket } from './simulated-market-place.ts';

/** How far prices jump when news are fired: every other symbol up, the rest down. */
const NEWS_JUMP = 0.003;
const RELEASE = 'US payrolls, fired by hand';

export interface SceneParts {
  readonly life: AccountLife;
  readonly books: SimulatedBooks;
  readonly market: OpenedMarket;
  readonly calendar: FiredCalendar;
}

/**
 * What a person does to a simulated account's market and broker, to see what the program makes of it.
 * Nothing here reaches into the program: it sees prices, a broken link and a broker's books, as ever.
 */
export class Scenes {
  readonly #parts: SceneParts;
  readonly #trader: HandTrader;
  /** When a link that was cut comes back, by the real clock. */
  #linkBackAt = Infinity;

  constructor(parts: SceneParts) {
    this.#parts = parts;
    this.#trader = new HandTrader(parts);
  }

  play(scene: Scene, now: number): CommandAnswer {
    switch (scene.type) {
      case 'gap':
        return this.#gap(scene.symbol, scene.pct);
      case 'news':
        return this.#news();
      case 'cut-link':
        return this.#cutLink(scene.seconds, now);
      case 'trip-breaker':
        return this.#trader.begin();
    }
  }

  /** To be called now and then: what was begun goes on. */
  look(now: number): void {
    if (now >= this.#linkBackAt) {
      this.#linkBackAt = Infinity;
      this.#parts.books.broker.setLink(true, this.#parts.market.name);
      this.#parts.life.loop.takeBrokerEvents();
    }
    this.#trader.look();
  }

  #gap(symbol: SymbolName, pct: number): CommandAnswer {
    const { life, market } = this.#parts;
    if (!market.hand) return notMovable(market);
    if (!life.core.desk.quotes.get(symbol)) {
      const known = [...life.core.desk.state.agents.keys()].join(', ');
      const message = `this market does not quote ${symbol}; it quotes ${known}`;
      return { ok: false, reason: 'unknown-symbol', message };
    }
    market.hand.shock([{ at: this.#next(), symbol, factor: 1 + pct / 100 }]);
    const way = pct < 0 ? 'down' : 'up';
    return { ok: true, message: `${symbol} gaps ${way} by ${Math.abs(pct)} % with its next price` };
  }

  #news(): CommandAnswer {
    const { life, market, calendar } = this.#parts;
    if (!market.hand) return notMovable(market);
    const at = this.#next();
    market.hand.fire({ at: life.core.desk.now, name: RELEASE });
    calendar.tell(market.hand.news);
    const shocks = [...life.core.desk.state.agents.keys()].map((symbol, index): Shock => {
      return { at, symbol, factor: index % 2 === 0 ? 1 + NEWS_JUMP : 1 - NEWS_JUMP };
    });
    market.hand.shock(shocks);
    const { news_minutes_after: minutes } = life.core.desk.settings.signal;
    const message = `${RELEASE}: prices jump now, and no entry in dollars is allowed for ${minutes} minutes`;
    return { ok: true, message };
  }

  #cutLink(seconds: number, now: number): CommandAnswer {
    const { books, life } = this.#parts;
    const detail = `cut by hand for ${seconds} seconds`;
    this.#linkBackAt = now + seconds * 1_000;
    books.broker.setLink(false, detail);
    life.loop.takeBrokerEvents();
    const message =
      `the link to the broker is cut for ${seconds} seconds: nothing can be opened or closed, ` +
      'stops and targets at the broker still hold';
    return { ok: true, message };
  }

  #next(): UtcMs {
    return this.#parts.market.feed.nextTime ?? this.#parts.life.core.desk.now;
  }
}

function notMovable({ name }: OpenedMarket): CommandAnswer {
  const message = `${name}: its prices come from a file and cannot be moved`;
  return { ok: false, reason: 'not-now', message };
}
