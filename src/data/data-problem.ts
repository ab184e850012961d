/** What can be wrong with data that comes from outside. */
export type DataProblemKind =
  | 'unreadable'
  | 'empty'
  | 'not-text'
  | 'unknown-format'
  | 'wrong-columns'
  | 'bad-time'
  | 'bad-number'
  | 'bad-bar'
  | 'bad-quote'
  | 'repeated-header'
  | 'collapsed-times'
  | 'conflicting-duplicate'
  | 'unordered'
  | 'mixed-granularity'
  | 'unknown-timeframe'
  | 'implausible-price'
  | 'crossed-quotes'
  | 'unpaired-sides'
  | 'hole'
  | 'unknown-clock'
  | 'wrong-clock'
  | 'unchecked-clock'
  | 'scaled-prices'
  | 'store-absent'
  | 'store-unusable'
  | 'store-busy'
  | 'store-damaged'
  | 'store-conflict'
  | 'unreachable';

/** One defect of a file: where it is, what it is and how to go on, each in plain words. */
export interface DataProblem {
  readonly file: string;
  /** Line of the text, or row of a Parquet table, from 1; undefined when the defect belongs to the whole file. */
  readonly line: number | undefined;
  readonly kind: DataProblemKind;
  /** What is wrong, without file and line, as a sentence without its full stop. */
  readonly reason: string;
  /** What the reader can do about it, as a sentence without its full stop. */
  readonly mend: string;
}

export interface Failure {
  readonly ok: false;
  readonly problem: DataProblem;
}

export type Outcome<Value> = { readonly ok: true; readonly value: Value } | Failure;

export function success<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

export function failure(
  kind: DataProblemKind,
  file: string,
  line: number | undefined,
  reason: string,
  mend: string,
): Failure {
  return { ok: false, problem: { file, line, kind, reason, mend } };
}

/** The defect as one message: `FILE, line 12: reason. Mend.`; a Parquet table has rows. */
export function describeProblem(problem: DataProblem): string {
  const { file, line } = problem;
  const place = line === undefined ? file : `${file}, ${unitOf(file)} ${line}`;
  return `${place}: ${problem.reason}. ${problem.mend}.`;
}

/** What the places in a file are called. */
export function unitOf(file: string): 'row' | 'line' {
  return /\.(parquet|pq)$/i.test(file) ? 'row' : 'line';
}
