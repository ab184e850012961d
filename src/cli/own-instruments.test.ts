import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { marketSymbols, type MarketSymbols } from '../brokers/simulated/market-symbols.ts';
import { SimulatedMarket } from '../brokers/simulated/simulated-market.ts';
import { parseConfig } from '../config/load-config.ts';
import type { Config } from '../config/schema.ts';
import { isMarketOpen } from '../market/market-hours.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import { GeneratedFeed, MARKET_BEGINS } from '../runtime/simulated/generated-feed.ts';
import { MarketFile } from '../runtime/simulated/market-file.ts';
import type { ThreadStart } from '../runtime/messages.ts';
import { StateFolder } from '../runtime/state/state-folder.ts';
import { youngStore } from '../runtime/test/young-account.ts';
import { knownInstruments, marketModels } from './known-instruments.ts';
import { threadStart } from './trade/thread-starts.ts';

const GER40 = 'GER40' as SymbolName;
const OWN = `
  - symbol: GER40
    like: US30
    trade_tick_size: 0.5
    spread: 40
    sessions: { timezone: Europe/Berlin, windows: [{ open: 'monday 09:00', close: 'monday 17:30' }] }
  - { symbol: EURUSD, swap_mode: points, swap_long: -9, trade_stops_level: 30 }`;

let dir: string;
let folder: StateFolder;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kimi-own-'));
  const opened = StateFolder.open(join(dir, 'state'));
  if (!opened.ok) throw new Error(opened.message);
  ({ folder } = opened);
});
afterEach(() => {
  folder.close();
  rmSync(dir, { recursive: true });
});

function configOf(instruments: string): Config {
  const account = '{ name: main, mode: simulated, currency: SIM, symbols: [GER40, EURUSD] }';
  const loaded = parseConfig(`accounts: [${account}]\ninstruments:${instruments}`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}

function startOf(
  { accounts, instruments }: Config,
  options: Partial<Parameters<typeof threadStart>[1]> = {},
): ThreadStart {
  const [account] = accounts;
  if (!account) throw new Error('no account');
  return threadStart(account, { speed: 1, instruments, ...options }, folder, () => {});
}

function marketOf({ instruments }: Config): MarketSymbols {
  return marketSymbols(knownInstruments(instruments), marketModels(instruments));
}

describe('instruments of the configuration', () => {
  it('are what a simulated account trades: changed ones, own ones, and the rest as shipped', () => {
    const start = startOf(configOf(OWN));
    const known = new Map(start.instruments.map((one) => [one.symbol as string, one]));
    expect(known.get('EURUSD')).toMatchObject({ stopsLevel: 30, swap: { long: -9 } });
    expect(known.get('GER40')).toMatchObject({ tickSize: 0.5, typicalSpread: 40, digits: 1 });
    expect(known.get('GBPUSD')).toMatchObject({ typicalSpread: 12 });
    expect(known.size).toBe(17);
    expect(start.world.models).toEqual({ GER40: 'US30', EURUSD: 'EURUSD' });
  });

  it('move like their model, on their own grid, at their own spread and in their own hours', () => {
    const known = marketOf(configOf(OWN));
    const market = new SimulatedMarket(3, [GER40], MARKET_BEGINS, 10_000, known);
    const week = known.get(GER40)?.instrument.week;
    if (!week) throw new Error('GER40 is not known');
    let spreads = 0;
    for (let at = 0; at < 6_000; at += 1) {
      const [quote] = market.step();
      if (!quote) throw new Error('the market skips the hours in which it is closed');
      expect(isMarketOpen(week, quote.time)).toBe(true);
      expect((quote.bid * 2) % 1).toBe(0);
      expect(quote.bid).toBeGreaterThan(30_000);
      expect(quote.bid).toBeLessThan(50_000);
      if (at >= 400) spreads += quote.ask - quote.bid;
    }
    expect(spreads / 5_600).toBeGreaterThan(3.8); // 40 points of 0.1
    expect(spreads / 5_600).toBeLessThan(5);
    // Its own walk, not that of its model.
    const other = new SimulatedMarket(3, ['US30' as SymbolName], MARKET_BEGINS);
    expect(other.step()[0]?.bid).not.toBe(39_000);
  });

  it('join a market that is under way', () => {
    const feed = new GeneratedFeed(
      1,
      ['EURUSD' as SymbolName],
      youngStore(),
      [],
      marketOf(configOf(OWN)),
    );
    while ((feed.nextTime ?? 0) < MARKET_BEGINS + 13 * 3_600_000) feed.step();
    expect(feed.deliver(GER40)).toBe(true);
    expect(feed.deliver('GER30' as SymbolName)).toBe(false);
    expect(feed.history(GER40)?.bars('M1')?.length).toBeGreaterThan(0);
  });

  it('stay what a market was begun with; what prices do not follow from may change', () => {
    const config = configOf(OWN);
    const account = startOf(config).folder;
    const known = marketOf(config);
    const feed = new GeneratedFeed(1, [GER40], youngStore(), [], known);
    MarketFile.begin(account, 1, feed.checkpoint(), known);
    expect(() => startOf(config)).not.toThrow();
    expect(() => startOf(configOf(`${OWN}\n  - { symbol: XAUUSD, spread: 3 }`))).not.toThrow();
    expect(() => startOf(configOf(OWN.replace('-9', '-1')))).not.toThrow();
    expect(() => startOf(configOf(OWN.replace('spread: 40', 'spread: 41')))).toThrow(
      'begun with another GER40',
    );
    expect(() => startOf(configOf(OWN.replace('17:30', '17:00')))).toThrow('begun with another');
    expect(() => startOf(configOf(OWN.replace('US30', 'BTCUSD')))).toThrow('begun with another');
  });

  it('are replayed from a file', () => {
    const file = join(dir, 'ger40.csv');
    const open = Date.UTC(2024, 0, 8, 8) as UtcMs;
    const rows = Array.from({ length: 60 }, (_, at) => {
      const time = new Date(open + at * 60_000).toISOString().slice(0, 16).replace('T', ' ');
      return `${time},16500.0,16510.5,16490.0,16500.5,10`;
    });
    writeFileSync(file, `timestamp,open,high,low,close,volume\n${rows.join('\n')}\n`);
    const replay = { data: [file], symbol: 'GER40', clock: 'utc' };
    const start = startOf(configOf(OWN), replay);
    expect(start.settings.symbols).toEqual(['GER40']);
    expect(start.instruments).toMatchObject([{ symbol: 'GER40', tickSize: 0.5 }]);
    expect(() => startOf(configOf(OWN), { ...replay, symbol: 'GER30' })).toThrow(
      'There is no instrument GER30. Known are',
    );
  });
});
