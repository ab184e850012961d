import type { Layer } from '../chart/structure-shapes.ts';

export const chart = {
  title: 'Price',
  symbols: 'Symbol',
  timeframes: 'Timeframe',
  layers: 'Drawn in',
  layer: {
    'order-blocks': 'Order blocks',
    gaps: 'Gaps',
    breaks: 'Breaks',
    sweeps: 'Sweeps',
    swings: 'Swings',
    levels: 'Levels',
    sessions: 'Sessions',
    signals: 'Signals',
    trades: 'Trades',
  } satisfies Record<Layer, string>,
  zoneLabel: (kind: string, scope: string) => {
    const names: Readonly<Record<string, string>> = {
      'order-block': 'OB',
      breaker: 'breaker',
      fvg: 'FVG',
    };
    return scoped(names[kind] ?? kind, scope);
  },
  markLabel: { sweep: 'sweep' } as Readonly<Record<string, string>>,
  lineLabel: (kind: string, scope: string) => {
    const names: Readonly<Record<string, string>> = {
      bos: 'BOS',
      choch: 'CHoCH',
      mss: 'MSS',
      'equal-highs': 'equal highs',
      'equal-lows': 'equal lows',
      'liquidity-pool': 'liquidity',
      'period-high': 'high',
      'period-low': 'low',
    };
    const name = names[kind] ?? kind;
    if (kind.startsWith('period-')) return `${scope} ${name}`.trim();
    return kind === 'liquidity-pool' ? name : scoped(name, scope);
  },
  exit: 'exit',
  stop: 'Stop',
  target: 'Target',
  bid: 'Bid',
  ask: 'Ask',
  session: { tokyo: 'Tokyo', london: 'London', 'new-york': 'New York' },
  legend:
    'All that is drawn became known when a bar closed, and is never moved back. Not final yet: the pale last candle, which is still forming, and hollow swing dots, which a further swing may replace. Circles are signals: click one to read why it was or was not taken.',
  moreTimeframes: 'More timeframes',
  more: 'more …',
  builtFrom: (timeframe: string, from: string) =>
    `${timeframe} is gathered here from ${from} bars, as far back as these are kept. Structures are read on the agents’ own timeframes and are not drawn on it.`,
  loading: 'Loading bars …',
  noSymbol: 'This account has no symbol yet. Create an agent to watch one.',
  noBars: (symbol: string, timeframe: string) =>
    `No ${timeframe} bars of ${symbol} yet. They appear as soon as the first one closes.`,
  failed: (why: string) => `The bars could not be loaded. ${why}`,
  describe: (symbol: string, timeframe: string) =>
    `Candlestick chart of ${symbol}, ${timeframe}, with structure and trades drawn in`,
};

/** Internal structure, the small scale, is told from the large one by an `i` before its name. */
function scoped(name: string, scope: string): string {
  return scope === 'internal' ? `i${name}` : name;
}
