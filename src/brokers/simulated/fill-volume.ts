import { floorToStep, type FillingMode, type Instrument } from '../../market/instrument.ts';
import type { Lots } from '../../market/units.ts';
import { SeededRandom, type RandomState } from './seeded-random.ts';
import type { PartialFills } from './settings.ts';

/** Tells how many lots of an order one price can fill. */
export class FillVolume {
  readonly #settings: PartialFills;
  readonly #random: SeededRandom;

  constructor(settings: PartialFills, state?: RandomState) {
    this.#settings = settings;
    const seed = settings.kind === 'seeded' ? settings.seed : 0;
    this.#random = state ? SeededRandom.restore(state) : new SeededRandom(seed);
  }

  snapshot(): RandomState {
    return this.#random.snapshot();
  }

  /** One volume step at least, all of `lots` at most. */
  available(instrument: Instrument, lots: Lots): Lots {
    const settings = this.#settings;
    if (settings.kind === 'none') return lots;
    const step = instrument.volumeStep;
    if (settings.kind === 'fixed') {
      return Math.min(lots, Math.max(step, floorToStep(instrument, settings.lots))) as Lots;
    }
    // Two numbers at each fill, whatever comes of them: one fill does not shift the next one's luck.
    const chance = this.#random.uniform() * 100;
    const share = this.#random.uniform();
    if (chance >= settings.chancePct) return lots;
    return Math.min(lots, Math.max(step, floorToStep(instrument, lots * share))) as Lots;
  }
}

/** The filling of an order that names none: what there is, else all or nothing, else the rest works. */
export function fillingOf(
  { fillingModes }: Instrument,
  asked: FillingMode | undefined,
): FillingMode {
  if (asked !== undefined) return asked;
  if (fillingModes.includes('ioc')) return 'ioc';
  return fillingModes.includes('fok') ? 'fok' : 'return';
}
