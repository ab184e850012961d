import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, type SymbolName, type UtcMs } from '../../market/units.ts';
import type { BarStore } from '../bar-store.ts';
import { GeneratedFeed, MARKET_BEGINS } from './generated-feed.ts';
import type { FeedStep } from './market-feed.ts';
import { MarketFile } from './market-file.ts';
import { youngStore } from '../test/young-account.ts';

const EURUSD = 'EURUSD' as SymbolName;
const XAUUSD = 'XAUUSD' as SymbolName;
const GBPUSD = 'GBPUSD' as SymbolName;

function play(feed: GeneratedFeed, until: number): FeedStep[] {
  const steps: FeedStep[] = [];
  while ((feed.nextTime ?? Infinity) < until) {
    const { time, closed, quotes } = feed.step();
    steps.push({ time, closed, quotes: quotes.map((quote) => ({ ...quote })) });
  }
  return steps;
}

const barsIn = (store: BarStore, symbol: SymbolName) => [...(store.of(symbol)?.bars('M1') ?? [])];

/** JSON is what a checkpoint is kept as. */
function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

describe('the generated feed', () => {
  it('goes on from a checkpoint as one that never stopped', () => {
    const store = youngStore();
    const feed = new GeneratedFeed(1, [EURUSD, XAUUSD], store);
    play(feed, MARKET_BEGINS + 5 * HOUR_MS);
    const checkpoint = throughJson(feed.checkpoint());
    const mark = store.mark();
    const end = MARKET_BEGINS + 9 * HOUR_MS;
    const straight = play(feed, end);
    const bars = barsIn(store, XAUUSD);
    store.returnTo(mark);
    const resumed = GeneratedFeed.resume(1, checkpoint, store);
    expect(resumed.nextTime).toBe(checkpoint.time);
    expect(play(resumed, end)).toEqual(straight);
    expect(barsIn(store, XAUUSD)).toEqual(bars);
    expect(straight.length).toBeGreaterThan(1_000);
  });

  it('tells bars once they have ended, in order, and before the quotes of that moment', () => {
    const steps = play(
      new GeneratedFeed(1, [EURUSD, XAUUSD], youngStore()),
      MARKET_BEGINS + 6 * HOUR_MS,
    );
    let latest = 0;
    const ends: number[] = [];
    for (const { time, closed, quotes } of steps) {
      expect(time).toBeGreaterThan(latest);
      latest = time;
      for (const group of closed) {
        expect(group.time).toBeLessThanOrEqual(time);
        ends.push(group.time);
      }
      for (const quote of quotes) expect(quote.time).toBe(time);
    }
    expect(ends).toEqual(ends.toSorted((left, right) => left - right));
    expect(new Set(ends).size).toBe(ends.length);
  });

  it('gives a symbol the same path whenever it joins, beside whatever others', () => {
    const alone = youngStore();
    play(new GeneratedFeed(1, [GBPUSD], alone), MARKET_BEGINS + 6 * HOUR_MS);
    const late = youngStore();
    const feed = new GeneratedFeed(1, [EURUSD], late);
    play(feed, MARKET_BEGINS + 4 * HOUR_MS);
    expect(feed.deliver(GBPUSD)).toBe(true);
    expect(feed.deliver(GBPUSD)).toBe(true);
    play(feed, MARKET_BEGINS + 6 * HOUR_MS);
    expect(barsIn(late, GBPUSD)).toEqual(barsIn(alone, GBPUSD));
    expect(feed.deliver('EURXXX' as SymbolName)).toBe(false);
    const other = youngStore();
    play(new GeneratedFeed(2, [GBPUSD], other), MARKET_BEGINS + 6 * HOUR_MS);
    expect(barsIn(other, GBPUSD)).not.toEqual(barsIn(alone, GBPUSD));
  });
});

describe('the file of a market', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kimi-market-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('brings the market back to any moment since its oldest checkpoint, symbols that joined too', () => {
    expect(MarketFile.open(folder)).toBeUndefined();
    const store = youngStore();
    const feed = new GeneratedFeed(5, [EURUSD], store);
    const file = MarketFile.begin(folder, 5, feed.checkpoint());
    const moment = (MARKET_BEGINS + 9 * DAY_MS + HOUR_MS) as UtcMs;
    while ((feed.nextTime ?? Infinity) < moment) {
      feed.step();
      file.note(feed);
    }
    feed.deliver(XAUUSD);

    const known = MarketFile.open(folder);
    expect(known?.seed).toBe(5);
    const again = youngStore();
    const back = known?.feedAt(moment, [EURUSD, XAUUSD], again);
    expect(back?.nextTime).toBe(feed.nextTime);
    for (const symbol of [EURUSD, XAUUSD]) {
      expect(barsIn(again, symbol)).toEqual(barsIn(store, symbol));
    }
    const end = moment + HOUR_MS;
    expect(back && play(back, end)).toEqual(play(feed, end));
  });

  it('plays a market with a jump put in again as it was, and one without as ever', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-shocked-'));
    try {
      const end = MARKET_BEGINS + 9 * HOUR_MS;
      const feed = new GeneratedFeed(1, [EURUSD, XAUUSD], youngStore());
      const file = MarketFile.begin(folder, 1, throughJson(feed.checkpoint()));
      play(feed, MARKET_BEGINS + 5 * HOUR_MS);
      const at = feed.nextTime ?? MARKET_BEGINS;
      file.shock(feed, [{ at, symbol: EURUSD, factor: 1.02 }]);
      const shocked = play(feed, end);
      const plain = new GeneratedFeed(1, [EURUSD, XAUUSD], youngStore());
      play(plain, MARKET_BEGINS + 5 * HOUR_MS);
      const calm = play(plain, end);
      const first = (steps: FeedStep[], symbol: SymbolName) =>
        steps[0]?.quotes.find((quote) => quote.symbol === symbol)?.bid ?? 0;
      expect(first(shocked, EURUSD) / first(calm, EURUSD)).toBeCloseTo(1.02, 3);
      expect(first(shocked, XAUUSD)).toBe(first(calm, XAUUSD));
      const again = MarketFile.open(folder)?.feedAt(end as UtcMs, [EURUSD, XAUUSD], youngStore());
      const later = (end + HOUR_MS) as UtcMs;
      expect(again && play(again, later)).toEqual(play(feed, later));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
