import type { CommandAnswer } from '../../agents/command.ts';
import { equityOf } from '../../agents/equity.ts';
import { magicOf, type OrderNumber, type Position } from '../../execution/order.ts';
import { profitOf } from '../../market/profit.ts';
import { MINUTE_MS, type Lots, type Points, type SymbolName } from '../../market/units.ts';
import type { SceneParts } from './scenes.ts';

/** Upper part of the magic of orders that no program gave: MetaTrader writes 0 on a person's own. */
const BY_HAND = 0;
/** Numbers of requests of a hand; the program's own are counted from 1 and stay far below. */
const FIRST_NUMBER = 900_000;
/** The price gaps so far against the hand … */
const GAP = 0.02;
/** … and this much more is lost than is needed. */
const MORE = 1.3;
/** An order that the broker has not filled by then, on the account's clock, was refused. */
const FILLED_WITHIN_MS = 5 * MINUTE_MS;

/**
 * Somebody at the terminal who trades by hand and loses: opens a position without a stop, sees the
 * price gap against it, and closes it once the breaker has tripped.
 */
export class HandTrader {
  readonly #parts: SceneParts;
  #number = FIRST_NUMBER;
  #state: 'idle' | 'opening' | 'losing' = 'idle';
  #begunAt = 0;

  constructor(parts: SceneParts) {
    this.#parts = parts;
  }

  begin(): CommandAnswer {
    const { life, market } = this.#parts;
    const { state, quotes } = life.core.desk;
    const refuse = (message: string): CommandAnswer => ({ ok: false, reason: 'not-now', message });
    if (!market.hand) return refuse(`${market.name}: its prices cannot be moved`);
    if (!state.breaker) return refuse('the day has not begun: there is no limit to reach yet');
    if (state.breaker.state === 'tripped') return refuse('the breaker has tripped already');
    if (this.#state !== 'idle') return refuse('somebody is at it already');
    const symbol = [...state.agents.keys()].find((name) => quotes.get(name));
    const lots = symbol && this.#lotsToLose(symbol);
    if (symbol === undefined || lots === undefined) return refuse('no symbol is quoted yet');
    this.#open(symbol, lots);
    this.#state = 'opening';
    this.#begunAt = life.core.desk.now;
    const message =
      `somebody buys ${lots} lots ${symbol} by hand, without a stop; then the price gaps down and ` +
      "costs more than the day's limit allows";
    return { ok: true, message };
  }

  look(): void {
    if (this.#state === 'idle') return;
    const { life, market } = this.#parts;
    const position = this.#position();
    if (this.#state === 'opening' && position) {
      const at = market.feed.nextTime ?? life.core.desk.now;
      market.hand?.shock([{ at, symbol: position.symbol, factor: 1 - GAP }]);
      this.#state = 'losing';
    } else if (this.#state === 'opening') {
      if (life.core.desk.now - this.#begunAt > FILLED_WITHIN_MS) this.#state = 'idle';
    } else if (!position) this.#state = 'idle';
    else if (life.core.desk.state.breaker?.state === 'tripped') this.#close(position);
  }

  /** Volume with which the gap costs what is left of the day, and somewhat more. */
  #lotsToLose(symbol: SymbolName): Lots | undefined {
    const { desk } = this.#parts.life.core;
    const instrument = desk.instruments.get(symbol);
    const quote = desk.quotes.get(symbol);
    const equity = equityOf(desk);
    if (!instrument || !quote || equity === undefined || !desk.state.breaker) return undefined;
    const { currency } = desk.settings;
    const { ask } = quote;
    const one = 1 as Lots;
    const gap = ask * (1 - GAP);
    const lost = profitOf(instrument, 'buy', one, ask, gap, currency, desk.quotes);
    if (lost === undefined || !(lost < 0)) return undefined;
    const wanted = ((equity - desk.state.breaker.limit) * MORE) / -lost;
    const steps = Math.max(1, Math.ceil(wanted / instrument.volumeStep));
    return Math.max(
      instrument.volumeMin,
      Number((steps * instrument.volumeStep).toFixed(2)),
    ) as Lots;
  }

  #open(symbol: SymbolName, lots: Lots): void {
    const number = this.#nextNumber();
    this.#parts.books.submit({
      type: 'open',
      number,
      magic: magicOf(BY_HAND, number),
      symbol,
      side: 'buy',
      kind: 'market',
      lots,
      price: 0,
      stopLoss: 0,
      takeProfit: 0,
      deviation: 10_000 as Points,
      comment: 'by hand',
    });
    this.#parts.life.loop.takeBrokerEvents();
  }

  #close({ ticket, lots }: Position): void {
    const number = this.#nextNumber();
    const magic = magicOf(BY_HAND, number);
    this.#parts.books.submit({ type: 'close', number, magic, position: ticket, lots });
    this.#parts.life.loop.takeBrokerEvents();
    this.#state = 'idle';
  }

  #position(): Position | undefined {
    for (const { position } of this.#parts.life.core.desk.state.positions.values()) {
      if (position.magic >= FIRST_NUMBER && position.magic <= this.#number) return position;
    }
    return undefined;
  }

  #nextNumber(): OrderNumber {
    this.#number += 1;
    return this.#number as OrderNumber;
  }
}
