import {
  Histogram,
  type MetricObjectWithValues,
  type MetricValueWithName,
  type Registry,
} from 'prom-client';
import type { ControlRoom } from '../control-room.ts';
import type { LatencyName, LatencyTally } from './tally-view.ts';

type Label = 'account' | 'le';
type Value = MetricValueWithName<Label>;

const HELP: { readonly [name in LatencyName]: string } = {
  decision: 'Time from an event to what the core of the account answered',
  commit: 'Time to bring the journal onto the disk',
  'order-answer': "Time from an order's intent to the broker's first word on it",
};

/** How long trading threads take for what, which they count themselves. */
export function addTradingLatencies(registry: Registry, room: ControlRoom): void {
  for (const [name, help] of Object.entries(HELP)) {
    registry.registerMetric(
      new CountedElsewhere(`kimi_${name.replace('-', '_')}_duration_seconds`, help, () =>
        room
          .tallies()
          .flatMap(({ account, latencies }) =>
            latencies.filter((one) => one.name === name).map((tally) => ({ account, tally })),
          ),
      ),
    );
  }
}

interface Counted {
  readonly account: string;
  readonly tally: LatencyTally;
}

/** A histogram whose observations other threads have counted. */
class CountedElsewhere extends Histogram<Label> {
  readonly #name: string;
  /** The form of the answer, in the library's own words. */
  readonly #empty: Histogram<Label>;
  readonly #counted: () => Counted[];

  constructor(name: string, help: string, counted: () => Counted[]) {
    super({ name, help, registers: [] });
    this.#name = name;
    this.#empty = new Histogram({ name, help, registers: [] });
    this.#counted = counted;
  }

  /** What the registry reads; the library's own type of the class does not name it. */
  async getForPromString(): Promise<MetricObjectWithValues<Value>> {
    const values = this.#counted().flatMap(({ account, tally }) => [
      ...tally.buckets.map(([le, value]) => this.#value('bucket', value, { account, le })),
      this.#value('bucket', tally.count, { account, le: '+Inf' }),
      this.#value('sum', tally.sum, { account }),
      this.#value('count', tally.count, { account }),
    ]);
    return { ...(await this.#empty.get()), values };
  }

  override get(): Promise<MetricObjectWithValues<Value>> {
    return this.getForPromString();
  }

  #value(end: string, value: number, labels: Value['labels']): Value {
    return { metricName: `${this.#name}_${end}`, value, labels };
  }
}
