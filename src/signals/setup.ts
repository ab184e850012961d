import type { Bar } from '../market/bar.ts';
import type { Price } from '../market/units.ts';
import { retracementOf } from '../smc/dealing-range.ts';
import type { SmcEngine } from '../smc/smc-engine.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import type { SignalSettings } from './signal-settings.ts';

/** A gap or order block of the leg that answered a sweep. */
export type SetupZone = {
  readonly id: number;
  readonly kind: 'fvg' | 'order-block';
  readonly top: Price;
  readonly bottom: Price;
};

/**
 * The break of structure that answered the sweep: of the last high confirmed by then, for a buy. When
 * the smaller trend had turned before, it is a BOS rather than a change of character.
 */
export type StructureShift = {
  readonly id: number;
  readonly kind: 'bos' | 'choch' | 'mss';
  readonly scope: string;
  readonly bar: number;
};

/** How far one side's setup has come. Plain JSON. */
export type Setup = {
  /** The bar that swept, its extreme, and the levels it took, greatest first. */
  sweepBar: number;
  extreme: Price;
  readonly sweepId: number;
  readonly level: Price;
  readonly scope: string;
  /** Furthest price in the trade's direction since the sweep: the end of the leg. */
  end: Price;
  /** Greatest displacement body in the leg so far over ATR, and its event; 0 when there is none. */
  displacement: number;
  displacementId: number;
  shift: StructureShift | null;
  zones: SetupZone[];
};

/**
 * A setup that may be entered: its zone was traded into and left again, or, for a limit entry, lies
 * ahead of the price.
 */
export interface ConfirmedSetup {
  readonly setup: Setup;
  readonly shift: StructureShift;
  readonly zone: SetupZone;
}

/** Kinds of liquidity from the least to the greatest; a session's stands between equal and day. */
const RANKS: Readonly<Record<string, number>> = {
  internal: 0,
  round: 1,
  swing: 1,
  h4: 2,
  equal: 2,
  day: 4,
  week: 5,
  month: 6,
};
const SESSION_RANK = 3;
/** Gaps of one leg that are remembered; a further one is not. */
const MAX_ZONES = 6;

/**
 * One side's wait for the recipe: a sweep of opposing liquidity, a change of character with
 * displacement, a zone in the discount (premium) half of the leg, and a bar that trades into the zone
 * and closes out of it again. One setup at a time. Until the sweep is answered a bar may go deeper if
 * it closes back at the level or better; otherwise the setup dies when the sweep's extreme is broken,
 * or when one of its windows runs out.
 */
export class SetupTracker {
  /** 1 looks for buys, -1 for sells. */
  readonly sign: -1 | 1;
  setup: Setup | null = null;
  readonly #settings: SignalSettings;

  constructor(sign: -1 | 1, settings: SignalSettings) {
    this.sign = sign;
    this.#settings = settings;
  }

  /** The next bar and what became known with it. A setup that it confirms is used up. */
  onBar(index: number, bar: Bar, engine: SmcEngine): ConfirmedSetup | undefined {
    if (this.setup !== null) this.#age(this.setup, index, bar);
    const waits = this.#settings.entry === 'limit';
    let confirmed = waits || !this.setup ? undefined : this.#confirmedBy(this.setup, bar);
    if (confirmed !== undefined) this.setup = null;
    for (const event of engine.confirmed) this.#read(event, index, bar, engine);
    if (waits && this.setup) confirmed = this.#aheadOf(this.setup, index, bar);
    if (confirmed !== undefined) this.setup = null;
    return confirmed;
  }

  /** The zone a limit may wait at: in discount, ahead of the price and not met by the present bar. */
  #aheadOf(setup: Setup, index: number, bar: Bar): ConfirmedSetup | undefined {
    const { sign } = this;
    const { shift } = setup;
    // At the breaking bar itself the gap around it is not known yet.
    if (shift === null || index <= shift.bar) return undefined;
    const against = sign === 1 ? bar.low : bar.high;
    let best: SetupZone | undefined;
    for (const zone of setup.zones) {
      const near = nearEdge(zone, sign);
      const isAhead = sign * against >= sign * near && sign * bar.close > sign * near;
      if (!isAhead || depthOf(setup, zone) < 0.5) continue;
      if (best === undefined || sign * near > sign * nearEdge(best, sign)) best = zone;
    }
    return best === undefined ? undefined : { setup, shift, zone: best };
  }

  #age(setup: Setup, index: number, bar: Bar): void {
    const { sign } = this;
    const against = sign === 1 ? bar.low : bar.high;
    const along = sign === 1 ? bar.high : bar.low;
    const { sweep_window_bars: window, setup_expiry_bars: expiry } = this.#settings;
    const late =
      setup.shift === null ? index - setup.sweepBar > window : index - setup.shift.bar > expiry;
    const deeper = sign * against < sign * setup.extreme;
    const closedBack = sign * bar.close >= sign * setup.level;
    if (late || (deeper && !(setup.shift === null && closedBack))) {
      this.setup = null;
      return;
    }
    if (deeper) restart(setup, index, against, along);
    if (sign * along > sign * setup.end) setup.end = along;
  }

  #confirmedBy(setup: Setup, bar: Bar): ConfirmedSetup | undefined {
    const { sign } = this;
    const { shift } = setup;
    if (shift === null) return undefined;
    const against = sign === 1 ? bar.low : bar.high;
    // A zone that a bar closed through is no zone any more.
    setup.zones = setup.zones.filter((zone) => sign * bar.close >= sign * farEdge(zone, sign));
    if (sign * (bar.close - bar.open) <= 0) return undefined;
    const zone = setup.zones.find((zone) => {
      const near = nearEdge(zone, sign);
      const tradedIn = sign * against <= sign * near;
      const closedOut = sign * bar.close > sign * near;
      return tradedIn && closedOut && depthOf(setup, zone) >= 0.5;
    });
    return zone === undefined ? undefined : { setup, shift, zone };
  }

  #read(event: StructureEvent, index: number, bar: Bar, engine: SmcEngine): void {
    if (event.direction !== (this.sign === 1 ? 'bullish' : 'bearish')) return;
    if (event.kind === 'sweep') this.#sweep(event, index, bar, engine);
    const setup = this.setup;
    if (setup === null) return;
    if (event.kind === 'displacement') this.#displaced(setup, event.id, engine);
    else if (event.kind === 'bos' || event.kind === 'choch' || event.kind === 'mss') {
      this.#shift(setup, event, event.kind, index);
    } else if (event.kind === 'fvg' || event.kind === 'order-block') {
      this.#zone(setup, event, event.kind, index);
    }
  }

  #sweep(event: StructureEvent, index: number, bar: Bar, engine: SmcEngine): void {
    const scope = event.scope ?? 'internal';
    const old = this.setup;
    // What has been answered is kept; what waits makes room for liquidity of at least its rank.
    if (old !== null && (old.shift !== null || rankOf(scope) < rankOf(old.scope))) return;
    const { sign } = this;
    const setup: Setup = {
      sweepBar: index,
      extreme: sign === 1 ? bar.low : bar.high,
      sweepId: event.id,
      level: event.level ?? bar.close,
      scope,
      end: sign === 1 ? bar.high : bar.low,
      displacement: 0,
      displacementId: 0,
      shift: null,
      zones: [],
    };
    this.setup = setup;
    // The sweeping bar's own displacement was written before its sweep.
    const own = engine.confirmed.find(
      ({ kind, direction }) => kind === 'displacement' && direction === event.direction,
    );
    if (own !== undefined) this.#displaced(setup, own.id, engine);
  }

  #displaced(setup: Setup, id: number, engine: SmcEngine): void {
    const strength = engine.displacement.lastStrength;
    if (setup.shift !== null || strength <= setup.displacement) return;
    setup.displacement = strength;
    setup.displacementId = id;
  }

  #shift(setup: Setup, event: StructureEvent, kind: StructureShift['kind'], index: number): void {
    if (setup.displacement === 0 || index - setup.sweepBar > this.#settings.sweep_window_bars)
      return;
    const scope = event.scope ?? 'internal';
    if (setup.shift === null) setup.shift = { id: event.id, kind, scope, bar: index };
    // The same leg went on to break the greater scale: same bar of reference, better evidence.
    else if (scope === 'swing') setup.shift = { id: event.id, kind, scope, bar: setup.shift.bar };
  }

  #zone(setup: Setup, event: StructureEvent, kind: 'fvg' | 'order-block', index: number): void {
    const { top, bottom, id } = event;
    if (top === undefined || bottom === undefined || event.index < setup.sweepBar) return;
    // The third bar of a gap around the breaking bar closes one bar after the break.
    if (setup.shift !== null && index > setup.shift.bar + 1) return;
    if (setup.zones.length < MAX_ZONES) setup.zones.push({ id, kind, top, bottom });
  }
}

/** The sweep went deeper and closed back again before it was answered: the leg begins here. */
function restart(setup: Setup, index: number, extreme: Price, end: Price): void {
  setup.sweepBar = index;
  setup.extreme = extreme;
  setup.end = end;
  setup.displacement = 0;
  setup.displacementId = 0;
  setup.zones = [];
}

function rankOf(scope: string): number {
  return RANKS[scope] ?? SESSION_RANK;
}

/** How much of the leg price has given back at the middle of the zone: above 0.5 is discount. */
export function depthOf(setup: Setup, zone: SetupZone): number {
  return retracementOf(setup.extreme, setup.end, (zone.top + zone.bottom) / 2);
}

/** Where the entry is, as a bid: the close, or the zone's near edge or middle for a limit. */
export function entryLevel(
  { zone }: ConfirmedSetup,
  sign: -1 | 1,
  close: Price,
  { entry, limit_at: at }: SignalSettings,
): Price {
  if (entry === 'market') return close;
  return at === 'edge' ? nearEdge(zone, sign) : (zone.top + zone.bottom) / 2;
}

function nearEdge(zone: SetupZone, sign: -1 | 1): Price {
  return sign === 1 ? zone.top : zone.bottom;
}

function farEdge(zone: SetupZone, sign: -1 | 1): Price {
  return sign === 1 ? zone.bottom : zone.top;
}
