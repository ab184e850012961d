import type { Price } from '../market/units.ts';
import type { StructureEvent } from '../smc/structure-event.ts';

/** What a report tells of an event. */
export type RememberedStructure = Pick<
  StructureEvent,
  'kind' | 'direction' | 'time' | 'level' | 'top' | 'bottom' | 'scope'
>;

/**
 * The newest events of a strategy's timeframe, in columns: a bar brings about one, and as objects they
 * would all live just long enough to fill the old part of the heap with what nobody needs any more.
 */
export class StructureMemory {
  readonly #ids: Float64Array;
  readonly #times: Float64Array;
  /** Prices; NaN where an event has none. */
  readonly #levels: Float64Array;
  readonly #tops: Float64Array;
  readonly #bottoms: Float64Array;
  readonly #kinds: Uint32Array;
  readonly #directions: Uint32Array;
  readonly #scopes: Uint32Array;
  /** Each word once; the columns hold their places. */
  readonly #words: (string | undefined)[] = [];
  readonly #places = new Map<string | undefined, number>();
  #next = 0;

  constructor(most: number) {
    this.#ids = new Float64Array(most).fill(NaN);
    this.#times = new Float64Array(most);
    this.#levels = new Float64Array(most);
    this.#tops = new Float64Array(most);
    this.#bottoms = new Float64Array(most);
    this.#kinds = new Uint32Array(most);
    this.#directions = new Uint32Array(most);
    this.#scopes = new Uint32Array(most);
  }

  /** One more; the oldest is forgotten for it once there are as many as may be. */
  add({ id, kind, direction, time, level, top, bottom, scope }: StructureEvent): void {
    const at = this.#next;
    this.#ids[at] = id;
    this.#times[at] = time;
    this.#levels[at] = level ?? NaN;
    this.#tops[at] = top ?? NaN;
    this.#bottoms[at] = bottom ?? NaN;
    this.#kinds[at] = this.#placeOf(kind);
    this.#directions[at] = this.#placeOf(direction);
    this.#scopes[at] = this.#placeOf(scope);
    this.#next = (at + 1) % this.#ids.length;
  }

  find(id: number): RememberedStructure | undefined {
    const at = this.#ids.indexOf(id);
    if (at < 0) return undefined;
    const scope = this.#words[this.#scopes[at] as number];
    return {
      kind: this.#words[this.#kinds[at] as number],
      direction: this.#words[this.#directions[at] as number],
      time: this.#times[at],
      ...priced('level', this.#levels[at]),
      ...priced('top', this.#tops[at]),
      ...priced('bottom', this.#bottoms[at]),
      ...(scope === undefined ? {} : { scope }),
    } as RememberedStructure;
  }

  #placeOf(word: string | undefined): number {
    const known = this.#places.get(word);
    if (known !== undefined) return known;
    this.#places.set(word, this.#words.length);
    return this.#words.push(word) - 1;
  }
}

function priced(
  name: 'level' | 'top' | 'bottom',
  price = NaN,
): { readonly [Name in typeof name]?: Price } {
  return Number.isNaN(price) ? {} : { [name]: price };
}
