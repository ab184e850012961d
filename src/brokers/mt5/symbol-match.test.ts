import { describe, expect, it } from 'vitest';
import { chooseSymbol, judgeSymbol, symbolCandidates, type ServerSymbol } from './symbol-match.ts';

function row(name: string, change: Partial<ServerSymbol> = {}): ServerSymbol {
  return {
    name,
    description: name,
    base: 'EUR',
    profit: 'USD',
    digits: 5,
    contractSize: 100_000,
    tradeMode: 'SYMBOL_TRADE_MODE_FULL',
    ...change,
  };
}

const gold = (name: string, change: Partial<ServerSymbol> = {}): ServerSymbol =>
  row(name, { base: 'XAU', digits: 2, contractSize: 100, ...change });
const dow = (name: string): ServerSymbol => row(name, { base: 'USD', digits: 1, contractSize: 1 });

const names = (symbol: string, ...rows: readonly ServerSymbol[]): string[] =>
  symbolCandidates(symbol, rows).map(({ name, how }) => `${name} ${how}`);

function choice(symbol: string, ...rows: readonly ServerSymbol[]): string {
  const chosen = chooseSymbol(symbol, rows);
  switch (chosen.kind) {
    case 'one':
      return chosen.candidate.name;
    case 'question':
      return `? ${chosen.candidates.map(({ name }) => name).join(' ')}`;
    case 'none':
      return `none ${chosen.rejected.map(({ name }) => name).join(' ')}`.trim();
  }
}

describe('symbolCandidates', () => {
  it.each([
    ['EURUSD', 'EURUSD exact'],
    ['EURUSD.r', 'EURUSD.r affix'],
    ['EURUSDm', 'EURUSDm affix'],
    ['mEURUSD', 'mEURUSD affix'],
    ['EURUSDpro', 'EURUSDpro affix'],
    ['EURUSD-ECN', 'EURUSD-ECN affix'],
    ['EURUSD_i', 'EURUSD_i affix'],
    ['#EURUSD', '#EURUSD affix'],
    ['EUR/USD', 'EUR/USD affix'],
    ['eurusd', 'eurusd affix'],
    ['FX.EURUSD.x', 'FX.EURUSD.x affix'],
  ])('takes %s for EURUSD', (name, found) => {
    expect(names('EURUSD', row(name))).toEqual([found]);
  });

  it('takes no other word that only holds the name', () => {
    expect(names('XAUUSD', gold('GOLDMAN'), gold('MARIGOLD'), gold('XAUUSDT'))).toEqual([]);
    expect(names('US30', dow('PAYM'), dow('YMCA'), dow('US300'), dow('US30'))).toEqual([
      'US30 exact',
    ]);
    expect(names('EURUSD', row('NEURUSDX2'))).toEqual([]);
  });

  it('knows the names that brokers give the same thing', () => {
    expect(names('XAUUSD', gold('GOLD'), gold('GOLD.a'))).toEqual(['GOLD rename', 'GOLD.a rename']);
    expect(names('GOLD', gold('XAUUSD'))).toEqual(['XAUUSD rename']);
    expect(names('US30', dow('DJ30'), dow('WS30.cash'), dow('YM'), dow('#YM'))).toEqual([
      'DJ30 rename',
      'WS30.cash rename',
      'YM rename',
      '#YM rename',
    ]);
    const euro = (name: string): ServerSymbol => row(name, { profit: 'EUR', contractSize: 1 });
    expect(names('GER40', euro('DE40'), euro('DAX40.r'))).toEqual([
      'DE40 rename',
      'DAX40.r rename',
    ]);
    expect(names('NAS100', dow('USTEC'), dow('US100'))).toEqual(['USTEC rename', 'US100 rename']);
  });
});

describe('judgeSymbol', () => {
  it('confirms by currencies, digits and contract size', () => {
    expect(judgeSymbol('EURUSD', row(''))).toEqual({ verdict: 'confirmed', why: '' });
    expect(judgeSymbol('EURUSD', row('', { digits: 4 })).verdict).toBe('confirmed');
    expect(judgeSymbol('EURUSD', row('', { digits: 3, contractSize: 1000 }))).toEqual({
      verdict: 'doubtful',
      why: '3 digits, usual are 5, 1000 units a lot, usual are 100000',
    });
    expect(judgeSymbol('EURUSD', row('', { profit: 'JPY' }))).toEqual({
      verdict: 'another',
      why: 'it is EUR in JPY, not EUR in USD',
    });
  });

  it('knows pairs that are not shipped by their own names', () => {
    expect(judgeSymbol('EURNZD', row('', { profit: 'NZD' })).verdict).toBe('confirmed');
    expect(judgeSymbol('NZDJPY', row('', { base: 'NZD', profit: 'JPY', digits: 3 })).verdict).toBe(
      'confirmed',
    );
    expect(judgeSymbol('EURNZD', row('')).verdict).toBe('another');
  });

  it('lets a metal be counted from its quote currency, and an index in another one be a doubt', () => {
    expect(judgeSymbol('XAUUSD', gold('', { base: 'USD' })).verdict).toBe('confirmed');
    expect(judgeSymbol('XAUUSD', gold('', { profit: 'EUR' })).verdict).toBe('another');
    expect(judgeSymbol('XAUUSD', gold('', { base: 'XAG' })).verdict).toBe('another');
    expect(judgeSymbol('XAUUSD', gold('', { base: 'GOL' }))).toEqual({
      verdict: 'doubtful',
      why: 'its base is called GOL, not XAU',
    });
    expect(judgeSymbol('US30', { ...dow(''), profit: 'EUR' })).toEqual({
      verdict: 'doubtful',
      why: 'in EUR, not USD',
    });
  });

  it('knows what indices, oil and coins usually are', () => {
    const dax = row('', { base: 'EUR', profit: 'EUR', digits: 1, contractSize: 1 });
    expect(judgeSymbol('GER40', dax).verdict).toBe('confirmed');
    expect(judgeSymbol('DAX40', { ...dax, contractSize: 25 })).toEqual({
      verdict: 'doubtful',
      why: '25 units a lot, usual are 1',
    });
    expect(judgeSymbol('USTEC', dow('')).verdict).toBe('confirmed');
    const oil = row('', { base: 'USD', digits: 2, contractSize: 1000 });
    expect(judgeSymbol('WTI', oil).verdict).toBe('confirmed');
    const ether = row('', { base: 'ETH', digits: 2, contractSize: 1 });
    expect(judgeSymbol('ETHUSD', ether).verdict).toBe('confirmed');
    expect(judgeSymbol('ETHUSD', { ...ether, base: 'BTC' }).verdict).toBe('another');
  });

  it('says when it knows nothing', () => {
    expect(judgeSymbol('AAPL', row(''))).toEqual({
      verdict: 'doubtful',
      why: 'nothing is known to compare AAPL with',
    });
  });
});

describe('chooseSymbol', () => {
  it('takes the only one that is confirmed', () => {
    expect(choice('EURUSD', row('EURUSD.r'), row('GBPUSD.r'))).toBe('EURUSD.r');
    expect(choice('NAS100', dow('USTEC'), dow('US500'))).toBe('USTEC');
    expect(choice('XAUUSD', gold('GOLD'), gold('GOLDmicro', { contractSize: 1 }))).toBe('GOLD');
    expect(choice('EURUSD', row('EURUSD.r'), row('EURUSD.odd', { base: 'GBP' }))).toBe('EURUSD.r');
  });

  it('goes by the very name, unless that one is shut', () => {
    expect(choice('EURUSD', row('EURUSD.r'), row('EURUSD'))).toBe('EURUSD');
    const shut = row('EURUSD', { tradeMode: 'SYMBOL_TRADE_MODE_DISABLED' });
    expect(choice('EURUSD', row('EURUSD.r'), shut)).toBe('EURUSD.r');
    expect(choice('EURUSD', shut)).toBe('EURUSD');
  });

  it('makes two a question, and one that is unusual', () => {
    expect(choice('EURUSD', row('EURUSD.a'), row('EURUSD.b'))).toBe('? EURUSD.a EURUSD.b');
    expect(choice('XAUUSD', gold('GOLD'), gold('XAUUSD.r'))).toBe('? GOLD XAUUSD.r');
    expect(choice('EURUSD', row('EURUSDm', { contractSize: 1000 }))).toBe('? EURUSDm');
    expect(choice('AAPL', row('AAPL.us'))).toBe('? AAPL.us');
  });

  it('takes none whose currencies are others', () => {
    expect(choice('EURUSD', row('EURUSD.r', { base: 'GBP' }))).toBe('none EURUSD.r');
    expect(choice('EURUSD', row('GBPUSD'))).toBe('none');
  });
});
