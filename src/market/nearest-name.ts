/** Number of single-letter changes that turn one word into the other (Levenshtein's distance). */
export function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replace = at(previous, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replace, at(previous, column) + 1, at(current, column - 1) + 1));
    }
    previous = current;
  }
  return at(previous, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] as number; // inside the row by the loops' bounds
}

/** The name that was probably meant, or undefined when none is near enough to be helpful. */
function nearestName(written: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Asks whether the nearest name was meant; undefined when none is near enough to be helpful. */
export function didYouMean(written: string, names: readonly string[]): string | undefined {
  const nearest = nearestName(written, names);
  return nearest === undefined ? undefined : `Did you mean ${nearest}?`;
}

/** The same, to go on with after a sentence that says what there is not. */
export function meantHint(written: string, names: readonly string[]): string {
  const question = didYouMean(written, names);
  return question === undefined ? '' : ` ${question}`;
}
