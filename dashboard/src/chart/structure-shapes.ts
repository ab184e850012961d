import type { StructureView } from '../api/types.ts';

export const LAYERS = [
  'order-blocks',
  'gaps',
  'breaks',
  'sweeps',
  'swings',
  'levels',
  'sessions',
  'signals',
  'trades',
] as const;
export type Layer = (typeof LAYERS)[number];

type Direction = StructureView['direction'];

/** A zone of prices, from its bar until what ended it became known, or still open. */
export interface ZoneShape {
  readonly shape: 'zone';
  readonly layer: Layer;
  readonly id: number;
  readonly kind: string;
  readonly direction: Direction;
  readonly top: number;
  readonly bottom: number;
  readonly from: number;
  /** Close of the bar that ended it; undefined while it holds. */
  until: number | undefined;
  /** Price has been in it. */
  used: boolean;
  readonly scope: string;
}

/** A price held from one bar to the close of another. */
export interface LineShape {
  readonly shape: 'line';
  readonly layer: Layer;
  readonly id: number;
  readonly kind: string;
  readonly direction: Direction;
  readonly level: number;
  readonly from: number;
  until: number | undefined;
  readonly scope: string;
}

/** Something that one bar did at one price. */
export interface MarkShape {
  readonly shape: 'mark';
  readonly layer: Layer;
  readonly id: number;
  readonly kind: string;
  readonly direction: Direction;
  readonly level: number;
  readonly from: number;
  readonly scope: string;
  /** A further swing may still take its place. */
  provisional: boolean;
}

export type StructureShape = ZoneShape | LineShape | MarkShape;

const MAX_SHAPES = 3_000;
const KEPT_SHAPES = 2_000;

const ZONE_LAYERS: Readonly<Record<string, Layer>> = {
  'order-block': 'order-blocks',
  breaker: 'order-blocks',
  fvg: 'gaps',
};
const ENDS = new Set([
  'order-block-invalidated',
  'fvg-filled',
  'fvg-inverted',
  'sweep',
  'run',
  'expired',
]);
const USES = new Set([
  'order-block-touched',
  'order-block-half',
  'order-block-mitigated',
  'fvg-touched',
  'fvg-half',
]);

/**
 * What to draw of a symbol's structure. Detectors never edit what they said: a zone's end arrives as
 * an event that refers to it, and only the drawing changes.
 */
export class StructureShapes {
  readonly #shapes = new Map<number, StructureShape>();
  /** Newest open line of each past period's high or low, by kind and scope. */
  readonly #levels = new Map<string, LineShape>();

  get all(): IterableIterator<StructureShape> {
    return this.#shapes.values();
  }

  get size(): number {
    return this.#shapes.size;
  }

  add(event: StructureView): void {
    if (this.#shapes.has(event.id)) return;
    this.#changeReferred(event);
    const shape = this.#draw(event);
    if (shape === undefined) return;
    this.#shapes.set(shape.id, shape);
    if (this.#shapes.size > MAX_SHAPES) this.#trim();
  }

  #changeReferred(event: StructureView): void {
    if (event.ref === undefined) return;
    const referred = this.#shapes.get(event.ref);
    if (referred === undefined) return;
    if (referred.shape === 'mark') return this.#changeSwing(referred, event);
    if (USES.has(event.kind) && referred.shape === 'zone') referred.used = true;
    if (ENDS.has(event.kind)) referred.until ??= event.confirmedTime;
  }

  /** A swing is final once it is locked, and gone once a further one has taken its place. */
  #changeSwing(swing: MarkShape, { kind }: StructureView): void {
    if (kind === 'swing-locked') swing.provisional = false;
    else if (kind === swing.kind && swing.provisional) this.#shapes.delete(swing.id);
  }

  #draw(event: StructureView): StructureShape | undefined {
    const zoneLayer = ZONE_LAYERS[event.kind];
    if (zoneLayer !== undefined) return zoneOf(event, zoneLayer);
    const { kind, level, time, confirmedTime } = event;
    if (level === undefined) return undefined;
    const referred = event.ref === undefined ? undefined : this.#shapes.get(event.ref);
    switch (kind) {
      case 'bos':
      case 'choch':
      case 'mss':
        // From the pivot that was broken, when it is in the picture, to the bar that broke it.
        return lineOf(event, level, 'breaks', referred?.from ?? time, confirmedTime);
      case 'equal-highs':
      case 'equal-lows':
        return lineOf(event, level, 'levels', referred?.from ?? time, confirmedTime);
      case 'liquidity-pool':
        // A past period's high is drawn already.
        if (referred?.kind.startsWith('period-')) return undefined;
        return lineOf(event, level, 'levels', time, undefined);
      case 'period-high':
      case 'period-low':
        return this.#periodLevel(lineOf(event, level, 'levels', confirmedTime, undefined));
      case 'sweep':
        return markOf(event, level, 'sweeps');
      case 'swing-high':
      case 'swing-low':
        return markOf(event, level, 'swings');
      default:
        return undefined;
    }
  }

  /** Yesterday's high holds until there is another yesterday. */
  #periodLevel(line: LineShape): LineShape {
    const key = `${line.kind} ${line.scope}`;
    const before = this.#levels.get(key);
    if (before !== undefined) before.until ??= line.from;
    this.#levels.set(key, line);
    return line;
  }

  #trim(): void {
    let extra = this.#shapes.size - KEPT_SHAPES;
    for (const id of this.#shapes.keys()) {
      if (extra-- <= 0) return;
      this.#shapes.delete(id);
    }
  }
}

function zoneOf(event: StructureView, layer: Layer): ZoneShape | undefined {
  const { id, kind, direction, top, bottom } = event;
  if (top === undefined || bottom === undefined) return undefined;
  // A breaker keeps its order block's bar, but is one only since that block failed.
  const from = kind === 'breaker' ? event.confirmedTime : event.time;
  const scope = event.scope ?? '';
  const until = undefined;
  return {
    shape: 'zone',
    layer,
    id,
    kind,
    direction,
    top,
    bottom,
    from,
    until,
    used: false,
    scope,
  };
}

function lineOf(
  event: StructureView,
  level: number,
  layer: Layer,
  from: number,
  until: number | undefined,
): LineShape {
  const { id, kind, direction } = event;
  const scope = event.scope ?? '';
  return { shape: 'line', layer, id, kind, direction, level, from, until, scope };
}

function markOf(event: StructureView, level: number, layer: Layer): MarkShape {
  const { id, kind, direction, time: from } = event;
  const scope = event.scope ?? '';
  const provisional = layer === 'swings';
  return { shape: 'mark', layer, id, kind, direction, level, from, scope, provisional };
}
