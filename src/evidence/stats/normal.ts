const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);
/** Beyond this the tail is below 1e-9, and the series is not asked. */
const FAR = 6;

/**
 * Standard normal distribution function by its power series, 1/2 + φ(x) Σ x^(2k+1) / (1·3·…·(2k+1))
 * (Abramowitz and Stegun 26.2.11): exact to double precision for |x| up to 6.
 */
export function normalCdf(x: number): number {
  if (x <= -FAR) return 0;
  if (x >= FAR) return 1;
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + (Math.exp((-x * x) / 2) / SQRT_TWO_PI) * sum;
}

/** The x below which a share `p` of a standard normal lies, by bisection; `p` inside (0, 1). */
export function normalQuantile(p: number): number {
  let low = -FAR;
  let high = FAR;
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
