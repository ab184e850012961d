import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { bosChoch } from './bos-choch.ts';
import { fvg } from './fvg.ts';
import { liquidity } from './liquidity.ts';
import { orderBlocks } from './order-blocks.ts';
import { PREVIOUS_PERIODS, previousHighLow } from './previous-high-low.ts';
import { retracements } from './retracements.ts';
import { sessions } from './sessions.ts';
import { swingHighsLows } from './swing-highs-lows.ts';
import { randomFiles } from './testing/bars.ts';
import { naiveBosChoch, naiveFvg, naiveOrderBlocks, naiveSwings } from './testing/naive.ts';
import type { Cells } from './testing/naive.ts';
import {
  naiveLiquidity,
  naivePrevious,
  naiveRetracements,
  naiveSessions,
} from './testing/naive-ranges.ts';

/** Text of each column: joins NaN, zero of either sign, and numbers exactly. */
function texts(table: object, like: Cells): Record<string, string> {
  const columns = table as Record<string, ArrayLike<number>>;
  return Object.fromEntries(
    Object.keys(like).map((name) => [name, Array.from(columns[name] ?? []).join(' ')]),
  );
}

function expectSame(table: object, naive: Cells): void {
  expect(texts(table, naive)).toEqual(texts(naive, naive));
}

const swingLengths = fc.integer({ min: 1, max: 4 });
const RUNS = { numRuns: 400 };

describe('the fast functions equal a literal reading on random bars', () => {
  test.prop([randomFiles, fc.boolean()], RUNS)('fair value gaps', ({ bars }, join) => {
    expectSame(fvg(bars, join), naiveFvg(bars, join));
  });

  test.prop([randomFiles, swingLengths], RUNS)('swings', ({ bars }, length) => {
    expectSame(swingHighsLows(bars, length), naiveSwings(bars, length));
  });

  test.prop([randomFiles, swingLengths, fc.boolean()], RUNS)(
    'breaks',
    ({ bars }, length, close) => {
      const naive = naiveBosChoch(bars, naiveSwings(bars, length), close);
      expectSame(bosChoch(bars, swingHighsLows(bars, length), close), naive);
    },
  );

  test.prop([randomFiles, swingLengths, fc.boolean()], RUNS)('blocks', ({ bars }, length, body) => {
    const naive = naiveOrderBlocks(bars, naiveSwings(bars, length), body);
    expectSame(orderBlocks(bars, swingHighsLows(bars, length), body), naive);
  });

  test.prop([randomFiles, swingLengths, fc.constantFrom(0, 0.01, 0.1, 0.3)], RUNS)(
    'liquidity',
    ({ bars }, length, share) => {
      const naive = naiveLiquidity(bars, naiveSwings(bars, length), share);
      expectSame(liquidity(bars, swingHighsLows(bars, length), share), naive);
    },
  );

  test.prop([randomFiles, fc.constantFrom(...PREVIOUS_PERIODS)], RUNS)(
    'previous highs and lows',
    ({ bars, wall }, period) => {
      expectSame(previousHighLow(bars, wall, period), naivePrevious(bars, wall, period));
    },
  );

  const clocks = fc.constantFrom('00:00', '06:15', '12:00', '18:30', '23:45');
  test.prop([randomFiles, clocks, clocks], RUNS)('sessions', ({ bars, wall }, start, end) => {
    const table = sessions(bars, wall, 'Custom', start, end);
    expectSame(table, naiveSessions(bars, wall, start, end));
  });

  test.prop([randomFiles, swingLengths], RUNS)('retracements', ({ bars }, length) => {
    const naive = naiveRetracements(bars, naiveSwings(bars, length));
    expectSame(retracements(bars, swingHighsLows(bars, length)), naive);
  });
});
