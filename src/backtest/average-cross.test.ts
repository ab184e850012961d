import { describe, expect, test } from 'vitest';
import { NO_SWAP, type SwapTerms } from '../market/swap-terms.ts';
import {
  AverageCross,
  hasPeerData,
  instrumentOf,
  peerQuotes,
  shortRate,
} from './average-cross-fixture.ts';

/** The file's rates are of a year of 365 days, MetaTrader's of 360. */
const YEAR = 360 / 365;

function bySide(difference: number): SwapTerms {
  const long = difference * YEAR;
  return { mode: 'interest-current', long, short: -long, nights: [0, 1, 1, 3, 1, 1, 0] };
}

function oneWay(difference: number): SwapTerms {
  const both = -difference * YEAR;
  return { mode: 'interest-current', long: both, short: both, nights: [1, 1, 1, 3, 1, 3, 0] };
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;

describe.skipIf(!hasPeerData)(
  'the crosses that a peer publishes (skipped without market data)',
  () => {
    test('USDJPY of February 2013 on M15', () => {
      const quotes = peerQuotes('usdjpy', 2013);
      expect(quotes).toHaveLength(115_044);
      const cross = new AverageCross(instrumentOf('usdjpy', { swap: NO_SWAP }), 'M15', true).run(
        quotes,
      );
      expect([cross.bars, cross.orders, cross.deals.length]).toEqual([2689, 178, 178]);
      expect(cross.deals.filter(({ entry }) => entry === 'out')).toHaveLength(89);
      const commission = cross.deals.reduce((sum, deal) => sum + deal.commission, 0);
      expect(cents(commission)).toBe(-178 * 20);
      // Yen turned into dollars at the exit price itself, as the peer does.
      expect(cents(1_000_000 + commission + cross.profitAtExitPrice)).toBe(996_755.53);
      // Gains sold and losses bought at the side a broker uses cost a little more.
      expect(cross.broker.account().balance).toBe(996_751.48);
    });

    test.each([
      ['as MetaTrader charges it, by side, on Wednesday three nights', bySide, -8.04],
      [
        'as the peer books it, whatever the side, on Wednesday and Friday three nights',
        oneWay,
        52.36,
      ],
    ])('rollover interest, %s', (_, terms, interest) => {
      const swap = terms(shortRate('USA', '2013-02') - shortRate('JPN', '2013-02'));
      const cross = new AverageCross(instrumentOf('usdjpy', { swap }), 'M15', true);
      cross.run(peerQuotes('usdjpy', 2013));
      expect(cents(cross.deals.reduce((sum, deal) => sum + deal.swap, 0))).toBe(interest);
    });

    test('GBPUSD of February 2012 on M1', () => {
      const quotes = peerQuotes('gbpusd', 2012);
      const cross = new AverageCross(instrumentOf('gbpusd', { swap: NO_SWAP }), 'M1', false);
      cross.run(quotes);
      expect([cross.bars, cross.orders, cross.deals.length]).toEqual([30_117, 2984, 2984]);
      expect(cross.deals.filter(({ entry }) => entry === 'out')).toHaveLength(1492);
    });
  },
);
