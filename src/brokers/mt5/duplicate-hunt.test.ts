import { describe, expect, it } from 'vitest';
import { isFinal } from '../../execution/order.ts';
import { HuntedAccount } from './testing/hunted-account.ts';

const SEEDS = Number(process.env['KIMI_HUNT_SEEDS'] ?? 12);
const BARS = 8;

/** What a seed has lived through: an order that was sent twice, or one that nobody accounts for. */
async function hunt(seed: number): Promise<HuntedAccount> {
  const hunted = await HuntedAccount.begin(seed);
  try {
    for (let bar = 0; bar < BARS; bar += 1) {
      await hunted.bar();
      await hunted.target();
    }
    await hunted.rest();
    const { sent } = hunted.linked.books;
    const twice = [...sent].filter(([, times]) => times > 1);
    expect(twice, `seed ${seed}: sent twice`).toEqual([]);
    const { ledger, books } = hunted.linked.simulated.snapshot();
    const opened = ledger.deals.filter(({ entry }) => entry === 'in').map(({ magic }) => magic);
    expect(new Set(opened).size, `seed ${seed}: filled twice`).toBe(opened.length);
    const taken = hunted.facts.filter(({ body }) => body.kind === 'signal' && body.verdict.taken);
    const intended = hunted.facts.filter(({ body }) => body.kind === 'order-intended');
    expect(intended.length, `seed ${seed}: orders beyond the signals`).toBe(taken.length);
    expect(opened.length).toBeLessThanOrEqual(taken.length);
    const open = [...hunted.state.orders.values()].filter(({ state }) => !isFinal(state));
    expect(
      open.map(({ number, state }) => `${number} ${state}`),
      `seed ${seed}: no end`,
    ).toEqual([]);
    const held = books.flatMap(({ positions }) => positions.map(({ position }) => position.ticket));
    expect([...hunted.state.positions.keys()], `seed ${seed}: books`).toEqual(held);
    return hunted;
  } finally {
    await hunted.end();
  }
}

describe('core, gateway and terminal over a line that breaks', () => {
  it(
    `send and fill nothing twice and know the end of every order (${SEEDS} seeds)`,
    { timeout: 120_000 + SEEDS * 5_000 },
    async () => {
      const happened = { cutBefore: 0, cutAfter: 0, killed: 0, sent: 0 };
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const hunted = await hunt(seed);
        happened.cutBefore += hunted.happened.cutBefore;
        happened.cutAfter += hunted.happened.cutAfter;
        happened.killed += hunted.happened.killed;
        happened.sent += hunted.linked.books.sent.size;
      }
      // A hunt in which nothing breaks proves nothing.
      expect(Object.entries(happened).filter(([, times]) => times < SEEDS / 4)).toEqual([]);
    },
  );
});
