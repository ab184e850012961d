import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agentOf, storyOf } from '../../api/test/sample-views.ts';
import { EXIT } from '../exit-codes.ts';
import { PanelProgram } from '../test/panel-program.ts';

const ID = 'main:EURUSD:M5:1767700500000:buy';
const program = new PanelProgram('main', 'spare');
const { room } = program;

beforeAll(() => program.open());
afterAll(() => program.close());
beforeEach(() => {
  room.agentList = [agentOf('main', 'EURUSD')];
  room.waitingList = [
    { account: 'main', signal: storyOf('main', ID).signal, since: 1000, until: 2000 },
  ];
  room.handedIn.length = 0;
});

const commands = () => room.handedIn.map(({ account, command }) => ({ account, ...command }));

describe('agents', () => {
  it('creates, stops and restarts one, options before or after the verb', async () => {
    const made = await program.run('agents', 'create', 'GBPUSD', '--account', 'main');
    expect(made).toEqual({ code: 0, out: 'main GBPUSD: Agent for GBPUSD started.\n', err: '' });
    const stopped = await program.run('agents', '--account', 'main', 'stop', 'EURUSD', '--json');
    expect(JSON.parse(stopped.out)).toEqual({
      success: true,
      account: 'main',
      symbol: 'EURUSD',
      message: 'Agent for EURUSD is STOPPED.',
    });
    await program.run('agents', 'restart', 'EURUSD', '--account', 'main');
    expect(commands()).toEqual([
      { account: 'main', type: 'create-agent', symbol: 'GBPUSD' },
      { account: 'main', type: 'stop-agent', symbol: 'EURUSD' },
      { account: 'main', type: 'restart-agent', symbol: 'EURUSD' },
    ]);
  });

  it('does not guess which of several accounts is meant', async () => {
    const { code, err } = await program.run('agents', 'create', 'GBPUSD');
    expect(code).toBe(EXIT.badInput);
    expect(err).toContain('main, spare');
    expect(room.handedIn).toEqual([]);
  });

  it('tells what the program says of a symbol without an agent', async () => {
    const { code, err } = await program.run('agents', 'stop', 'XAUUSD', '--account', 'main');
    expect({ code, err }).toEqual({
      code: EXIT.badInput,
      err: 'kimi-agent: There is no agent for XAUUSD.\n',
    });
  });

  it('shows settings and who set them; changes and a reset are one command each', async () => {
    const settings = ['agents', 'settings', 'EURUSD', '--account', 'main'];
    const { out } = await program.run(...settings);
    expect(out).toContain('risk_per_trade_pct           1           1  the configuration');
    expect(room.handedIn).toEqual([]);
    await program.run(...settings, '--risk', '0.5');
    await program.run(...settings, '--reset');
    expect(commands().map((one) => 'change' in one && one.change)).toEqual([
      { risk_per_trade_pct: 0.5 },
      { confidence_threshold: null, risk_per_trade_pct: null },
    ]);
    const both = await program.run(...settings, '--reset', '--risk', '1');
    expect(both.code).toBe(EXIT.badInput);
    expect(room.handedIn).toHaveLength(2);
  });
});

describe('signals that wait', () => {
  it('are listed with what would be traded and until when', async () => {
    const { code, out } = await program.run('signals', 'waiting');
    expect(code).toBe(EXIT.done);
    expect(out).toContain('1970-01-01 00:00:02');
    expect(out).toContain(ID);
    room.waitingList = [];
    expect((await program.run('signals', 'waiting')).out).toBe('No signal waits for approval.\n');
  });

  it.each(['approve', 'decline'] as const)('%s answers one, once', async (verb) => {
    expect((await program.run('signals', verb, ID)).code).toBe(EXIT.done);
    const again = await program.run('signals', verb, ID);
    expect(again.code).toBe(EXIT.badInput);
    expect(again.err).toContain('it may have expired');
    expect(commands()).toEqual([{ account: 'main', type: `${verb}-signal`, signalId: ID }]);
  });

  it('says when the account refuses', async () => {
    room.answerWith('main', { ok: false, reason: 'refused', message: 'Price has run away.' });
    const { code, err } = await program.run('signals', 'approve', ID);
    expect({ code, err }).toEqual({
      code: EXIT.refused,
      err: 'kimi-agent: Price has run away.\n',
    });
  });
});
