import { roundToTick } from '../../src/market/instrument.ts';
import { signalId } from '../../src/signals/signal-id.ts';
import type { Candidate, GateResult, Signal } from '../../src/signals/signal.ts';
import type {
  ClosedBar,
  Strategy,
  StrategyContext,
  StrategyState,
} from '../../src/signals/strategy.ts';

const FAST_BARS = 20;
const SLOW_BARS = 50;
/** Bars whose lowest low (highest high) is the stop. */
const STOP_BARS = 10;
const REWARD_RISK = 2;
/** Every cross is as good as any other to this strategy: it has no evidence to weigh. */
const CONFIDENCE = 0.9;

/**
 * The oldest strategy there is, as an example of the interface: buys when the mean of the last 20
 * closes of M15 crosses above that of the last 50, sells when it crosses below. It shows how a
 * strategy is written, and is no advice: there is no reason to expect a profit from it.
 */
class SmaCross implements Strategy {
  readonly timeframes = ['M15'] as const;
  readonly historyBars = [SLOW_BARS + 1] as const;
  readonly confirmed = [];
  readonly #context: StrategyContext;
  /** Closes, highs and lows of the last bars, oldest first: with #side, all there is to remember. */
  #closes: number[] = [];
  #highs: number[] = [];
  #lows: number[] = [];
  /** 1 when the fast mean was last above the slow one, -1 below, 0 not known. */
  #side: -1 | 0 | 1 = 0;

  constructor(context: StrategyContext) {
    this.#context = context;
  }

  onBar(closed: ClosedBar): readonly Candidate[] {
    const { bar } = closed;
    this.#closes = [...this.#closes, bar.close].slice(-SLOW_BARS);
    this.#highs = [...this.#highs, bar.high].slice(-STOP_BARS);
    this.#lows = [...this.#lows, bar.low].slice(-STOP_BARS);
    if (this.#closes.length < SLOW_BARS) return [];
    const difference = meanOf(this.#closes.slice(-FAST_BARS)) - meanOf(this.#closes);
    if (difference === 0) return [];
    const before = this.#side;
    const side = difference > 0 ? 1 : -1;
    this.#side = side;
    return before === 0 || before === side ? [] : [this.#candidate(side, closed)];
  }

  #candidate(sign: -1 | 1, closed: ClosedBar): Candidate {
    const { instrument } = this.#context;
    const { bar, spread, closedAt, timeframe } = closed;
    const side = sign === 1 ? 'buy' : 'sell';
    // A buy opens at the ask and a sell closes there; bars are of bids.
    const entry = sign === 1 ? bar.close + spread : bar.close;
    const stop = sign === 1 ? Math.min(...this.#lows) : Math.max(...this.#highs) + spread;
    const risk = sign * (entry - stop);
    const gate: GateResult = {
      gate: 'risk',
      passed: risk >= 5 * instrument.pip,
      detail: `the stop is ${(risk / instrument.pip).toFixed(1)} pips away, 5 are asked`,
    };
    const signal: Signal = {
      id: signalId(this.#context, closed, side),
      symbol: instrument.symbol,
      timeframe,
      side,
      time: closedAt,
      entry: { kind: 'market', price: roundToTick(instrument, entry) },
      stopLoss: roundToTick(instrument, stop - sign * instrument.pip),
      takeProfit: roundToTick(instrument, entry + sign * REWARD_RISK * (risk + instrument.pip)),
      confidence: CONFIDENCE,
      gates: [gate],
      score: [
        {
          part: 'cross',
          weight: 1,
          value: CONFIDENCE,
          detail: `the mean of ${FAST_BARS} closes crossed that of ${SLOW_BARS}`,
          evidence: [],
        },
      ],
    };
    return gate.passed ? { signal } : { signal, refusedBy: gate.gate };
  }

  snapshot(): StrategyState {
    return { closes: this.#closes, highs: this.#highs, lows: this.#lows, side: this.#side };
  }

  restore(state: StrategyState): void {
    const held = state as { closes: number[]; highs: number[]; lows: number[]; side: -1 | 0 | 1 };
    this.#closes = [...held.closes];
    this.#highs = [...held.highs];
    this.#lows = [...held.lows];
    this.#side = held.side;
  }
}

function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** What the program asks the file for. */
export const strategy = (context: StrategyContext): Strategy => new SmaCross(context);
