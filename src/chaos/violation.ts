/** A promise that was broken. Ends its world. */
export class Violation extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'Violation';
  }
}

/** Break off unless `kept`; the words are made only when they are needed. */
export function promise(kept: boolean, words: () => string): void {
  if (!kept) throw new Violation(words());
}
