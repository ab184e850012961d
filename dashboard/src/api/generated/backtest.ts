// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Backtest {
  id: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /**
   * 0..1
   */
  progress: number;
  /**
   * Instant in milliseconds since 1970-01-01 UTC
   */
  startedAt: number;
  endedAt: number | null;
  request: {
    source: string;
    [k: string]: unknown;
  };
  /**
   * What it said: the summary, or why it failed
   */
  words: string;
}
