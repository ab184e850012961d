import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { LiquidityDetector } from './liquidity.ts';
import type { PoolList } from './pool-list.ts';
import type { SmcParams } from './smc-params.ts';

/**
 * Round numbers as liquidity: stops gather just beyond them (Osler, Journal of Finance 2003). The
 * next multiple of `round_number_pips` above (below) the market becomes a level once a bar has stayed
 * an ATR away from it, so that price rubbing along a number does not make one at every bar. Until
 * price has crossed into another stretch between two numbers nothing is said of the first one.
 */
export class RoundNumbers {
  /** Pips between two round numbers; 0 for none. */
  readonly #stepPips: number;
  readonly #step: Price;
  /** Pips in one unit of price when a pip is smaller than that: dividing by it leaves no float noise. */
  readonly #pipsPerUnit: number;
  readonly #pip: Price;
  readonly #above: Side = { level: NONE_YET, waits: false };
  readonly #below: Side = { level: NONE_YET, waits: false };

  constructor(params: SmcParams) {
    this.#stepPips = params.round_number_pips;
    this.#pip = params.pip;
    this.#step = params.round_number_pips * params.pip;
    this.#pipsPerUnit = params.pip < 1 ? Math.round(1 / params.pip) : 0;
  }

  /** After the levels of the same bar were taken. */
  onBar(
    bar: number,
    time: number,
    high: Price,
    low: Price,
    atr: Price,
    log: EventLog,
    into: LiquidityDetector,
  ): void {
    if (this.#step === 0 || atr === 0) return;
    this.#look(this.#above, high, into.roundHighs, bar, time, atr, log);
    this.#look(this.#below, low, into.roundLows, bar, time, atr, log);
  }

  #look(
    side: Side,
    extreme: Price,
    list: PoolList,
    bar: number,
    time: number,
    atr: Price,
    log: EventLog,
  ): void {
    const distance = list.side * (side.level - extreme);
    if (!(distance > 0 && distance <= this.#step)) this.#enter(side, list.side, extreme);
    if (!side.waits) return;
    const { level } = side;
    if (level <= 0 || list.side * (level - extreme) < atr) return;
    side.waits = false;
    if (list.holds(level)) return;
    list.form(bar, time, level, 0, 'round', bar, log);
  }

  /** Finds the next round number strictly beyond an extreme. */
  #enter(side: Side, sign: -1 | 1, extreme: Price): void {
    const nearest = Math.round(extreme / this.#step);
    let level = this.#levelOf(nearest);
    if (sign * (level - extreme) <= 0) level = this.#levelOf(nearest + sign);
    if (level === side.level) return;
    // Where the market stood between two numbers when the bars began is not known to be new.
    side.waits = side.level !== NONE_YET;
    side.level = level;
  }

  #levelOf(multiple: number): Price {
    const pips = multiple * this.#stepPips;
    return this.#pipsPerUnit === 0 ? pips * this.#pip : pips / this.#pipsPerUnit;
  }

  snapshot(): RoundNumberState {
    return { above: { ...this.#above }, below: { ...this.#below } };
  }

  restore(state: RoundNumberState): void {
    Object.assign(this.#above, state.above);
    Object.assign(this.#below, state.below);
  }
}

/** No price has been seen yet: a round number is 0 or more. */
const NONE_YET = -1;

/** The next round number on one side, and whether it still waits to be told. */
interface Side {
  level: Price;
  waits: boolean;
}

type SideState = { readonly level: number; readonly waits: boolean };

export type RoundNumberState = { readonly above: SideState; readonly below: SideState };
