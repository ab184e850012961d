import type { Bar } from '../market/bar.ts';
import type { Side } from '../market/quote.ts';
import type { Price, SymbolName } from '../market/units.ts';
import { Atr } from '../smc/atr.ts';
import { BarWindow } from '../smc/bar-window.ts';
import { EventLog } from '../smc/event-log.ts';
import { SwingDetector } from '../smc/swings.ts';
import type { AccountSettings } from './account-settings.ts';
import { managementOf } from './management-of.ts';

/** What an agent measures for the stops of its positions, whatever its strategy looks at. */
export class TrailLines {
  readonly #atr: Atr;
  readonly #swings: SwingDetector | undefined;
  readonly #window: BarWindow;
  readonly #log = new EventLog();

  /** `swingBars` of 0 looks for no swings. */
  constructor(atrPeriod: number, swingBars: number) {
    this.#atr = new Atr(atrPeriod);
    this.#swings = swingBars > 0 ? new SwingDetector(swingBars, 'trail') : undefined;
    this.#window = new BarWindow(2 * swingBars + 2);
  }

  onBar(bar: Bar): void {
    this.#atr.update(bar.high, bar.low, bar.close);
    if (!this.#swings) return;
    const index = this.#window.count;
    this.#window.push(bar);
    this.#log.begin(index, bar.time);
    this.#swings.onBar(index, this.#window, this.#log);
  }

  /** 0 while not enough bars are known. */
  get atr(): Price {
    return this.#atr.value;
  }

  /** The last swing low under a buy, the last swing high over a sell; undefined before the first. */
  swingFor(side: Side): Price | undefined {
    const pivot = side === 'buy' ? this.#swings?.low : this.#swings?.high;
    return pivot && pivot.id > 0 ? pivot.level : undefined;
  }
}

/** Undefined where no stop is trailed. */
export function trailLinesFor(
  settings: AccountSettings,
  symbol: SymbolName,
): TrailLines | undefined {
  const management = managementOf(settings, symbol);
  if (!management) return undefined;
  const { trail_atr, trail_atr_period, trail_swing_bars } = management;
  if (trail_atr === 0 && trail_swing_bars === 0) return undefined;
  return new TrailLines(trail_atr_period, trail_swing_bars);
}
