import { roundToTick } from '../src/market/instrument.ts';
import type { Side } from '../src/market/quote.ts';
import type { Timeframe } from '../src/market/timeframe.ts';
import type { Price } from '../src/market/units.ts';
import type { Candidate } from '../src/signals/signal.ts';
import type { SignalSettings } from '../src/signals/signal-settings.ts';
import { SmcStrategy } from '../src/signals/smc-strategy.ts';
import type { ClosedBar, Strategy, StrategyContext } from '../src/signals/strategy.ts';

const NO_CANDIDATES: readonly Candidate[] = [];
const DECIDES: Timeframe = 'M1';

function marketOrder(
  { account, instrument }: StrategyContext,
  { bar, closedAt, spread }: ClosedBar,
  side: Side,
  distance: Price,
): Candidate {
  const sign = side === 'buy' ? 1 : -1;
  const price = side === 'buy' ? bar.close + spread : bar.close;
  return {
    signal: {
      id: `${account}:${instrument.symbol}:${DECIDES}:${bar.time}:${side}`,
      symbol: instrument.symbol,
      timeframe: DECIDES,
      side,
      time: closedAt,
      entry: { kind: 'market', price: roundToTick(instrument, price) },
      stopLoss: roundToTick(instrument, price - sign * distance),
      takeProfit: roundToTick(instrument, price + sign * distance),
      confidence: 1,
      gates: [],
      score: [],
    },
  };
}

/** The whole SMC strategy on M1, and after its work an order to buy at every bar. */
export class EagerSmc implements Strategy {
  readonly timeframes: readonly Timeframe[];
  readonly historyBars: readonly number[];
  readonly #context: StrategyContext;
  readonly #smc: SmcStrategy;
  readonly #distance: Price;

  constructor(context: StrategyContext, settings: SignalSettings) {
    this.#context = context;
    this.#smc = new SmcStrategy(context, { ...settings, timeframe: DECIDES });
    this.#distance = 20 * context.instrument.pip;
    ({ timeframes: this.timeframes, historyBars: this.historyBars } = this.#smc);
  }

  get confirmed(): Strategy['confirmed'] {
    return this.#smc.confirmed;
  }

  onBar(closed: ClosedBar): readonly Candidate[] {
    this.#smc.onBar(closed);
    if (closed.timeframe !== DECIDES) return NO_CANDIDATES;
    return [marketOrder(this.#context, closed, 'buy', this.#distance)];
  }

  snapshot(): null {
    return null;
  }

  restore(): void {}
}

/** The cross that other engines are timed with: means of 10 and 30 closes, ends 0.6 % away. */
export class SmaCross implements Strategy {
  readonly timeframes: readonly Timeframe[] = [DECIDES];
  readonly historyBars: readonly number[] = [0];
  readonly confirmed: Strategy['confirmed'] = [];
  readonly #context: StrategyContext;
  readonly #fast = new MovingSum(10);
  readonly #slow = new MovingSum(30);
  #above: boolean | undefined;

  constructor(context: StrategyContext) {
    this.#context = context;
  }

  onBar(closed: ClosedBar): readonly Candidate[] {
    const { close } = closed.bar;
    const fast = this.#fast.push(close);
    const slow = this.#slow.push(close);
    if (slow === undefined || fast === undefined) return NO_CANDIDATES;
    const above = fast > slow;
    const before = this.#above;
    this.#above = above;
    if (before === undefined || above === before) return NO_CANDIDATES;
    return [marketOrder(this.#context, closed, above ? 'buy' : 'sell', close * 0.006)];
  }

  snapshot(): null {
    return null;
  }

  restore(): void {}
}

/** Mean of the newest values, by a running sum over a ring. */
class MovingSum {
  readonly #ring: Float64Array;
  #count = 0;
  #sum = 0;

  constructor(length: number) {
    this.#ring = new Float64Array(length);
  }

  push(value: number): number | undefined {
    const { length } = this.#ring;
    const at = this.#count % length;
    this.#sum += value - (this.#ring[at] as number);
    this.#ring[at] = value;
    this.#count += 1;
    return this.#count < length ? undefined : this.#sum / length;
  }
}
