import { describe, expect, test } from 'vitest';
import type { OrderNumber, OrderState } from '../execution/order.ts';
import type { Money, UtcMs } from '../market/units.ts';
import type { OrderRecord } from './account-state.ts';
import { beginTradeDay, countFate, countIntended, countOutcome, noTrades } from './trade-count.ts';

const order = (state: OrderState, intendedAt: number): OrderRecord =>
  ({ number: 1 as OrderNumber, state, intendedAt }) as OrderRecord;

describe('the count of trades', () => {
  test('takes back what came to nothing, and counts again what shows up after all', () => {
    const count = noTrades();
    beginTradeDay(count, 1_000 as UtcMs);
    countIntended(count);
    countIntended(count);
    countFate(count, order('absent', 1_500), 'unknown');
    expect(count.openedToday).toBe(1);
    countFate(count, order('filled', 1_500), 'absent');
    expect(count.openedToday).toBe(2);
    countFate(count, order('filled', 1_500), 'working');
    expect(count.openedToday).toBe(2);
  });

  test('leaves a new day alone when an order of the day before is refused', () => {
    const count = noTrades();
    countIntended(count);
    beginTradeDay(count, 2_000 as UtcMs);
    countFate(count, order('rejected', 1_500), 'intended');
    expect(count.openedToday).toBe(0);
  });

  test('a run of losses goes on over midnight and ends with a trade that did not lose', () => {
    const count = noTrades();
    countOutcome(count, -1 as Money, 10 as UtcMs);
    beginTradeDay(count, 20 as UtcMs);
    countOutcome(count, -0.01 as Money, 30 as UtcMs);
    expect(count).toMatchObject({ lossesInARow: 2, lastLossAt: 30 });
    countOutcome(count, 0 as Money, 40 as UtcMs);
    expect(count).toMatchObject({ lossesInARow: 0, lastLossAt: 30 });
  });
});
