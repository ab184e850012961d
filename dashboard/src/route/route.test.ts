import { describe, expect, it } from 'vitest';
import { hrefOf, parseRoute, VIEWS } from './route.ts';

describe('routes', () => {
  it('reads back what it writes', () => {
    for (const view of VIEWS) {
      const params = { account: 'main', symbol: 'EUR/USD & more', timeframe: 'M5' };
      expect(parseRoute(hrefOf(view, params))).toEqual({ view, params });
    }
  });

  it('shows the overview where nothing is asked for', () => {
    expect(parseRoute('').view).toBe('overview');
    expect(parseRoute('#').view).toBe('overview');
    expect(parseRoute('#/').view).toBe('overview');
  });

  it('says of an address that leads nowhere that it does', () => {
    expect(parseRoute('#/nowhere').view).toBeUndefined();
    expect(parseRoute('#/risk/7').view).toBeUndefined();
  });

  it('leaves out what is not known', () => {
    expect(hrefOf('risk', { account: undefined })).toBe('#/risk');
  });
});
