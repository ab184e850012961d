import { SeededRandom } from '../brokers/simulated/seeded-random.ts';

/** All chance of one world, drawn from its seed alone. */
export class Luck {
  readonly #random: SeededRandom;

  constructor(seed: number, stream: number) {
    this.#random = new SeededRandom(seed, stream);
  }

  chance(probability: number): boolean {
    return this.#random.uniform() < probability;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#random.uniform() * (most - least + 1));
  }

  pick<const Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.between(0, items.length - 1)] as Item;
  }

  /** One of `items`, undefined when there is none. */
  among<Item>(items: readonly Item[]): Item | undefined {
    return items[this.between(0, items.length - 1)];
  }
}
