import { describe, expect, it } from 'vitest';
import { bar, scriptedSetup } from './replay-fixture.ts';
import { BacktestRunner } from '../../backtest/runner.ts';
import { bracketMarkets } from './bracket-market.ts';
import { isReproduced, measured } from './measured-trade.ts';
import { TradeReplay } from './trade-replay.ts';

describe('the replay of trades', () => {
  it('finds every trade of the runner again, on random bars and on both sides', () => {
    for (const seed of [1, 2, 3]) {
      const setup = scriptedSetup(seed);
      const { trades } = new BacktestRunner(setup).run();
      const replay = new TradeReplay(bracketMarkets(setup));
      expect(trades.length).toBeGreaterThan(100);
      expect(new Set(trades.map(({ side }) => side)).size).toBe(2);
      const missed = trades.filter((trade) => {
        const replayed = replay.replay(trade);
        return !replayed || !isReproduced(replayed);
      });
      expect(missed).toEqual([]);
    }
  });

  it('mirrors stop and target about the other side of the quote', () => {
    const setup = scriptedSetup(1);
    const [symbol, market] = [...bracketMarkets(setup)][0] ?? [];
    if (!symbol || !market) throw new Error('no market');
    // Bid 1.1000, spread 10 points. A buy at 1.1010: stop 1.0990, target 1.1050. Its mirror sells at
    // 1.1000: stop 1.1020, target 1.0960. Price goes to 1.0985, then to 1.0940.
    const bars = [
      bar(0, 1.1, 1.1, 1.1, 1.1),
      bar(1, 1.1, 1.1, 1.0985, 1.0985),
      bar(2, 1.0985, 1.0985, 1.094, 1.094),
    ];
    const own = new Map([
      [symbol, { ...market, bars: setup.barsOf(bars), spreadPoints: () => 100 }],
    ]);
    const trade = setup.tradeAt(bar(0, 1, 1, 1, 1).time, 1.101, 1.099, 1.105);
    const replayed = new TradeReplay(own).replay(trade);
    expect(replayed?.end).toMatchObject({ exit: 'stop-loss', closePrice: 1.099 });
    expect(replayed?.same).toBeCloseTo(-1, 10);
    // 1.1000 to 1.0960 is 40 pips against 20 pips of risk
    expect(replayed?.other).toBeCloseTo(2, 10);
    const whole = measured(trade, replayed);
    expect(whole.mae).toBeCloseTo(-1, 10);
    // the best price it could have been closed at is the bid it was opened beside
    expect(whole.mfe).toBeCloseTo(0, 10);
  });

  it('has nothing to say of a trade without a stop or without bars', () => {
    const setup = scriptedSetup(1);
    const replay = new TradeReplay(bracketMarkets(setup));
    const trade = setup.tradeAt(bar(0, 1, 1, 1, 1).time, 1.1, 0, 0);
    expect(replay.replay(trade)).toBeUndefined();
    expect(measured(trade, undefined)).toMatchObject({ mae: null, mfe: null, spreadCost: null });
  });
});
