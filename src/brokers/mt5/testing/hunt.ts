import { expect } from 'vitest';
import { isFinal } from '../../../execution/order.ts';
import { HuntedAccount, type HuntedLine, type Luck } from './hunted-account.ts';

const BARS = 8;

/** What a seed has lived through: an order that was sent twice, or one that nobody accounts for. */
export async function hunt(
  seed: number,
  lineOf: (luck: Luck) => Promise<HuntedLine>,
): Promise<HuntedAccount> {
  const hunted = await HuntedAccount.begin(seed, lineOf);
  try {
    for (let bar = 0; bar < BARS; bar += 1) {
      await hunted.bar();
      await hunted.target();
    }
    await hunted.rest();
    const { sent, simulated } = hunted.line;
    const twice = [...sent].filter(([, times]) => times > 1);
    expect(twice, `seed ${seed}: sent twice`).toEqual([]);
    const { ledger, books } = simulated.snapshot();
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

/** How often each fault happened over all that were hunted. */
export function tally(hunts: readonly HuntedAccount[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const { killed, line } of hunts) {
    for (const [what, times] of Object.entries({
      ...line.happened,
      killed,
      sent: line.sent.size,
    })) {
      sum[what] = (sum[what] ?? 0) + times;
    }
  }
  return sum;
}
