/** One condition, met or not, and why. */
export interface GateCheck {
  readonly check:
    | 'trades'
    | 'lower-bound'
    | 'control'
    | 'credible'
    | 'spread'
    | 'replay'
    | 'data'
    | 'seal'
    | 'ledger'
    | 'version';
  readonly passed: boolean;
  readonly detail: string;
}

export interface GateVerdict {
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
  /** What is asked of such trades; null where their returns do not vary. */
  readonly tradesAsked: number | null;
}

/** Passed when every check is; a gate without checks is shut. */
export function verdictOf(
  checks: readonly GateCheck[],
  tradesAsked: number | undefined,
): GateVerdict {
  const passed = checks.length > 0 && checks.every((check) => check.passed);
  return { passed, checks, tradesAsked: tradesAsked ?? null };
}
