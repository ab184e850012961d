import { expect, it } from 'vitest';
import type { WatchedTrade } from '../agents/trade-ledger.ts';
import { excursionInMoney } from './excursion-in-money.ts';

/** A buy of a lot at 1.1 with its stop 100 points below: 100 for each of them. */
const trade = (changes: Partial<Record<keyof WatchedTrade, unknown>> = {}): WatchedTrade =>
  ({
    side: 'buy',
    openedAt: 1_000_000,
    openPrice: 1.1,
    closePrice: 1.102,
    stopLoss: 1.099,
    risk: 107,
    gross: 200,
    commission: -7,
    excursion: { worst: 1.0995, best: 1.103, since: 1_000_500 },
    ...changes,
  }) as WatchedTrade;

it('is what the prices that were seen would have brought', () => {
  expect(excursionInMoney(trade())).toEqual({ mae: -50, mfe: 300 });
  const sold = { side: 'sell', closePrice: 1.098, stopLoss: 1.101 };
  const seen = { worst: 1.1005, best: 1.0975, since: 1_000_500 };
  expect(excursionInMoney(trade({ ...sold, excursion: seen }))).toEqual({ mae: -50, mfe: 250 });
});

it('is never a gain at its worst and never a loss at its best', () => {
  const won = trade({ excursion: { worst: 1.1001, best: 1.102, since: 1_000_500 } });
  expect(excursionInMoney(won)).toEqual({ mae: 0, mfe: 200 });
});

it('takes the worth of a price from the risk where the trade ended at its entry', () => {
  const even = trade({ closePrice: 1.1, gross: 0 });
  expect(excursionInMoney(even)).toEqual({ mae: -50, mfe: 300 });
  expect(excursionInMoney({ ...even, stopLoss: 0, risk: 0 as never }).mae).toBeNull();
});

it('claims nothing of a position that was watched only from later on', () => {
  const late = trade({ excursion: { worst: 1.0995, best: 1.103, since: 1_070_000 } });
  expect(excursionInMoney(late)).toEqual({ mae: null, mfe: null });
  const { excursion: _, ...unseen } = trade();
  expect(excursionInMoney(unseen)).toEqual({ mae: null, mfe: null });
});
