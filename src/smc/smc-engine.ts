import type { Bar } from '../market/bar.ts';
import type { UtcMs } from '../market/units.ts';
import { Atr, type AtrState } from './atr.ts';
import { BalancedPriceRanges, type BalancedRangeState } from './balanced-price-ranges.ts';
import { BarWindow, type BarWindowState } from './bar-window.ts';
import { DealingRange, type DealingRangeState } from './dealing-range.ts';
import { DisplacementDetector, type DisplacementState } from './displacement.ts';
import { EventLog } from './event-log.ts';
import { FairValueGapDetector, type GapState } from './fair-value-gaps.ts';
import { JoinedGaps, type JoinedGapState } from './joined-gaps.ts';
import { OPPOSITE_REACH_BARS } from './leg-origin.ts';
import { LiquidityDetector, type LiquidityState } from './liquidity.ts';
import { OpeningGaps, type OpeningGapState } from './opening-gaps.ts';
import { OptimalTradeEntry, type TradeEntryState } from './optimal-trade-entry.ts';
import { OrderBlockDetector, type OrderBlockState } from './order-blocks.ts';
import { PreviousPeriods, type PeriodState } from './previous-periods.ts';
import { RoundNumbers, type RoundNumberState } from './round-numbers.ts';
import { SessionLevels, type SessionState } from './session-levels.ts';
import { smcParamsDefect, type SmcParams } from './smc-params.ts';
import type { StructureEvent } from './structure-event.ts';
import { StructureDetector, type StructureState } from './structure.ts';
import { SwingStrength } from './swing-strength.ts';
import { SwingDetector, type SwingState } from './swings.ts';
import { VolumeImbalances, type ImbalanceState } from './volume-imbalances.ts';

/**
 * All detectors of one symbol and timeframe. Every event is written once, at the close of the bar at
 * which it became known. Memory is bounded by the limits in {@link SmcParams}; state is plain JSON.
 */
export class SmcEngine {
  readonly atr: Atr;
  readonly displacement: DisplacementDetector;
  readonly internalSwings: SwingDetector;
  readonly swings: SwingDetector;
  readonly internalStructure: StructureDetector;
  readonly structure: StructureDetector;
  readonly liquidity: LiquidityDetector;
  readonly range = new DealingRange();
  readonly #blocks: OrderBlockDetector;
  readonly gaps: FairValueGapDetector;
  readonly #strength: SwingStrength;
  readonly #tradeEntry = new OptimalTradeEntry();
  readonly #periods = new PreviousPeriods();
  readonly #sessions: SessionLevels;
  readonly #roundNumbers: RoundNumbers;
  readonly #openingGaps: OpeningGaps;
  readonly #joinedGaps = new JoinedGaps();
  readonly #balancedRanges: BalancedPriceRanges;
  readonly #imbalances: VolumeImbalances;
  readonly #window: BarWindow;
  readonly #log = new EventLog();
  #lastTime = -Infinity;

  constructor(params: SmcParams) {
    const defect = smcParamsDefect(params);
    if (defect !== undefined) throw new RangeError(`detector parameters: ${defect}`);
    this.atr = new Atr(params.atr_period);
    this.displacement = new DisplacementDetector(params.displacement_atr);
    this.internalSwings = new SwingDetector(params.internal_length, 'internal');
    this.swings = new SwingDetector(params.swing_length, 'swing');
    this.internalStructure = new StructureDetector(this.internalSwings, this.displacement, params);
    this.structure = new StructureDetector(this.swings, this.displacement, params);
    this.liquidity = new LiquidityDetector(params);
    this.#sessions = new SessionLevels(params.sessions);
    this.#strength = new SwingStrength(this.swings, this.structure);
    this.#roundNumbers = new RoundNumbers(params);
    this.#blocks = new OrderBlockDetector(params);
    this.gaps = new FairValueGapDetector(params);
    this.#openingGaps = new OpeningGaps(params);
    this.#balancedRanges = new BalancedPriceRanges(params);
    this.#imbalances = new VolumeImbalances(params);
    // A new pivot stands L bars back, and its leg's opposite candle may be further.
    const longest = Math.max(params.internal_length, params.swing_length);
    this.#window = new BarWindow(longest + OPPOSITE_REACH_BARS + 2);
  }

  /** Bars seen so far; the newest has index `bars - 1`. */
  get bars(): number {
    return this.#window.count;
  }

  /** Events of the last bar given. The array is reused at the next call; the events stay. */
  get confirmed(): readonly StructureEvent[] {
    return this.#log.events;
  }

  /** The next closed bar. A bar that is not later than the last, or is no bar, is a fault. */
  onBar(bar: Bar, closedAt: UtcMs): readonly StructureEvent[] {
    const { time, open, high, low, close } = bar;
    if (!(time > this.#lastTime && closedAt > time)) {
      throw new RangeError(`bar of ${time} closed at ${closedAt} came after ${this.#lastTime}`);
    }
    if (
      !(low > 0 && open >= low && close >= low && high >= open && high >= close && high < Infinity)
    ) {
      throw new RangeError(`bar of ${time} is no bar: ${open} ${high} ${low} ${close}`);
    }
    this.#lastTime = time;
    const log = this.#log;
    const window = this.#window;
    const index = window.count;
    log.begin(index, time);
    window.push(bar);
    this.displacement.onBar(index, time, open, close, this.atr.value, log);
    this.atr.update(high, low, close);
    const atr = this.atr.value;
    this.#periods.onBar(index, bar, closedAt, log, this.liquidity);
    this.#sessions.onBar(index, bar, closedAt, log, this.liquidity);
    this.#openingGaps.onBar(index, bar, log);
    this.liquidity.onBar(index, high, low, close, log);
    this.#roundNumbers.onBar(index, time, high, low, atr, log, this.liquidity);
    this.internalSwings.onBar(index, window, log);
    this.swings.onBar(index, window, log);
    this.liquidity.formAtSwings(index, this.internalSwings, atr, log);
    this.liquidity.formAtSwings(index, this.swings, atr, log);
    this.internalStructure.onBar(index, window, log);
    this.structure.onBar(index, window, log);
    this.#strength.onBar(log);
    this.#blocks.onBar(index, high, low, close, log);
    this.#blocks.form(index, this.internalStructure, 'internal', atr, log);
    this.#blocks.form(index, this.structure, 'swing', atr, log);
    this.gaps.onBar(index, window, atr, log);
    this.#joinedGaps.onBar(this.gaps.found, log);
    this.#balancedRanges.onBar(index, high, low, close, this.gaps.found, log);
    this.#imbalances.onBar(index, window, atr, log);
    this.range.onBar(index, high, low, this.swings, log);
    this.#tradeEntry.onBar(index, time, high, low, this.range, this.swings.scope, log);
    return log.events;
  }

  snapshot(): SmcEngineState {
    return {
      lastTime: this.bars === 0 ? null : this.#lastTime,
      nextId: this.#log.nextId,
      window: this.#window.snapshot(),
      atr: this.atr.snapshot(),
      displacement: this.displacement.snapshot(),
      internalSwings: this.internalSwings.snapshot(),
      swings: this.swings.snapshot(),
      internalStructure: this.internalStructure.snapshot(),
      structure: this.structure.snapshot(),
      liquidity: this.liquidity.snapshot(),
      range: this.range.snapshot(),
      periods: this.#periods.snapshot(),
      sessions: this.#sessions.snapshot(),
      blocks: this.#blocks.snapshot(),
      gaps: this.gaps.snapshot(),
      tradeEntry: this.#tradeEntry.snapshot(),
      roundNumbers: this.#roundNumbers.snapshot(),
      openingGaps: this.#openingGaps.snapshot(),
      joinedGaps: this.#joinedGaps.snapshot(),
      balancedRanges: this.#balancedRanges.snapshot(),
      imbalances: this.#imbalances.snapshot(),
    };
  }

  /** Goes on where the engine of that snapshot, built with the same parameters, stood. */
  restore(state: SmcEngineState): void {
    this.#lastTime = state.lastTime ?? -Infinity;
    this.#log.nextId = state.nextId;
    this.#log.begin(0, 0);
    this.#window.restore(state.window);
    this.atr.restore(state.atr);
    this.displacement.restore(state.displacement);
    this.internalSwings.restore(state.internalSwings);
    this.swings.restore(state.swings);
    this.internalStructure.restore(state.internalStructure);
    this.structure.restore(state.structure);
    this.liquidity.restore(state.liquidity);
    this.range.restore(state.range);
    this.#periods.restore(state.periods);
    this.#sessions.restore(state.sessions);
    this.#blocks.restore(state.blocks);
    this.gaps.restore(state.gaps);
    this.#tradeEntry.restore(state.tradeEntry);
    this.#roundNumbers.restore(state.roundNumbers);
    this.#openingGaps.restore(state.openingGaps);
    this.#joinedGaps.restore(state.joinedGaps);
    this.#balancedRanges.restore(state.balancedRanges);
    this.#imbalances.restore(state.imbalances);
  }
}

export type SmcEngineState = {
  readonly lastTime: number | null;
  readonly nextId: number;
  readonly window: BarWindowState;
  readonly atr: AtrState;
  readonly displacement: DisplacementState;
  readonly internalSwings: SwingState;
  readonly swings: SwingState;
  readonly internalStructure: StructureState;
  readonly structure: StructureState;
  readonly liquidity: LiquidityState;
  readonly range: DealingRangeState;
  readonly periods: PeriodState;
  readonly sessions: SessionState;
  readonly blocks: OrderBlockState;
  readonly gaps: GapState;
  readonly tradeEntry: TradeEntryState;
  readonly roundNumbers: RoundNumberState;
  readonly openingGaps: OpeningGapState;
  readonly joinedGaps: JoinedGapState;
  readonly balancedRanges: BalancedRangeState;
  readonly imbalances: ImbalanceState;
};
