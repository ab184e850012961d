import type * as dukascopy from 'dukascopy-node';
import type { BufferFetcher, InstrumentType } from 'dukascopy-node';
import { DAY_MS } from '../../market/units.ts';

/** What is downloaded: minutes of bid and ask, or every tick. */
export type DownloadGrain = 'm1' | 'tick';

/** Gets the body of an address; empty where the source has nothing. Throws {@link Unreachable}. */
export type Fetcher = (url: string) => Promise<Buffer>;

/** The source did not answer, or not as it should. */
export class Unreachable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreachable';
  }
}

/** One file of the source, as the importers take it. */
export interface DownloadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Dukascopy's names of what it calls otherwise than MetaTrader does. */
const CODES: Readonly<Record<string, string>> = { US30: 'usa30idxusd' };
const BATCH = 6;
const PAUSE_MS = 500;
const PATIENCE_MS = 30_000;
const TRIES = 3;

/**
 * Dukascopy's public history through the dukascopy-node library: it knows the instruments, the
 * addresses and how to ask without hurry. The rows are read by our own importer, which invents no
 * bars for minutes without quotes.
 */
export class DukascopySource {
  readonly #library: typeof dukascopy;
  readonly #fetcher: BufferFetcher;

  private constructor(library: typeof dukascopy, fetcher: Fetcher, pauseMs: number) {
    this.#library = library;
    this.#fetcher = new library.BufferFetcher({
      batchSize: BATCH,
      pauseBetweenBatchesMs: pauseMs,
      fetcherFn: fetcher,
    });
  }

  /** Loads the library, which is large, only now that it is needed. */
  static async open(fetcher: Fetcher, pauseMs = PAUSE_MS): Promise<DukascopySource> {
    return new DukascopySource(await import('dukascopy-node'), fetcher, pauseMs);
  }

  /** Dukascopy's name of the symbol; undefined when it has none. */
  codeOf(symbol: string): InstrumentType | undefined {
    const code = CODES[symbol] ?? symbol.toLowerCase();
    return Object.hasOwn(this.#library.instrumentMetaData, code)
      ? (code as InstrumentType)
      : undefined;
  }

  /** The files of one whole day that lies in the past; those that the source has not are left out. */
  async filesOf(
    instrument: InstrumentType,
    grain: DownloadGrain,
    day: number,
  ): Promise<DownloadedFile[]> {
    const urls = this.#urlsOf(instrument, grain, day);
    const found = await this.#fetcher.fetch(urls.map(({ url }) => url));
    return found.map(({ url, buffer }) => ({
      name: urls.find((one) => one.url === url)?.name ?? url,
      bytes: new Uint8Array(buffer),
    }));
  }

  /** The names say the side: the importer lays bid and ask beside each other by them. */
  #urlsOf(
    instrument: InstrumentType,
    grain: DownloadGrain,
    day: number,
  ): ReadonlyArray<{ readonly url: string; readonly name: string }> {
    const sides = grain === 'tick' ? (['bid'] as const) : (['bid', 'ask'] as const);
    const date = new Date(day).toISOString().slice(0, 10);
    return sides.flatMap((side) =>
      this.#library
        .generateUrls({
          instrument,
          timeframe: grain,
          priceType: side,
          startDate: new Date(day),
          endDate: new Date(day + DAY_MS),
          // A day that is over has an address of its own whatever the time is now.
          nowDate: new Date(day + 2 * DAY_MS),
        })
        .map((url, hour) => ({
          url,
          name:
            grain === 'tick'
              ? `${instrument}-ticks-${date}-${String(hour).padStart(2, '0')}.json`
              : `${instrument}-m1-${side}-${date}.json`,
        })),
    );
  }
}

/** Fetches over the network, or from a mirror that has the same paths. */
export async function networkFetcher(mirror: string | undefined): Promise<Fetcher> {
  const { URL_ROOT } = await import('dukascopy-node');
  return async (url) => {
    const address = mirror === undefined ? url : url.replace(URL_ROOT, mirror.replace(/\/$/, ''));
    let problem = '';
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const answer = await ask(address);
      if (typeof answer !== 'string') return answer;
      problem = answer;
    }
    throw new Unreachable(problem);
  };
}

/** The body, or why there is none. */
async function ask(address: string): Promise<Buffer | string> {
  const { host } = new URL(address);
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.status === 404) return Buffer.alloc(0);
    if (response.ok) return Buffer.from(await response.arrayBuffer());
    await response.body?.cancel();
    return `${host} answered ${response.status}`;
  } catch (error) {
    const { message, cause } = error as Error;
    return `${host} cannot be reached (${cause instanceof Error ? cause.message : message})`;
  }
}
