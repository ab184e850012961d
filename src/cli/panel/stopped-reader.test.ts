import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FactBody } from '../../agents/fact.ts';
import { SqliteJournal } from '../../journal/sqlite-journal.ts';
import type { AccountName, Lots, Money, SymbolName, UtcMs } from '../../market/units.ts';
import type { Magic, Ticket } from '../../execution/order.ts';
import { Program, removeFolder, stateFolder } from '../../../test/e2e/program.ts';
import { EXIT } from '../exit-codes.ts';

const state = stateFolder();
afterAll(() => removeFolder(state));

const ACCOUNT = {
  currency: 'SIM',
  balance: 10_000,
  equity: 10_000,
  margin: 0,
  freeMargin: 10_000,
  leverage: 30,
  tradeMode: 'simulated',
};

const POSITION = {
  ticket: '7' as Ticket,
  magic: 1 as Magic,
  symbol: 'EURUSD' as SymbolName,
  side: 'buy',
  lots: 0.1 as Lots,
  openPrice: 1.1,
  openedAt: 1000 as UtcMs,
  stopLoss: 1.09,
  takeProfit: 1.12,
  swap: 0 as Money,
  comment: '',
};

const session = (mode: string): object => ({ kind: 'session-started', mode, version: '1' });
const books = (positions: readonly object[]): object => ({
  kind: 'reconciled',
  account: ACCOUNT,
  positions,
  orders: [],
  differences: [],
});
const day = { kind: 'day-started', day: '2026-01-06', baseline: 10_000, limit: 9800, endsAt: 5000 };

/** A journal of these facts, as a program that has ended leaves it. */
function journalOf(name: string, bodies: readonly object[]): void {
  const folder = join(state, 'accounts', name);
  mkdirSync(folder, { recursive: true });
  const account = name as AccountName;
  const journal = SqliteJournal.open(join(folder, 'journal.sqlite'), account);
  journal.append(
    bodies.map((body, at) => ({
      seq: at + 1,
      account,
      time: (1000 + at) as UtcMs,
      body: body as FactBody,
    })),
  );
  journal.commit(1);
  journal.close();
}

beforeAll(() => {
  journalOf('flat', [session('simulated'), day, books([])]);
  journalOf('held', [session('simulated'), day, books([POSITION])]);
});

const run = (...args: readonly string[]) => Program.run([...args, '--state', state], state);

describe('with nothing running', () => {
  it('tells what the journal knows and says where it comes from', async () => {
    const { code, out, err } = await run('status', '--account', 'flat');
    expect({ code, err }).toEqual({
      code: 0,
      err: 'kimi-agent: nothing runs on this state folder; this is what its journal says\n',
    });
    expect(out).toContain('SIMULATED account flat, money is SIM, nothing here is real: stopped');
    expect(out).toContain('Can still be lost 200.00 SIM today, counted on the balance');
  });

  it('claims to know nothing of what may have moved since', async () => {
    const { out } = await run('status', '--account', 'held');
    expect(out).toContain('Can still be lost unknown');
    expect(out).toContain('equity is not known while nothing runs');
    const listed = await run('positions', '--json');
    const { source, positions } = JSON.parse(listed.out) as {
      source: string;
      positions: { ticket: string; profit: number | null }[];
    };
    expect(source).toBe('journal');
    expect(positions).toMatchObject([{ ticket: '7', profit: null, account: 'held' }]);
  });

  it('does not act, and says what to do', async () => {
    const { code, err } = await run('close', '7');
    expect(code).toBe(EXIT.notRunning);
    expect(err).toContain('No program runs on the state folder');
  });
});
