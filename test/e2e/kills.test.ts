import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fact } from '../../src/agents/fact.ts';
import { emptyAccountState } from '../../src/agents/account-state.ts';
import { applyFact } from '../../src/agents/apply-fact.ts';
import type { BrokerBooksState } from '../../src/brokers/simulated/broker-state.ts';
import type { Position } from '../../src/execution/order.ts';
import { eagerAccount } from './eager-account.ts';
import { Panel } from './panel.ts';
import {
  eventually,
  expectRefused,
  pause,
  Program,
  removeFolder,
  stateFolder,
  tokenOf,
} from './program.ts';
import { accountFolder, brokerBooks, heldPositions, journalFacts } from './state-files.ts';

/** KIMI_KILLS=300 npx vitest run test/e2e/kills.test.ts */
const KILLS = Number(process.env['KIMI_KILLS'] ?? 6);
/** Ten minutes of the broker's market in a second: its clock runs on while the trader is dead. */
const SPEED = '600';
/** From before the journal is open until well into trading. */
const LONGEST_LIFE_MS = 5_000;

const state = stateFolder();
const brokerState = stateFolder();
const config = eagerAccount(state);
let broker: Program;
let address = '';

async function beginBroker(): Promise<void> {
  const where = ['--config', config, '--state', brokerState, '--port', '0', '--speed', SPEED];
  broker = new Program(['broker', ...where]);
  address = await eventually(() => {
    if (broker.isOver) throw new Error(broker.said);
    return /--broker (\S+)/.exec(broker.out)?.[1];
  }, 30_000);
}

function trade(): Program {
  const where = ['--port', '0', '--state', state, '--config', config, '--broker', address];
  return new Program(['start', ...where]);
}

beforeAll(beginBroker, 60_000);
afterAll(async () => {
  await broker.kill();
  removeFolder(state);
  removeFolder(brokerState);
});

/** Facts follow each other without a hole, and order numbers only ever rise. */
function expectWhole(facts: readonly Fact[]): void {
  expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, at) => at + 1));
  const numbers = facts.flatMap(({ body }) =>
    body.kind === 'order-intended' || body.kind === 'reduction-intended' ? [body.number] : [],
  );
  expect(numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0))).toBe(true);
}

/** At the broker an intent is at most one order, never of more volume, and never without a stop. */
function expectNoHarm(facts: readonly Fact[], books: BrokerBooksState): number {
  const intended = new Map<number, number>();
  for (const { body } of facts) {
    if (body.kind === 'order-intended') intended.set(body.magic, body.lots);
  }
  const opened = new Map<number, { lots: number; positions: Set<string> }>();
  for (const { entry, magic, lots, position } of books.ledger.deals) {
    if (entry !== 'in') continue;
    const known = opened.get(magic) ?? { lots: 0, positions: new Set() };
    known.lots += lots;
    known.positions.add(position);
    opened.set(magic, known);
  }
  for (const [magic, { lots, positions }] of opened) {
    expect(positions.size, `orders of ${magic}`).toBe(1);
    expect(lots, `volume of ${magic}`).toBeLessThanOrEqual((intended.get(magic) ?? 0) + 1e-9);
  }
  for (const { ticket, stopLoss, takeProfit } of heldPositions(books)) {
    expect(stopLoss, `stop of ${ticket}`).toBeGreaterThan(0);
    expect(takeProfit, `target of ${ticket}`).toBeGreaterThan(0);
  }
  return opened.size;
}

const line = ({ ticket, magic, symbol, side, lots, stopLoss, takeProfit }: Position): string =>
  [ticket, magic, symbol, side, lots, stopLoss, takeProfit].join(' ');

describe('the trading process is killed with -9 again and again, its broker lives on', () => {
  it(
    `and nothing is sent twice, too large, or without a stop (${KILLS} kills)`,
    async () => {
      let known: readonly Fact[] = [];
      let killedWhileStarting = 0;
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const program = trade();
        await pause(Math.random() * LONGEST_LIFE_MS);
        if (program.out === '') killedWhileStarting += 1;
        await program.kill();
        expect(program.said).not.toContain('fault');
        if (known.length === 0 && kill < 4) continue; // a journal may not have been made yet
        const facts = journalFacts(state);
        expectWhole(facts);
        expect(facts.slice(0, known.length)).toEqual(known);
        known = facts;
        expectNoHarm(facts, brokerBooks(brokerState));
      }
      const before = brokerBooks(brokerState).now;
      // Nobody trades, and its clock goes on.
      await eventually(() => brokerBooks(brokerState).now > before || undefined, 10_000);

      const last = trade();
      const panel = await Panel.of(last, state);
      await eventually(async () => {
        const { state: at, link } = await panel.account();
        return (at === 'running' && link.up) || undefined;
      }, 60_000);
      // On a busy machine no life before this one may have been long enough to trade.
      const opened = await eventually(
        () => expectNoHarm(journalFacts(state), brokerBooks(brokerState)) || undefined,
        120_000,
      );
      await Program.run(['stop', '--flatten', '--state', state]);
      await last.ended;
      const facts = journalFacts(state);
      const books = brokerBooks(brokerState);
      expectWhole(facts);
      expectNoHarm(facts, books);
      const folded = emptyAccountState();
      for (const fact of facts) applyFact(folded, fact);
      const held = [...folded.positions.values()].map(({ position }) => position);
      expect(held.map(line).toSorted()).toEqual(heldPositions(books).map(line).toSorted());
      expect(folded.balance).toBeCloseTo(books.ledger.balance, 2);
      // Whatever was decided in any of these lives is decided again.
      const replayed = await Program.run(['replay', accountFolder(state)]);
      expect(replayed).toMatchObject({ code: 0, err: '' });
      expect(replayed.out).toMatch(/SAME: all \d+ facts/);
      const lives = facts.filter(({ body }) => body.kind === 'session-started').length;
      const report = { kills: KILLS, killedWhileStarting, lives, opened, facts: facts.length };
      process.stdout.write(`${JSON.stringify(report)}\n`);
      expect(opened).toBeGreaterThan(0);
    },
    180_000 + KILLS * 20_000,
  );

  it('two processes on one set of books are refused, and so are other books', async () => {
    const first = trade();
    await Panel.of(first, state);
    const other = stateFolder();
    const args = ['--port', '0', '--state', other, '--config', config, '--broker', address];
    const second = new Program(['start', ...args]);
    const link = new URL(await second.link());
    const panel = new Panel(link.origin, tokenOf(other));
    await eventually(
      async () => (await panel.account()).detail.includes('another process trades') || undefined,
      20_000,
    );
    await second.kill();
    await first.stop();
    removeFolder(other);
    const alone = ['start', '--port', '0', '--state', state, '--config', config];
    expectRefused(await Program.run(alone), '--broker HOST:PORT');
  }, 120_000);
});
