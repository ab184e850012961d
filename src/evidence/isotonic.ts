/** A stretch of scores with one fitted value. */
interface Pool {
  /** The highest score of the stretch. */
  upTo: number;
  sum: number;
  count: number;
}

/**
 * A win rate that never falls as the score rises, closest to what was seen in squares: isotonic
 * regression by pooling adjacent violators (Ayer et al. 1955). Answers 0..1 for any score.
 */
export function fitIsotonic(
  sorted: readonly { readonly score: number; readonly won: boolean }[],
): (score: number) => number {
  const pools: Pool[] = [];
  for (const { score, won } of sorted) {
    const last = pools.at(-1);
    // Equal scores are one observation: they cannot have two values.
    if (last && last.upTo === score) {
      last.sum += won ? 1 : 0;
      last.count += 1;
    } else pools.push({ upTo: score, sum: won ? 1 : 0, count: 1 });
  }
  const fitted: Pool[] = [];
  for (const pool of pools) {
    let last = fitted.at(-1);
    while (last && last.sum * pool.count >= pool.sum * last.count) {
      pool.sum += last.sum;
      pool.count += last.count;
      fitted.pop();
      last = fitted.at(-1);
    }
    fitted.push(pool);
  }
  return (score) => {
    const pool = fitted.find(({ upTo }) => score <= upTo) ?? fitted.at(-1);
    return pool ? pool.sum / pool.count : 0.5;
  };
}
