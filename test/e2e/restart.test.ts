import { afterAll, describe, expect, it } from 'vitest';
import type { Fact } from '../../src/agents/fact.ts';
import type { PositionView } from '../../src/api/views.ts';
import type { BrokerBooksState } from '../../src/brokers/simulated/broker-state.ts';
import type { Position } from '../../src/execution/order.ts';
import { busyAccount } from './busy-account.ts';
import { Panel } from './panel.ts';
import { eventually, pause, Program, removeFolder, stateFolder } from './program.ts';
import { brokerBooks, heldPositions, journalFacts } from './state-files.ts';

const KILLS = 5;
/** An hour of the market in a second: positions come and go while one looks. */
const FAST = '3600';

const state = stateFolder();
const config = busyAccount(state);
let program: Program | undefined;

async function begin(speed: string): Promise<Panel> {
  const where = ['--port', '0', '--state', state, '--config', config];
  program = new Program(['start', ...where, '--speed', speed]);
  return Panel.of(program, state);
}

afterAll(async () => {
  await program?.kill();
  removeFolder(state);
});

/** What the broker closed by itself between its books' time and the account's restart. */
function closedSince(facts: readonly Fact[], seq: number): Set<string> {
  const closed = new Set<string>();
  for (const { seq: at, body } of facts) {
    if (at > seq && body.kind === 'deal' && body.remaining === 0) closed.add(body.deal.position);
  }
  return closed;
}

function numbersOf(facts: readonly Fact[]): number[] {
  return facts.flatMap(({ body }) =>
    body.kind === 'order-intended' || body.kind === 'reduction-intended' ? [body.number] : [],
  );
}

/** Order numbers only ever rise, and facts follow each other without a hole. */
function expectWhole(facts: readonly Fact[]): void {
  expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, at) => at + 1));
  const numbers = numbersOf(facts);
  expect(numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0))).toBe(true);
  for (let at = 1; at < facts.length; at += 1) {
    expect(facts[at]?.time).toBeGreaterThanOrEqual(facts[at - 1]?.time ?? 0);
  }
}

/** No order was carried out twice, and the journal knew each before the broker did. */
function expectNoDuplicate(facts: readonly Fact[], books: BrokerBooksState): void {
  const intended = new Set<number>();
  for (const { body } of facts) if (body.kind === 'order-intended') intended.add(body.magic);
  const opened = books.ledger.deals.filter(({ entry }) => entry === 'in').map(({ magic }) => magic);
  expect(opened.length).toBeGreaterThan(0);
  expect(new Set(opened).size).toBe(opened.length);
  expect(opened.filter((magic) => !intended.has(magic))).toEqual([]);
}

const inBooks = ({ ticket, magic, symbol, side, lots, stopLoss, takeProfit }: Position) =>
  [ticket, magic, symbol, side, lots, stopLoss, takeProfit].join(' ');

const inPanel = ({ ticket, magic, symbol, type, volume, sl, tp }: PositionView) =>
  [ticket, magic, symbol, type, volume, sl, tp].join(' ');

describe('killed with -9 in mid-trade and started again', () => {
  let survivors = 0;

  it.for(Array.from({ length: KILLS }, (_, at) => at + 1))(
    'knows its positions, its money and its numbers (kill %i)',
    { timeout: 90_000 },
    async () => {
      const running = await begin(FAST);
      await eventually(async () => (await running.positions())[0], 60_000);
      await pause(Math.random() * 300);
      await program?.kill();

      const books = brokerBooks(state);
      const held = heldPositions(books);
      const before = journalFacts(state);
      expectWhole(before);
      expectNoDuplicate(before, books);
      const { seq = 0, time = 0 } = before.at(-1) ?? {};

      const again = await begin('1');
      const [account, positions] = [await again.account(), await again.positions()];
      expect(account).toMatchObject({ state: 'running', link: { up: true } });
      expect(account.serverTime).toBeGreaterThanOrEqual(Math.max(time, books.now));
      expect(account.balance).toBe(brokerBooks(state).ledger.balance);
      expect(positions.every(({ ours }) => ours)).toBe(true);
      await program?.kill();

      const after = journalFacts(state);
      expectWhole(after);
      expectNoDuplicate(after, brokerBooks(state));
      expect(after.slice(0, before.length)).toEqual(before);
      const closed = closedSince(after, seq);
      const kept = held.filter(({ ticket }) => !closed.has(ticket));
      survivors += kept.length;
      expect(positions.map(inPanel).toSorted()).toEqual(kept.map(inBooks).toSorted());
      expect(kept.every(({ stopLoss, takeProfit }) => stopLoss > 0 && takeProfit > 0)).toBe(true);
      // Reading the books found everything explained by the broker's own record: nothing foreign.
      const [reconciled] = after.filter((one) => one.seq > seq && one.body.kind === 'reconciled');
      expect(reconciled).toBeDefined();
    },
  );

  it('did so with positions really open', () => {
    expect(survivors).toBeGreaterThan(KILLS / 2);
  });

  it('ends in good order when it is told to', async () => {
    const running = await begin(FAST);
    const before = await running.account();
    const { code, out, err } = await (program as Program).stop();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('stopping; open positions keep their stops');
    const facts = journalFacts(state);
    expectWhole(facts);
    expect(facts.length).toBeGreaterThanOrEqual(before.lastSeq);
    expect(numbersOf(facts).length).toBeGreaterThan(KILLS);
    const balance = facts.findLast(({ body }) => body.kind === 'deal')?.body;
    expect(balance).toMatchObject({ balance: brokerBooks(state).ledger.balance });
  }, 60_000);
});
