import type { Fact } from '../agents/fact.ts';
import type { LoopParts } from '../journal/trading-loop.ts';
import { Stopwatch } from './latencies.ts';
import { OrderStopwatch } from './order-stopwatch.ts';

/** The parts of a trading loop, with stopwatches on what a trader waits for. */
interface TimedParts extends Pick<LoopParts, 'core' | 'journal'> {
  /** To be shown all facts, for the time that orders take. */
  readonly see: (facts: readonly Fact[]) => void;
}

export function timedParts(
  latencies: SharedArrayBuffer,
  { core, journal }: Pick<LoopParts, 'core' | 'journal'>,
): TimedParts {
  const decision = new Stopwatch(latencies, 'decision');
  const commit = new Stopwatch(latencies, 'commit');
  const orders = new OrderStopwatch(new Stopwatch(latencies, 'order-answer'));
  return {
    core: {
      process: (event) => decision.time(() => core.process(event)),
      desk: core.desk,
    },
    journal: {
      append: (facts) => journal.append(facts),
      commit: (nextNumber) => commit.time(() => journal.commit(nextNumber)),
    },
    see: (facts) => {
      for (const fact of facts) orders.see(fact, performance.now());
    },
  };
}
