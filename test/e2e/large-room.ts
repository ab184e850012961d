import { MemoryRoom } from '../../src/api/test/memory-room.ts';
import type { CandlesView, StructureView } from '../../src/api/views.ts';

const MINUTE_MS = 60_000;
const BEGINS = Date.UTC(2026, 0, 5);
const BARS = 10_000;
const STRUCTURES = 300;
const KINDS = ['order-block', 'fvg', 'bos', 'sweep', 'swing-high', 'liquidity-pool'] as const;

/** A wave that is the same each time, with something of every size in it. */
function priceAt(bar: number): number {
  return 1.1 + 0.01 * Math.sin(bar / 400) + 0.003 * Math.sin(bar / 37) + 0.0006 * Math.sin(bar * 3);
}

export type BarTuple = [number, number, number, number, number, number];

export function barAt(bar: number): BarTuple {
  const open = priceAt(bar);
  const close = priceAt(bar + 1);
  const high = Math.max(open, close) + 0.0002;
  const low = Math.min(open, close) - 0.0002;
  return [BEGINS + bar * MINUTE_MS, open, high, low, close, 50];
}

function structureAt(index: number): StructureView {
  // The newest lie close together, so that hundreds of them are in view at once.
  const bar = BARS - 900 + index * 3;
  const level = priceAt(bar);
  const kind = KINDS[index % KINDS.length] ?? 'fvg';
  const isZone = kind === 'order-block' || kind === 'fvg';
  return {
    id: index + 1,
    kind,
    direction: index % 2 === 0 ? 'bullish' : 'bearish',
    time: BEGINS + bar * MINUTE_MS,
    confirmedTime: BEGINS + (bar + 4) * MINUTE_MS,
    ...(isZone ? { top: level + 0.0008, bottom: level - 0.0008 } : { level }),
    scope: index % 3 === 0 ? 'swing' : 'internal',
  };
}

/** A symbol with ten thousand candles and three hundred structures, for a page to show. */
export class LargeRoom extends MemoryRoom {
  readonly bars = BARS;

  constructor() {
    super('main');
    const symbols = [{ symbol: 'EURUSD', digits: 5, timeframe: 'M1' }];
    this.setAccount('main', { symbols, serverTime: BEGINS + BARS * MINUTE_MS });
  }

  override candles(account: string, symbol: string, timeframe: string): CandlesView | undefined {
    if (symbol !== 'EURUSD' || timeframe !== 'M1') return undefined;
    const bars = Array.from({ length: BARS }, (_, bar) => barAt(bar));
    const structures = Array.from({ length: STRUCTURES }, (_, index) => structureAt(index));
    const gathered = { forming: null, built_from: null };
    return { account, symbol, timeframe, bars, ...gathered, structures, trades: [] };
  }
}
