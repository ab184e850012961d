import { describe, expect, it, onTestFinished } from 'vitest';
import { MemoryRoom } from '../api/test/memory-room.ts';
import { agentOf } from '../api/test/sample-views.ts';
import { eventually } from '../../test/e2e/program.ts';
import { Heartbeat } from './heartbeat.ts';
import { TelegramCommands } from './telegram-commands.ts';
import { TelegramPoll } from './telegram-poll.ts';
import { StandIn, type Received, type Reply } from './test/stand-in.ts';

const OURS = 5;
const STRANGER = 666;

function roomWithPositions(): MemoryRoom {
  const room = new MemoryRoom('main', 'spare');
  room.setAccount('main', { mode: 'real', currency: 'USD' });
  room.addPosition('main', '1001');
  room.addPosition('main', '1002');
  room.agentList = [agentOf('main', 'EURUSD'), agentOf('spare', 'EURUSD')];
  return room;
}

const codeIn = (answer: string): string => /\/confirm (\d+)/.exec(answer)?.[1] ?? 'none';

describe('commands from a chat', () => {
  const at = (now: { ms: number } = { ms: 0 }) => {
    const room = roomWithPositions();
    const commands = new TelegramCommands(room, () => now.ms);
    const ask = (text: string, from = 1, chat = OURS) => commands.answer({ chat, from, text });
    return { room, ask };
  };

  it('are answered with mode and account first', async () => {
    const { ask } = at();
    expect(await ask('/status')).toMatch(/^REAL main: running[^]*SIMULATED spare: running/);
    expect(await ask('/positions@kimi_bot main')).toBe(
      'REAL main: 2 open\n1001 EURUSD buy 0.1: 10.00 USD, 0.10R\n1002 EURUSD buy 0.1: 10.00 USD, 0.10R',
    );
    expect(await ask('/positions nobody')).toBe(
      'REAL main, SIMULATED spare: There is no account nobody.',
    );
    expect(await ask('hello')).toContain('I do not know hello.');
  });

  it('stop agents of one symbol, and leave positions alone', async () => {
    const { room, ask } = at();
    expect(await ask('/stop')).toContain('Which one?');
    expect(await ask('/stop eurusd main')).toBe('REAL main: Agent for EURUSD is STOPPED.');
    expect(room.handedIn).toEqual([
      { account: 'main', command: { type: 'stop-agent', symbol: 'EURUSD' }, by: 'telegram 5' },
    ]);
    expect(room.positionList).toHaveLength(2);
  });

  it('stop all only when the code is sent back, once', async () => {
    const { room, ask } = at();
    const question = await ask('/emergency main');
    expect(question).toContain('REAL main: 2 open, 20.00 USD');
    expect(room.handedIn).toEqual([]);
    const code = codeIn(question);
    expect(await ask(`/confirm ${code}`)).toBe(
      'REAL main: All positions closed, all agents stopped.',
    );
    expect(room.handedIn).toHaveLength(1);
    expect(await ask(`/confirm ${code}`)).toContain('Nothing was done.');
    expect(room.handedIn).toHaveLength(1);
  });

  it('take no code from another person or chat, after a minute, or after three wrong ones', async () => {
    const now = { ms: 0 };
    const { room, ask } = at(now);
    const code = codeIn(await ask('/closeall'));
    expect(await ask(`/confirm ${code}`, 2)).toContain('Nothing was done.');
    expect(await ask(`/confirm ${code}`, 1, 6)).toContain('Nothing was done.');
    now.ms = 60_001;
    expect(await ask(`/confirm ${code}`)).toContain('Nothing was done.');
    const another = codeIn(await ask('/closeall'));
    for (const _try of [1, 2, 3]) expect(await ask('/confirm 1')).toContain('Nothing was done.');
    expect(await ask(`/confirm ${another}`)).toContain('Nothing was done.');
    expect(room.handedIn).toEqual([]);
  });

  it('close all positions and say what became of each', async () => {
    const { room, ask } = at();
    const answer = await ask(`/confirm ${codeIn(await ask('/closeall main'))}`);
    expect(answer.split('\n')).toEqual([
      'REAL main: 1001: Closing position 1001.',
      'REAL main: 1002: Closing position 1002.',
    ]);
    room.addPosition('main', '1003');
    room.answerWith('main', 'timeout');
    const unsure = await ask(`/confirm ${codeIn(await ask('/closeall main'))}`);
    expect(unsure).toContain('NO ANSWER in time; it may still be carried out');
  });
});

interface Sent {
  readonly chat: number;
  readonly text: string;
  readonly age?: number;
}

/** Telegram with these messages waiting, and a bot that polls it. */
async function polled(sent: readonly Sent[]) {
  const service = await StandIn.open();
  const room = roomWithPositions();
  const said: string[] = [];
  let offset = 0;
  const waiting = sent.map(({ chat, text, age = 0 }, index) => ({
    update_id: 100 + index,
    message: { date: Date.now() / 1000 - age, chat: { id: chat }, from: { id: 1 }, text },
  }));
  service.usual = ({ path }: Received): Reply => {
    if (!path.includes('/getUpdates')) return { status: 200, body: '{"ok":true}' };
    const from = Number(new URL(path, service.url).searchParams.get('offset'));
    const result = waiting.filter(({ update_id: id }) => id >= from);
    return result.length === 0
      ? 'hang'
      : { status: 200, body: JSON.stringify({ ok: true, result }) };
  };
  const settings = { name: 'it', apiRoot: service.url, token: 'T:secret', chatIds: [OURS] };
  const begin = (): TelegramPoll => {
    const poll = new TelegramPoll(settings, {
      commands: new TelegramCommands(room),
      offset: { get: () => offset, set: (next) => (offset = next) },
      say: (line) => said.push(line),
      pollSeconds: 1,
      firstPauseMs: 20,
    });
    onTestFinished(() => poll.stop());
    poll.start();
    return poll;
  };
  const answers = () => service.bodies('/sendMessage');
  return { service, room, said, begin, answers };
}

describe('a poll', () => {
  it('obeys allowed chats, and counts and ignores others', async () => {
    const world = await polled([
      { chat: STRANGER, text: '/stop all' },
      { chat: OURS, text: '/stop EURUSD main' },
      { chat: STRANGER, text: '/emergency' },
    ]);
    const poll = world.begin();
    await eventually(() => poll.strangers === 2 || undefined, 3_000);
    expect(world.answers()).toMatchObject([
      { chat_id: OURS, text: 'REAL main: Agent for EURUSD is STOPPED.' },
    ]);
    expect(world.room.handedIn).toHaveLength(1);
  });

  it('obeys no command twice over a restart', async () => {
    const world = await polled([{ chat: OURS, text: '/stop EURUSD main' }]);
    const first = world.begin();
    await eventually(() => world.answers().length === 1 || undefined, 3_000);
    await first.stop();
    world.begin();
    const polls = (): number =>
      world.service.received.filter(({ path }) => path.includes('offset=101')).length;
    await eventually(() => polls() >= 2 || undefined, 3_000);
    expect(world.room.handedIn).toHaveLength(1);
  });

  it('does not obey what was on its way for long, and says so', async () => {
    const world = await polled([{ chat: OURS, text: '/stop EURUSD main', age: 600 }]);
    world.begin();
    await eventually(() => world.answers().length === 1 || undefined, 3_000);
    expect(world.answers()[0]?.['text']).toContain('NOT obeyed');
    expect(world.room.handedIn).toEqual([]);
  });

  it('goes on after Telegram failed, and never shows its token', async () => {
    const world = await polled([{ chat: OURS, text: '/help' }]);
    world.service.replies.push({ status: 502, body: 'no JSON' }, 'cut', { status: 401 });
    world.begin();
    await eventually(() => world.answers().length === 1 || undefined, 3_000);
    expect(world.said.length).toBeGreaterThanOrEqual(3);
    expect(world.said.join()).not.toContain('secret');
  });
});

describe('a heartbeat', () => {
  it('beats while all is well, and says once when nobody takes it', async () => {
    const service = await StandIn.open();
    const said: string[] = [];
    let isWell = true;
    const url = `${service.url}/ping/secret-part`;
    const beat = new Heartbeat({
      url,
      everyMs: 3_600_000,
      isWell: () => isWell,
      say: (line) => said.push(line),
    });
    expect(await beat.beat()).toBe(true);
    isWell = false;
    expect(await beat.beat()).toBe(false);
    expect(service.received).toHaveLength(1);
    isWell = true;
    service.replies.push({ status: 500 }, 'cut');
    expect([await beat.beat(), await beat.beat()]).toEqual([false, false]);
    expect(said).toEqual(['alerts: the heartbeat is not taken: answered 500']);
  });
});
