/** What is proved of a subject. */
export type CertifiedProperty =
  | 'order'
  | 'prefix'
  | 'future'
  | 'restore'
  | 'warm start'
  | 'asked history';

/** A property that does not hold, by its first instance. */
export interface Violation {
  readonly property: CertifiedProperty;
  readonly group: string;
  /** The last bar of the file before the cut; of a warm start the bar that was spoken of otherwise. */
  readonly bar: number;
  /** Opening time of that bar, ISO. */
  readonly time: string;
  /** What was said with the whole series; null when nothing was. */
  readonly whole: string | null;
  /** What was said instead; null when nothing was. */
  readonly instead: string | null;
}

export interface CheckCount {
  readonly checks: number;
  readonly violations: number;
}

/** One row of a certificate. */
export interface GroupCertificate {
  readonly group: string;
  /** Events in the whole file: of none there is nothing to prove. */
  readonly events: number;
  readonly prefix: CheckCount;
  readonly future: CheckCount;
  /** Null for a subject without snapshots. */
  readonly restore: CheckCount | null;
  readonly warmStart: WarmStart;
}

/** Decisions after exactly the history that is asked for, as a live agent begins. */
export interface AskedCertificate extends CheckCount {
  readonly group: string;
  readonly words: string;
  readonly verdict: 'holds' | 'violated' | 'file too short';
}

/** The smallest history after which every sample said the same. */
export interface WarmStart {
  readonly checks: number;
  /** In base bars; null when none of those tried was enough. */
  readonly bars: number | null;
  /** The longest history that could be tried. */
  readonly tried: number;
  readonly verdict: 'holds' | 'violated' | 'undecided' | 'no events';
}

export interface Certificate {
  readonly subject: string;
  readonly bars: number;
  readonly seed: number;
  /** Random cuts made, and those made right behind an event. */
  readonly randomCuts: number;
  readonly eventCuts: number;
  readonly groups: readonly GroupCertificate[];
  /** Null for a subject that asks for no history. */
  readonly asked: AskedCertificate | null;
  /** The first violation of each property and group. */
  readonly violations: readonly Violation[];
}
