/** What one measurement came to. */
export interface BenchLine {
  /** What was measured, the words of its row. */
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Something else that does comparable work, measured in the same run and in the same unit. */
  readonly reference?: { readonly what: string; readonly value: number };
  /** What the project asks of itself. */
  readonly asked?: { readonly bound: 'at most' | 'at least'; readonly value: number };
  /** How much was measured: runs, bars, calls. */
  readonly sample: string;
}

/** A measurement that could not be made here, and why. */
export interface SkippedLine {
  readonly what: string;
  readonly skipped: string;
}

export type BenchResult = BenchLine | SkippedLine;

/** A group of measurements that belong together. */
export interface BenchGroup {
  readonly name: string;
  run(): readonly BenchResult[] | Promise<readonly BenchResult[]>;
}

export function isMeasured(line: BenchResult): line is BenchLine {
  return 'value' in line;
}

/** How many times better than the reference: above 1 is better, whichever way the unit points. */
export function ratioOf({ value, unit, reference }: BenchLine): number | undefined {
  if (!reference) return undefined;
  return unit.endsWith('/s') ? value / reference.value : reference.value / value;
}

export function isMet({ value, asked }: BenchLine): boolean | undefined {
  if (!asked) return undefined;
  return asked.bound === 'at most' ? value <= asked.value : value >= asked.value;
}
