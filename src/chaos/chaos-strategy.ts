import type { Instrument } from '../market/instrument.ts';
import { signOf } from '../market/quote.ts';
import type { Price, UtcMs } from '../market/units.ts';
import type { Candidate } from '../signals/signal.ts';
import type { ClosedBar, Strategy, StrategyState } from '../signals/strategy.ts';
import { BAD_DAY } from './agent-promises.ts';
import type { Luck } from './luck.ts';

/** For how long a limit order may wait. */
const WAITS_MS = 900_000;
/** Of so many ideas one has its stop on the wrong side. */
const BAD_IDEA = 40;
const NO_WITHDRAWALS: readonly string[] = [];

/** Made once: to write down the stack of each takes longer than all else that comes of it. */
const BAD = { making: new Error(BAD_DAY.making), bar: new Error(BAD_DAY.bar) };

/** Told when a strategy is to fail. */
export type BadDays = (step: keyof typeof BAD_DAY) => boolean;

/** Has an idea at most bars; knows nothing of markets, and has bad days. */
export class ChaosStrategy implements Strategy {
  readonly timeframes = ['M5'] as const;
  readonly historyBars = [3] as const;
  readonly confirmed = [];
  withdrawals = NO_WITHDRAWALS;
  readonly #instrument: Instrument;
  readonly #luck: Luck;
  readonly #badDays: BadDays;
  #waiting: string[] = [];

  constructor(instrument: Instrument, luck: Luck, badDays: BadDays) {
    if (badDays('making')) throw BAD.making;
    this.#badDays = badDays;
    this.#instrument = instrument;
    this.#luck = luck;
  }

  onBar({ bar, closedAt, spread }: ClosedBar): readonly Candidate[] {
    if (this.#badDays('bar')) throw BAD.bar;
    const luck = this.#luck;
    this.withdrawals = NO_WITHDRAWALS;
    if (this.#waiting.length > 0 && luck.chance(0.2)) {
      this.withdrawals = this.#waiting;
      this.#waiting = [];
    }
    if (luck.chance(0.4)) return [];
    const { symbol } = this.#instrument;
    const side = luck.pick(['buy', 'sell']);
    const sign = signOf(side);
    const isLimit = luck.chance(0.35);
    const dealing = side === 'buy' ? bar.close + spread : bar.close;
    const entry = this.#points(dealing, isLimit ? -sign * luck.between(20, 80) : 0);
    const distance = luck.between(120, 400);
    const id = `main:${symbol}:M5:${closedAt}:${side}`;
    if (isLimit) this.#waiting.push(id);
    const expiresAt = (closedAt + luck.between(60_000, WAITS_MS)) as UtcMs;
    const signal = {
      id,
      symbol,
      timeframe: 'M5' as const,
      side,
      time: closedAt,
      entry: isLimit
        ? { kind: 'limit' as const, price: entry, expiresAt }
        : { kind: 'market' as const, price: entry },
      stopLoss: this.#points(entry, distance % BAD_IDEA === 0 ? sign : -sign * distance),
      takeProfit: this.#points(entry, sign * luck.between(100, 600)),
      confidence: luck.chance(0.9) ? 0.9 : 0.5,
      gates: [],
      score: [],
    };
    return [{ signal }];
  }

  snapshot(): StrategyState {
    return null;
  }

  restore(): void {}

  #points(price: Price, points: number): Price {
    const { point, digits } = this.#instrument;
    return Number((price + points * point).toFixed(digits));
  }
}
