// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface Event {
  account: string;
  seq: number;
  /**
   * Instant in milliseconds since 1970-01-01 UTC
   */
  time: number;
  kind: string;
  symbol: string | null;
  /**
   * The fact in one plain sentence
   */
  text: string;
  level: 'info' | 'good' | 'warning' | 'danger';
}
