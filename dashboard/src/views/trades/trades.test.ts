import { describe, expect, it } from 'vitest';
import type { ClosedTrade } from '../../api/types.ts';
import { csvOf } from './csv.ts';
import { filterTrades, sumOf } from './trade-sums.ts';

const trade = (changes: Partial<ClosedTrade>): ClosedTrade => ({
  account: 'main',
  position: '7',
  symbol: 'EURUSD',
  side: 'buy',
  lots: 0.1,
  openedAt: 0,
  openPrice: 1.1,
  closedAt: 60_000,
  closePrice: 1.2,
  stopLoss: 1,
  takeProfit: 1.3,
  risk: 100,
  gross: 55,
  commission: -4,
  swap: -1,
  net: 50,
  r: 0.5,
  mae: -20,
  mfe: null,
  exit: 'take-profit',
  signalId: 'a',
  confidence: 0.9,
  ...changes,
});

describe('trades', () => {
  it('are summed, with the mean R over those whose risk is known', () => {
    const lost = trade({ net: -100, r: -1, commission: -4, swap: 0 });
    const foreign = trade({ net: 10, r: 0, risk: 0, commission: 0, swap: 0 });
    expect(sumOf([trade({}), lost, foreign])).toEqual({
      won: 2,
      net: -40,
      costs: -9,
      meanR: -0.25,
      withRisk: 2,
    });
    expect(sumOf([]).meanR).toBe(0);
  });

  it('are chosen by symbol and result; one that brought nothing was not won', () => {
    const all = [trade({}), trade({ net: 0 }), trade({ symbol: 'XAUUSD', net: -5 })];
    expect(filterTrades(all, '', 'won')).toEqual([all[0]]);
    expect(filterTrades(all, '', 'lost')).toEqual([all[1], all[2]]);
    expect(filterTrades(all, 'XAUUSD', 'all')).toEqual([all[2]]);
  });

  it('are exported with a head, exact numbers, ISO times and no formulas', () => {
    const [head, line] = csvOf([trade({ signalId: '=1+1', exit: 'a "b", c' })]).split('\r\n');
    expect(head).toMatch(/^account,position,symbol,side,lots,openedAt/);
    expect(line).toBe(
      'main,7,EURUSD,buy,0.1,1970-01-01T00:00:00.000Z,1.1,1970-01-01T00:01:00.000Z,1.2,1,1.3,' +
        '100,55,-4,-1,50,0.5,-20,,"a ""b"", c",\'=1+1,0.9',
    );
  });
});
