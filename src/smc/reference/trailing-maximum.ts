/**
 * For each row the highest of the last `window` values up to and including it (fewer at the
 * start). O(n): a queue of rows whose values only fall, so its front is the maximum.
 */
export function trailingMaximum(
  values: Float64Array,
  length: number,
  window: number,
): Float64Array {
  const maxima = new Float64Array(length);
  const queue = new Int32Array(length);
  let front = 0;
  let back = 0;
  for (let row = 0; row < length; row += 1) {
    const value = values[row] as number;
    while (back > front && (values[queue[back - 1] as number] as number) <= value) back -= 1;
    queue[back] = row;
    back += 1;
    if ((queue[front] as number) <= row - window) front += 1;
    maxima[row] = values[queue[front] as number] as number;
  }
  return maxima;
}
