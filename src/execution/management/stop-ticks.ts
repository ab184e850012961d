import type { Instrument } from '../../market/instrument.ts';
import type { Price } from '../../market/units.ts';

/** A tick of tolerance against float noise, in ticks. */
const NOISE = 1e-6;

/** The tick at `price`, or the next one in the direction of `sign`. */
export function tickBeyond(instrument: Instrument, price: Price, sign: 1 | -1): Price {
  const ticks = price / instrument.tickSize;
  const whole = sign === 1 ? Math.ceil(ticks - NOISE) : Math.floor(ticks + NOISE);
  return Number((whole * instrument.tickSize).toFixed(instrument.digits));
}
