import { describe, expect, it } from 'vitest';
import type { Instrument } from '../market/instrument.ts';
import { shippedInstrument } from '../market/instruments.ts';
import { isMarketOpen, nextClosing, nextOpening } from '../market/market-hours.ts';
import type { UtcMs } from '../market/units.ts';
import { instrumentOf } from './instruments.ts';
import { parseConfig } from './load-config.ts';

function configured(lines: string, symbol: string): Instrument {
  const loaded = parseConfig(`instruments:\n  - ${lines}`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const instrument = instrumentOf(symbol, loaded.config.instruments);
  if (!instrument) throw new Error(`there is no ${symbol}`);
  return instrument;
}

describe('instruments in the configuration', () => {
  it('change only what they name', () => {
    const found = configured(
      '{ symbol: EURUSD, swap_long: -9, volume_limit: 50, spread: 3 }',
      'EURUSD',
    );
    const shipped = shippedInstrument('EURUSD') as Instrument;
    expect(found).toEqual({
      ...shipped,
      volumeLimit: 50,
      typicalSpread: 3,
      swap: { ...shipped.swap, long: -9 },
    });
  });

  it('may be new, and are like one that is shipped', () => {
    const found = configured(
      '{ symbol: GER40, like: US30, digits: 2, trade_tick_size: 0.25, currency_profit: EUR, ' +
        'trade_calc_mode: cfd_index, swap_rollover3days: monday, swap_sunday: 1, filling_mode: [fok] }',
      'GER40',
    );
    expect(found).toMatchObject({
      symbol: 'GER40',
      digits: 2,
      point: 0.01,
      tickSize: 0.25,
      pip: 0.1,
    });
    expect(found).toMatchObject({
      profitCurrency: 'EUR',
      baseCurrency: 'USD',
      assetClass: 'index',
    });
    expect(found).toMatchObject({ calculationMode: 'cfd-index', fillingModes: ['fok'] });
    expect(found.swap.nights).toEqual([1, 3, 1, 1, 1, 1, 0]);
  });

  it('have sessions and holidays of their own', () => {
    const { week } = configured(
      '{ symbol: EURUSD, sessions: { timezone: Europe/Berlin, windows: [{ open: monday 09:00, ' +
        'close: monday 17:30 }] }, holidays: [{ from: "2024-01-08T12:00:00Z", until: 1704724200000 }] }',
      'EURUSD',
    );
    const at = (hour: number, minute = 0) => Date.UTC(2024, 0, 8, hour, minute) as UtcMs;
    expect(isMarketOpen(week, at(8))).toBe(true);
    expect(nextClosing(week, at(8))).toBe(at(12));
    expect(isMarketOpen(week, at(12))).toBe(false);
    expect(nextOpening(week, at(12))).toBe(at(14, 30));
    expect(nextClosing(week, at(15))).toBe(at(16, 30));
  });

  it('never close, but for their holidays', () => {
    const { week } = configured(
      '{ symbol: BTCUSD, holidays: [{ from: "2024-01-08T12:00:00Z", until: "2024-01-08T13:00:00Z" }] }',
      'BTCUSD',
    );
    const at = (hour: number) => Date.UTC(2024, 0, 8, hour) as UtcMs;
    expect([11, 12, 13].map((hour) => isMarketOpen(week, at(hour)))).toEqual([true, false, true]);
    expect(nextClosing(week, at(11))).toBe(at(12));
    expect(nextClosing(week, at(13))).toBeUndefined();
  });

  it.each([
    ['{ symbol: NIKKEI }', 'instruments[0].symbol', 'like'],
    ['{ symbol: EURUSD, like: NIKKEI }', 'instruments[0].like', 'EURUSD'],
    ['{ symbol: EURUSD, spred: 3 }', 'instruments[0].spred', 'spread'],
    ['{ symbol: EURUSD, volume_min: 200 }', 'instruments[0]', 'can be traded'],
    ['{ symbol: EURUSD, trade_tick_size: 0.000015 }', 'instruments[0]', 'can be traded'],
    ['{ symbol: EURUSD, swap_mode: reopen_bid }', 'instruments[0].swap_mode', 'interest_open'],
    [
      '{ symbol: EURUSD, holidays: [{ from: 5, until: 5 }] }',
      'instruments[0].holidays[0].until',
      'after from',
    ],
    [
      '{ symbol: EURUSD, sessions: { timezone: Mars, windows: [] } }',
      'instruments[0].sessions.timezone',
      'IANA',
    ],
    [
      '{ symbol: EURUSD, sessions: { timezone: UTC, windows: [{ open: monday 9:00, close: monday 10:00 }] } }',
      'instruments[0].sessions.windows[0].open',
      'monday 09:00',
    ],
  ])('%s is refused', (lines, key, allowed) => {
    const loaded = parseConfig(`instruments:\n  - ${lines}`);
    if (loaded.ok) throw new Error('it was accepted');
    expect(loaded.problems.map((problem) => problem.key)).toEqual([key]);
    expect(loaded.problems[0]?.allowed).toContain(allowed);
  });

  it('twice the same symbol is refused', () => {
    const loaded = parseConfig('instruments: [{ symbol: EURUSD }, { symbol: EURUSD }]');
    expect(loaded.ok ? [] : loaded.problems.map(({ key }) => key)).toEqual([
      'instruments[1].symbol',
    ]);
  });
});
