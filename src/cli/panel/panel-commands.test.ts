import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agentOf, eventOf, positionOf } from '../../api/test/sample-views.ts';
import { EXIT } from '../exit-codes.ts';
import { PanelProgram } from '../test/panel-program.ts';

const program = new PanelProgram('main', 'spare');
const { room } = program;

beforeAll(() => program.open());
afterAll(() => program.close());
beforeEach(() => {
  room.setAccount('main', { mode: 'demo', currency: 'USD' });
  room.positionList = [positionOf('main', '1001'), { ...positionOf('spare', '1002'), sl: 0 }];
  room.agentList = [agentOf('main', 'EURUSD')];
  room.eventList = [eventOf('main', 1), { ...eventOf('spare', 2), level: 'danger' }];
  room.handedIn.length = 0;
});

describe('status', () => {
  it('begins with mode and account, and says what is at stake', async () => {
    const { code, out, err } = await program.run('status', '--account', 'main');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.split('\n');
    expect(lines[0]).toBe('DEMO account main: running (trading)');
    expect(lines[1]).toBe('  Can still be lost unknown: the account cannot be valued');
    expect(out).toContain('1 open: EURUSD buy 0.1 +0.10R (+10.00 USD)');
    expect(out).toContain('Today             no trade today: there is no agent');
    expect(out).not.toContain('spare');
  });

  it('shouts where a position has no stop, in words', async () => {
    const { out } = await program.run('status', '--account', 'spare');
    expect(out).toContain('SIMULATED account spare, money is SIM, nothing here is real');
    expect(out).toContain('NO STOP');
  });

  it('says right after the account that an emergency stop is in force', async () => {
    room.setAccount('main', { emergency: 'begun' });
    const { out } = await program.run('status', '--account', 'main');
    room.setAccount('main', { emergency: 'none' });
    expect(out.split('\n')[1]).toBe('  EMERGENCY STOP under way: everything is being closed');
  });

  it('claims nothing of an account that waits for its terminal, and not that nothing runs', async () => {
    room.setAccount('main', { state: 'starting', detail: 'waiting for its terminal', lastSeq: 0 });
    const { out } = await program.run('status', '--account', 'main');
    room.setAccount('main', { state: 'running', detail: 'trading', lastSeq: 1 });
    expect(out).toContain('DEMO account main: starting (waiting for its terminal)');
    expect(out).toContain('  Limits            not known before it is linked\n');
    expect(out).toContain('balance unknown; equity is not known before it is linked\n');
    expect(out).not.toContain('nothing runs');
  });

  it('answers programs in JSON, without colours', async () => {
    const { out } = await program.run('status', '--json');
    const answer = JSON.parse(out) as { source: string; accounts: { account: string }[] };
    expect(answer.source).toBe('running');
    expect(answer.accounts.map(({ account }) => account)).toEqual(['main', 'spare']);
  });

  it('refuses an account that is not there, and names those that are', async () => {
    const { code, err } = await program.run('status', '--account', 'mian');
    expect(code).toBe(EXIT.badInput);
    expect(err).toContain('main, spare');
  });
});

describe('lists', () => {
  it('shows positions as columns that a person can copy', async () => {
    const { out } = await program.run('positions');
    expect(out.split('\n').map((line) => line.split(/ {2,}/).slice(0, 4).join('|'))).toEqual([
      'ACCOUNT|TICKET|SYMBOL|SIDE',
      'main|1001|EURUSD|buy',
      'spare|1002|EURUSD|buy',
      '',
    ]);
    expect(out).toContain('NONE');
  });

  it('tells that a list is empty instead of nothing at all', async () => {
    room.agentList = [];
    expect((await program.run('agents')).out).toMatch(/^There is no agent\./);
    expect((await program.run('signals')).out).toMatch(/^There is no signal yet\./);
  });

  it('answers the API’s own lists in JSON', async () => {
    const { out } = await program.run('agents', '--json');
    expect(JSON.parse(out)).toEqual({ success: true, source: 'running', agents: room.agentList });
  });
});

describe('close', () => {
  it('closes one by its ticket', async () => {
    const { code, out } = await program.run('close', '1001');
    expect({ code, out }).toEqual({ code: 0, out: 'main 1001 EURUSD: Closing position 1001.\n' });
    expect(room.positionList.map(({ ticket }) => ticket)).toEqual(['1002']);
  });

  it('proposes the ticket that was meant, and closes nothing', async () => {
    const { code, err } = await program.run('close', '1011');
    expect(code).toBe(EXIT.badInput);
    expect(err).toContain('Did you mean 1001?');
    expect(room.handedIn).toEqual([]);
  });

  it('does not guess between all and one', async () => {
    expect((await program.run('close')).code).toBe(EXIT.badInput);
    expect((await program.run('close', '1001', '--all')).code).toBe(EXIT.badInput);
    expect(room.handedIn).toEqual([]);
  });

  it('closes all only when somebody confirms it', async () => {
    const unconfirmed = await program.run('close', '--all');
    expect(unconfirmed.code).toBe(EXIT.badInput);
    expect(unconfirmed.err).toContain('add --yes');
    expect(room.handedIn).toEqual([]);
    const { code } = await program.run('close', '--all', '--yes');
    expect(code).toBe(EXIT.done);
    expect(room.positionList).toEqual([]);
  });

  it('goes on past one that is refused, and its exit code says so', async () => {
    const message = 'The market is closed.';
    room.answerWith('main', { ok: false, reason: 'not-now', message });
    const { code, out, err } = await program.run('close', '--all', '--yes', '--json');
    expect(code).toBe(EXIT.refused);
    expect(err).toContain('1 of 2 positions were NOT confirmed');
    expect(room.positionList.map(({ ticket }) => ticket)).toEqual(['1001']);
    const { closed } = JSON.parse(out) as { closed: { ticket: string; done: boolean }[] };
    expect(closed.map(({ ticket, done }) => [ticket, done])).toEqual([
      ['1001', false],
      ['1002', true],
    ]);
  });

  it('says when nobody knows whether it was done', async () => {
    room.answerWith('main', 'timeout');
    const { code } = await program.run('close', '1001');
    expect(code).toBe(EXIT.notConfirmed);
  });
});

describe('logs', () => {
  it('says how bad an event is in words', async () => {
    const { out } = await program.run('logs');
    expect(out).toBe(
      '1970-01-01 00:00:01  main  Fact 1\n1970-01-01 00:00:01  spare  DANGER Fact 2\n',
    );
  });

  it('writes one object a line for programs', async () => {
    const { out } = await program.run('logs', '--json', '--account', 'main');
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([eventOf('main', 1)]);
  });
});
