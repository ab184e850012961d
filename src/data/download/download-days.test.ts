import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, type UtcMs } from '../../market/units.ts';
import { describeProblem, type Outcome } from '../data-problem.ts';
import { instrument } from '../fixtures/hand-made.ts';
import { dukascopyMinutes, dukascopyTicks, historyServer } from '../fixtures/history-server.ts';
import { inStore, ownFolder, valueOf } from '../fixtures/store-folder.ts';
import { downloadDays, type Download, type Downloaded } from './download-days.ts';
import { DukascopySource, networkFetcher } from './dukascopy-source.ts';

/** A Thursday; the Saturday after it has no trading. */
const FROM = Date.UTC(2023, 5, 1) as UtcMs;
const TO = Date.UTC(2023, 5, 6) as UtcMs;

async function download(
  url: string,
  change: Partial<Download> & { readonly store: string },
): Promise<Outcome<Downloaded>> {
  const source = await DukascopySource.open(await networkFetcher(url), 0);
  return downloadDays(source, {
    instrument: instrument('EURUSD'),
    grain: 'm1',
    from: FROM,
    to: TO,
    replace: false,
    version: '0',
    at: 0,
    ...change,
  });
}

const MINUTES = /\/candles\/minute\/EUR-USD\/(BID|ASK)\/(\d+)\/(\d+)\/(\d+)$/;

/** Two minutes of each day, ask a pip above bid. */
function twoMinutes(path: string): object | undefined {
  const [, side, year, month, day] = MINUTES.exec(path) ?? [];
  if (side === undefined) return undefined;
  const start = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return dukascopyMinutes(start, side === 'BID' ? 1.1 : 1.1001, 2);
}

const words = (outcome: Outcome<unknown>): string =>
  outcome.ok ? 'fine' : describeProblem(outcome.problem);

describe('a download of minutes', () => {
  it('stores bid and ask of each trading day, and asks for none twice', async () => {
    const store = ownFolder();
    const server = await historyServer(twoMinutes);
    const progress: string[] = [];
    const onDay = (done: number, all: number) => progress.push(`${done}/${all}`);
    expect(valueOf(await download(server.url, { store, onDay }))).toEqual({
      days: 4,
      skipped: 0,
      empty: 0,
      rows: 8,
      warnings: [],
    });
    expect(progress).toEqual(['1/4', '2/4', '3/4', '4/4']);
    expect(server.asked.filter((path) => path.includes('/2023/6/3'))).toEqual([]); // Saturday
    expect(server.asked).toHaveLength(8);
    const bars = inStore(store, (one) => valueOf(one.readBars('EURUSD', 'M1', 'bid')));
    expect(bars.at(0)).toEqual({
      time: FROM,
      open: 1.1,
      high: 1.1,
      low: 1.1,
      close: 1.1,
      volume: 1,
      spread: 10,
    });
    expect(bars.at(7).time).toBe(FROM + 4 * DAY_MS + 60_000);
    expect(inStore(store, (one) => valueOf(one.readBars('EURUSD', 'M1', 'ask')).length)).toBe(8);
    expect(valueOf(await download(server.url, { store }))).toMatchObject({
      days: 4,
      skipped: 4,
      rows: 0,
    });
    expect(server.asked).toHaveLength(8);
    expect(valueOf(await download(server.url, { store, replace: true }))).toMatchObject({
      skipped: 0,
      rows: 8,
    });
  });

  it('goes on after the day at which it was stopped', async () => {
    const store = ownFolder();
    let broken = true;
    const server = await historyServer((path) =>
      broken && path.endsWith('/2023/6/4') ? 503 : twoMinutes(path),
    );
    expect(words(await download(server.url, { store }))).toBe(
      `Dukascopy: ${new URL(server.url).host} answered 503; 2 of 4 days are stored, the rest was not touched. ` +
        'Check the connection and run the same command again: it goes on where it stopped.',
    );
    broken = false;
    expect(valueOf(await download(server.url, { store }))).toMatchObject({
      days: 4,
      skipped: 2,
      rows: 4,
    });
  });

  it('without a connection changes nothing', async () => {
    const store = join(ownFolder(), 'none');
    expect(words(await download('http://127.0.0.1:9', { store }))).toMatch(
      /^Dukascopy: 127\.0\.0\.1:9 cannot be reached \(.+\); nothing was changed\. Check the connection/,
    );
    expect(existsSync(store)).toBe(false);
  });

  it('notes days without quotes, and the day whose sides do not match', async () => {
    const store = ownFolder();
    const server = await historyServer((path) => {
      if (path.endsWith('/2023/6/1')) return undefined;
      if (path.endsWith('/2023/6/2')) return dukascopyMinutes(FROM + DAY_MS, 1.1, 0);
      if (path.endsWith('/ASK/2023/6/4')) return dukascopyMinutes(FROM + 3 * DAY_MS, 1.1001, 3);
      return twoMinutes(path);
    });
    const found = valueOf(await download(server.url, { store }));
    expect(found).toMatchObject({ days: 4, empty: 2, rows: 4 });
    expect(found.warnings.map(({ reason, mend }) => `${reason}. ${mend}`)).toEqual([
      'the bar of 2023-06-04 00:02 has no counterpart in eurusd-m1-bid-2023-06-04.json. ' +
        'The bids of that day are stored without asks',
    ]);
    expect(valueOf(await download(server.url, { store }))).toMatchObject({ skipped: 4 });
  });

  it('of data that cannot be is refused with its file, and stores nothing of that day', async () => {
    const store = ownFolder();
    const server = await historyServer((path) =>
      path.endsWith('/2023/6/2') ? { ...twoMinutes(path), high: 0.9 } : twoMinutes(path),
    );
    expect(words(await download(server.url, { store }))).toBe(
      'eurusd-m1-bid-2023-06-02.json: bar 1 (open 1.1, high 0.9, low 1.1, close 1.1) is impossible. ' +
        'Download the file again.',
    );
    expect(inStore(store, (one) => valueOf(one.readBars('EURUSD', 'M1', 'bid')).length)).toBe(2);
  });
});

describe('a download of ticks', () => {
  it('stores the hours of a day', async () => {
    const store = ownFolder();
    const server = await historyServer((path) => {
      const hour = /\/ticks\/EUR-USD\/2023\/6\/1\/(\d+)$/.exec(path)?.[1];
      if (hour === undefined || Number(hour) > 2) return undefined;
      return dukascopyTicks(FROM + Number(hour) * HOUR_MS, 1.1, 5);
    });
    const to = (FROM + DAY_MS) as UtcMs;
    expect(valueOf(await download(server.url, { store, grain: 'tick', to }))).toMatchObject({
      days: 1,
      rows: 15,
    });
    expect(server.asked).toHaveLength(24);
    const ticks = inStore(store, (one) => valueOf(one.readTicks('EURUSD')));
    expect([ticks.length, ticks.time[14], ticks.bid[14], ticks.ask[14]]).toEqual([
      15,
      FROM + 2 * HOUR_MS + 4000,
      1.1,
      1.1001,
    ]);
  });
});

describe('a symbol', () => {
  it.each([
    ['EURUSD', 'eurusd'],
    ['XAUUSD', 'xauusd'],
    ['US30', 'usa30idxusd'],
    ['BTCUSD', 'btcusd'],
    ['NOSUCH', undefined],
  ])('%s is called %s there', async (symbol, code) => {
    const source = await DukascopySource.open(() => Promise.reject(new Error('not asked')), 0);
    expect(source.codeOf(symbol)).toBe(code);
  });
});
