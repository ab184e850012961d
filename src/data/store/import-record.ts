/** What is remembered of one import into the store. */
export interface ImportRecord {
  /** When it was made, in ms since 1970. */
  readonly at: number;
  readonly files: ReadonlyArray<{
    readonly name: string;
    readonly format: string;
    readonly rows: number;
    readonly sha256: string;
  }>;
  readonly clock: string;
  /** The check of the clock was overruled. */
  readonly trustedClock: boolean;
  readonly priceDivisor: number;
  readonly crossed: string;
  readonly duplicatesDropped: number;
  readonly crossedQuotes: number;
  /** Version of the program that made it. */
  readonly version: string;
  /** Under what terms the data may be used, as the person said; empty when nothing was said. */
  readonly licence: string;
  readonly added: number;
  readonly identical: number;
  readonly replaced: number;
}
