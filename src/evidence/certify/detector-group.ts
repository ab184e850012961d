import type { StructureKind } from '../../smc/structure-event.ts';

/** The detectors, as rows of a certificate. */
export const DETECTOR_GROUPS = [
  'swings',
  'strong and weak',
  'structure breaks',
  'displacement',
  'dealing range',
  'order blocks',
  'fair value gaps',
  'other gaps',
  'liquidity',
  'past periods',
  'expired',
] as const;

export type DetectorGroup = (typeof DETECTOR_GROUPS)[number];

const GROUP_OF: Readonly<Record<StructureKind, DetectorGroup>> = {
  'swing-high': 'swings',
  'swing-low': 'swings',
  'swing-locked': 'swings',
  'strong-high': 'strong and weak',
  'strong-low': 'strong and weak',
  'weak-high': 'strong and weak',
  'weak-low': 'strong and weak',
  bos: 'structure breaks',
  choch: 'structure breaks',
  mss: 'structure breaks',
  displacement: 'displacement',
  'dealing-range': 'dealing range',
  'ote-entered': 'dealing range',
  'order-block': 'order blocks',
  'order-block-touched': 'order blocks',
  'order-block-half': 'order blocks',
  'order-block-mitigated': 'order blocks',
  'order-block-invalidated': 'order blocks',
  breaker: 'order blocks',
  fvg: 'fair value gaps',
  'fvg-touched': 'fair value gaps',
  'fvg-half': 'fair value gaps',
  'fvg-filled': 'fair value gaps',
  'fvg-inverted': 'fair value gaps',
  'inverted-fvg-touched': 'fair value gaps',
  'inverted-fvg-filled': 'fair value gaps',
  'inverted-fvg-invalidated': 'fair value gaps',
  'fvg-joined': 'fair value gaps',
  'balanced-price-range': 'other gaps',
  'balanced-price-range-touched': 'other gaps',
  'balanced-price-range-invalidated': 'other gaps',
  'volume-imbalance': 'other gaps',
  'volume-imbalance-filled': 'other gaps',
  'volume-imbalance-invalidated': 'other gaps',
  'opening-gap': 'other gaps',
  'opening-gap-half': 'other gaps',
  'opening-gap-filled': 'other gaps',
  'opening-gap-invalidated': 'other gaps',
  'liquidity-pool': 'liquidity',
  'equal-highs': 'liquidity',
  'equal-lows': 'liquidity',
  sweep: 'liquidity',
  run: 'liquidity',
  'period-high': 'past periods',
  'period-low': 'past periods',
  expired: 'expired',
};

/** The row an event is counted in. */
export function detectorGroupOf(kind: StructureKind): DetectorGroup {
  return GROUP_OF[kind];
}
