import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoppedAccount } from '../../src/cli/trade/emergency-report.ts';
import { eagerAccount } from './eager-account.ts';
import { Panel } from './panel.ts';
import { eventually, Program, removeFolder, stateFolder } from './program.ts';
import { accountFolder, brokerBooks, heldPositions, journalFacts } from './state-files.ts';

const state = stateFolder();
const brokerState = stateFolder();
const config = eagerAccount(state);
const journal = join(accountFolder(state), 'journal.sqlite');
let broker: Program;
let address = '';

const digest = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

beforeAll(async () => {
  const where = ['--config', config, '--state', brokerState, '--port', '0', '--speed', '600'];
  broker = new Program(['broker', ...where]);
  address = await eventually(() => {
    if (broker.isOver) throw new Error(broker.said);
    return /--broker (\S+)/.exec(broker.out)?.[1];
  }, 30_000);
}, 60_000);

afterAll(async () => {
  await broker.kill();
  removeFolder(state);
  removeFolder(brokerState);
});

/** Trade until something is open, then end in good order: the whole journal is in one file. */
async function tradeUntilOpen(): Promise<void> {
  const where = ['--port', '0', '--state', state, '--config', config, '--broker', address];
  const program = new Program(['start', ...where]);
  const panel = await Panel.of(program, state);
  await eventually(async () => (await panel.positions())[0], 60_000);
  await program.stop();
}

/** Other bytes in the middle of what an old fact says. */
function damage(): void {
  const bytes = readFileSync(journal);
  const at = bytes.indexOf('"kind":"order-intended"');
  expect(at).toBeGreaterThan(0);
  bytes.fill(0x21, at + 30, at + 60);
  writeFileSync(journal, bytes);
}

describe('an emergency stop with a damaged journal', { timeout: 120_000 }, () => {
  it('sets it aside, tells the loss, closes everything, and reuses no number', async () => {
    await tradeUntilOpen();
    const numbers = journalFacts(state).flatMap(({ body }) =>
      body.kind === 'order-intended' || body.kind === 'reduction-intended' ? [body.number] : [],
    );
    const highest = Math.max(...numbers);
    damage();
    const before = digest(journal);
    const args = ['emergency-stop', '--state', state, '--yes', '--json'];
    const { code, out, err } = await Program.run(args);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    const report = JSON.parse(out) as { success: boolean; accounts: StoppedAccount[] };
    expect(report.success).toBe(true);
    const [main] = report.accounts;
    expect(main).toMatchObject({ account: 'main', outcome: 'done', stillOpen: [] });
    const lost = main?.lost.join('\n') ?? '';
    expect(lost).toContain('journal.sqlite.damaged-1');
    expect(lost).toMatch(/the journal has lost its last \d+ facts/);

    expect(heldPositions(brokerBooks(brokerState))).toEqual([]);
    expect(digest(`${journal}.damaged-1`)).toBe(before);
    const anew = journalFacts(state);
    const aside = anew.findIndex(
      ({ body }) => body.kind === 'fault' && body.detail.includes('damaged-1'),
    );
    expect(aside).toBeGreaterThan(-1);
    for (const { body } of anew.slice(aside)) {
      if (body.kind === 'reduction-intended') expect(body.number).toBeGreaterThan(highest);
      expect(body.kind).not.toBe('order-intended');
    }
  });

  it('the next start trades nothing by itself, and goes on with the new journal', async () => {
    const where = ['--port', '0', '--state', state, '--config', config, '--broker', address];
    const program = new Program(['start', ...where]);
    const panel = await Panel.of(program, state);
    const agents = await panel.agents();
    expect(agents.every((agent) => agent.state === 'STOPPED')).toBe(true);
    await program.stop();
  });
});
