import type { Fact, FactBody } from '../../agents/fact.ts';
import type { ChargeKind } from '../../execution/charge.ts';
import { clockRule } from '../../market/clock-rule.ts';
import type { AccountName, UtcMs } from '../../market/units.ts';
import { HistoryFold, type AccountHistory } from '../exports/account-history.ts';

export const AT = Date.parse('2026-01-05T10:00:00Z');
export const UTC = clockRule('utc');
export const SERVER = clockRule('utc+2');

interface Booked {
  readonly time: number;
  readonly entry?: 'in' | 'out';
  readonly profit?: number;
  readonly commission?: number;
  readonly swap?: number;
}

const account = (balance: number) => ({
  currency: 'USD',
  balance,
  equity: balance,
  margin: 0,
  freeMargin: balance,
  leverage: 30,
  tradeMode: 'real',
});

/** A history as the core would have written it: deals of one position after another. */
export class Written {
  readonly #fold = new HistoryFold();
  #seq = 0;
  #ticket = 0;
  #position = 0;
  balance = 0;

  fact(time: number, body: object): this {
    this.#seq += 1;
    const fact: Fact = {
      seq: this.#seq,
      account: 'main' as AccountName,
      time: time as UtcMs,
      body: body as FactBody,
    };
    this.#fold.add(fact);
    return this;
  }

  /** The broker's books are read, with this balance. */
  books(time: number, balance: number): this {
    this.balance = balance;
    const empty = { positions: [], orders: [], differences: [] };
    return this.fact(time, { kind: 'reconciled', account: account(balance), ...empty });
  }

  deal(
    { time, entry = 'in', profit = 0, commission = 0, swap = 0 }: Booked,
    more: object = {},
  ): this {
    this.#ticket += 1;
    if (entry === 'in') this.#position += 1;
    this.balance = Number((this.balance + profit + commission + swap).toFixed(8));
    const isIn = entry === 'in';
    return this.fact(time, {
      kind: 'deal',
      deal: {
        ticket: String(this.#ticket),
        order: String(this.#ticket),
        position: String(this.#position),
        magic: this.#position,
        symbol: 'EURUSD',
        side: isIn ? 'buy' : 'sell',
        entry,
        lots: 0.1,
        price: isIn ? 1.1 : 1.105,
        time,
        reason: isIn ? 'expert' : 'take-profit',
        profit,
        commission,
        swap,
        comment: isIn ? 'kimi 1' : '=1+1',
      },
      remaining: isIn ? 0.1 : 0,
      balance: this.balance,
      ...more,
    });
  }

  /** The broker takes money without a trade, or gives it. */
  charge(time: number, kind: ChargeKind, amount: number, comment = ''): this {
    this.#ticket += 1;
    this.balance = Number((this.balance + amount).toFixed(8));
    const charge = { ticket: String(this.#ticket), time, kind, amount, comment };
    return this.fact(time, { kind: 'charge', charge, balance: this.balance });
  }

  get history(): AccountHistory {
    return this.#fold.history();
  }
}

export const intended = (number: number) => ({
  kind: 'order-intended',
  number,
  magic: number,
  order: { symbol: 'EURUSD', stopLoss: 1.0975, takeProfit: 1.105, signalId: 'main:S:1' },
  lots: 0.1,
  risk: 25,
});
const session = { kind: 'session-started', mode: 'real', version: '1' };
const signal = {
  kind: 'signal',
  signal: { id: 'main:S:1', confidence: 0.9, score: [{ value: 1, detail: 'swept the low' }] },
  verdict: { taken: true },
};

/** A position that was bought, watched, and closed at its target. */
export function oneTrade(): Written {
  return new Written()
    .fact(AT, session)
    .books(AT, 10_000)
    .fact(AT, signal)
    .fact(AT, intended(1))
    .deal({ time: AT + 1000, commission: -0.35 })
    .deal(
      { time: AT + 60_000, entry: 'out', profit: 50, commission: -0.35, swap: -0.1 },
      { excursion: { worst: 1.0985, best: 1.105, since: AT + 1000 } },
    );
}
