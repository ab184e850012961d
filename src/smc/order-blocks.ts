import type { Price } from '../market/units.ts';
import type { EventLog } from './event-log.ts';
import type { LegOrigin } from './leg-origin.ts';
import type { SmcParams } from './smc-params.ts';
import type { StructureDetector } from './structure.ts';
import { ZoneList, type ZoneListState, type ZoneStages } from './zone-list.ts';

const STAGES: ZoneStages = {
  touched: 'order-block-touched',
  half: 'order-block-half',
  through: 'order-block-mitigated',
  closed: 'order-block-invalidated',
  closedTurns: false,
};

/**
 * Order blocks: at a break of structure, the whole range of the bar its leg started from. By
 * `order_block_zone` that is the extreme bar (lowest between the broken high and the break for a
 * bullish block) or the last candle at or before it that closed against the leg; a leg without such a
 * candle has no block. One block for each bar; a bar higher than `max_block_atr` ATR is none. Mitigated when price trades at the far edge, invalidated
 * when a bar closes beyond it: it then lives on as a breaker of the other direction.
 */
export class OrderBlockDetector {
  readonly #maxAtr: number;
  readonly #bullish: ZoneList;
  readonly #bearish: ZoneList;
  readonly #bullishBreakers: ZoneList;
  readonly #bearishBreakers: ZoneList;

  constructor(params: SmcParams) {
    const { max_zones: count, max_zone_age_bars: age } = params;
    this.#maxAtr = params.max_block_atr;
    this.#bullishBreakers = new ZoneList('bullish', STAGES, count, age);
    this.#bearishBreakers = new ZoneList('bearish', STAGES, count, age);
    this.#bullish = new ZoneList('bullish', STAGES, count, age, {
      list: this.#bearishBreakers,
      kind: 'breaker',
    });
    this.#bearish = new ZoneList('bearish', STAGES, count, age, {
      list: this.#bullishBreakers,
      kind: 'breaker',
    });
  }

  /** Follows the watched blocks through the present bar. Before {@link form}. */
  onBar(bar: number, high: Price, low: Price, close: Price, log: EventLog): void {
    // Breakers first: one made at this bar is watched from the next.
    this.#bullishBreakers.onBar(bar, high, low, close, log);
    this.#bearishBreakers.onBar(bar, high, low, close, log);
    this.#bullish.onBar(bar, high, low, close, log);
    this.#bearish.onBar(bar, high, low, close, log);
  }

  /** Writes down the block of a break that `structure` found at the present bar, if it did. */
  form(bar: number, structure: StructureDetector, scope: string, atr: Price, log: EventLog): void {
    if (structure.brokeHigh) {
      this.#form(this.#bullish, bar, structure.lowSinceHigh, structure, scope, atr, log);
    }
    if (structure.brokeLow) {
      this.#form(this.#bearish, bar, structure.highSinceLow, structure, scope, atr, log);
    }
  }

  #form(
    list: ZoneList,
    bar: number,
    origin: LegOrigin,
    structure: StructureDetector,
    scope: string,
    atr: Price,
    log: EventLog,
  ): void {
    const { index, time, top, bottom } = origin.opposite ?? origin;
    if (atr === 0 || index < 0 || top <= bottom || top - bottom > this.#maxAtr * atr) return;
    if (list.has(index)) return;
    const ref = list === this.#bullish ? structure.lastHighBreakId : structure.lastLowBreakId;
    list.form('order-block', index, time, top, bottom, ref, scope, bar, log);
  }

  snapshot(): OrderBlockState {
    return {
      bullish: this.#bullish.snapshot(),
      bearish: this.#bearish.snapshot(),
      bullishBreakers: this.#bullishBreakers.snapshot(),
      bearishBreakers: this.#bearishBreakers.snapshot(),
    };
  }

  restore(state: OrderBlockState): void {
    this.#bullish.restore(state.bullish);
    this.#bearish.restore(state.bearish);
    this.#bullishBreakers.restore(state.bullishBreakers);
    this.#bearishBreakers.restore(state.bearishBreakers);
  }
}

export type OrderBlockState = {
  readonly bullish: ZoneListState;
  readonly bearish: ZoneListState;
  readonly bullishBreakers: ZoneListState;
  readonly bearishBreakers: ZoneListState;
};
