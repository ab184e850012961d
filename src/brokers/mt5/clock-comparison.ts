/** One question to the terminal for its server's time. Milliseconds; `asked` and `heard` by this machine. */
export interface ClockSample {
  readonly asked: number;
  readonly heard: number;
  /** Server time less its offset: UTC as the server has it when it read its clock. */
  readonly server: number;
}

export interface ClockComparison {
  /** The server's clock minus this machine's; undefined when the samples contradict each other. */
  readonly aheadMs: number | undefined;
  /** So much more or less. */
  readonly unsureMs: number;
}

const SECOND_MS = 1000;

/**
 * Two clocks, compared over a line. The server was read between `asked` and `heard`, and a clock that
 * tells whole seconds alone stands up to one second further: each sample leaves a span in which the
 * difference lies, and all of them together a narrower one.
 */
export function compareClocks(samples: readonly ClockSample[]): ClockComparison {
  const isCoarse = samples.every(({ server }) => server % SECOND_MS === 0);
  let [low, high] = [-Infinity, Infinity];
  for (const { asked, heard, server } of samples) {
    low = Math.max(low, server - heard);
    high = Math.min(high, server + (isCoarse ? SECOND_MS : 1) - asked);
  }
  if (!Number.isFinite(low) || low > high) return { aheadMs: undefined, unsureMs: 0 };
  return { aheadMs: Math.round((low + high) / 2), unsureMs: Math.ceil((high - low) / 2) };
}
