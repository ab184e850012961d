import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { DeskWorld } from './test/desk-world.ts';

const WEBHOOK = "{ name: it, type: webhook, url: 'https://example.org/in' }";
const PLAIN = `{ channels: [${WEBHOOK}] }`;

const deal = (entry: 'in' | 'out', profit = 0) => ({
  kind: 'deal',
  deal: {
    ticket: '1',
    order: '1',
    position: '1',
    magic: 1,
    symbol: 'EURUSD',
    side: 'buy',
    entry,
    lots: 0.1,
    price: 1.1,
    time: 0,
    reason: 'client',
    profit,
    commission: -1,
    swap: 0,
    comment: '',
  },
  remaining: 0,
  balance: 10_000,
});
const day = (name: string, endsAt: number, baseline: number) => ({
  kind: 'day-started',
  day: name,
  baseline,
  limit: baseline * 0.98,
  endsAt,
});
const link = (up: boolean) => ({ kind: 'link', up, detail: 'the terminal' });
const breaker = (state: string) => ({
  kind: 'breaker',
  state,
  equity: 1,
  limit: 1,
  why: 'because',
});
const fault = (where: string) => ({ kind: 'fault', where, detail: 'something' });
const command = {
  kind: 'command',
  id: '1',
  by: 'page',
  command: { type: 'emergency-stop' },
  answer: { ok: true, message: '' },
};

describe('what is told', () => {
  it('begins with mode and account, under an id of the journal', () => {
    const world = new DeskWorld(PLAIN);
    world.open();
    world.happen(deal('in'));
    expect(world.messages()).toMatchObject([
      {
        id: 'main:1:trade-opened',
        head: 'DEMO main',
        event: 'trade-opened',
        text: 'Opened buy 0.1 lots EURUSD at 1.1',
        silent: false,
        state: 'waiting',
      },
    ]);
  });

  it('is every event that matters, and nothing else', () => {
    const world = new DeskWorld(PLAIN);
    world.open();
    world.happen(
      { kind: 'session-started', mode: 'demo', version: '1' },
      day('2026-01-06', 10, 10_000),
      link(false), // was never up: nothing is lost
      link(true),
      link(false),
      link(true),
      { kind: 'agent-created', symbol: 'EURUSD' },
      { kind: 'agent-state', symbol: 'EURUSD', state: 'RUNNING', why: '' },
      { kind: 'agent-state', symbol: 'EURUSD', state: 'QUARANTINED', why: 'a fault' },
      deal('out', 5),
      breaker('warned'),
      breaker('tripped'),
      breaker('armed'),
      { kind: 'emergency-stop', state: 'begun', by: 'page' },
      { kind: 'order-state', number: 1, state: 'unknown', detail: '' },
      { kind: 'order-state', number: 1, state: 'filled', detail: '' },
      fault('stops'),
      fault('journal'),
      fault('EURUSD'),
      command,
    );
    expect(world.messages().map(({ event, level }) => `${event} ${level}`)).toEqual([
      'started info',
      'link-back info',
      'link-lost warning',
      'link-back info',
      'agent-trouble warning',
      'trade-closed info',
      'breaker-warned warning',
      'breaker-tripped critical',
      'breaker-armed warning',
      'emergency-stop critical',
      'order-unknown warning',
      'stop-missing critical',
      'journal-trouble critical',
      'fault warning',
    ]);
  });

  it('tells of a signal that a person may approve, and of one that risk refused', () => {
    const world = new DeskWorld(PLAIN);
    world.open();
    const signalOf = (verdict: object): object => ({
      kind: 'signal',
      signal: {
        id: 'a',
        symbol: 'EURUSD',
        side: 'buy',
        time: world.now,
        confidence: 0.8,
        gates: [],
        score: [],
      },
      verdict: { taken: false, reason: 'r', detail: 'd', ...verdict },
    });
    world.happen(
      signalOf({ by: 'confidence', waitsUntil: world.now + 1000 }),
      signalOf({ by: 'confidence' }),
      signalOf({ by: 'risk' }),
    );
    expect(world.messages().map(({ event, silent }) => [event, silent])).toEqual([
      ['approval-wanted', false],
      ['refused-by-risk', true],
    ]);
  });

  it('tells that a trading thread has died', () => {
    const world = new DeskWorld(PLAIN);
    world.open();
    world.desk.status(world.account, { state: 'failed', detail: 'journal cannot be written' });
    world.desk.status(world.account, { state: 'running', detail: 'x' });
    expect(world.messages()).toMatchObject([
      { event: 'account-failed', level: 'critical', head: 'DEMO main' },
    ]);
  });
});

describe('on, silent and off', () => {
  it('are set for each channel and event', () => {
    const world = new DeskWorld(`{ channels: [
      { name: it, type: webhook, url: 'https://a.example', events: { trade-opened: off } },
      { name: two, type: webhook, url: 'https://b.example', events: { trade-opened: silent } }] }`);
    world.open();
    world.happen(deal('in'), deal('out'));
    const told = (name: string) => world.messages(name).map(({ event, silent }) => [event, silent]);
    expect(told('it')).toEqual([['trade-closed', false]]);
    expect(told('two')).toEqual([
      ['trade-opened', true],
      ['trade-closed', false],
    ]);
  });
});

describe('quiet hours', () => {
  it('keep back what is not critical until they end', () => {
    const world = new DeskWorld(
      `{ channels: [${WEBHOOK}], quiet_hours: { zone: UTC, from: '11:00', to: '13:00' } }`,
    );
    world.open();
    world.happen(deal('in'), breaker('tripped'));
    expect(world.messages().map(({ event, dueAt }) => [event, dueAt - world.now])).toEqual([
      ['trade-opened', 3_600_000],
      ['breaker-tripped', 0],
    ]);
  });
});

describe('a flood', () => {
  it('is told as five and one that counts the rest', () => {
    const world = new DeskWorld(PLAIN);
    world.open();
    for (let at = 0; at < 500; at += 1) world.happen(fault(`part ${at}`));
    const messages = world.messages();
    expect(messages).toHaveLength(6);
    expect(messages.at(-1)).toMatchObject({ more: 495, text: 'Fault in part 499: something' });
    world.now += 60_000;
    world.happen(fault('later'));
    expect(world.messages()).toHaveLength(7);
  });
});

describe('a restart', () => {
  it('tells what the last life did not come to tell, and nothing twice', () => {
    const world = new DeskWorld(PLAIN);
    world.open();
    world.happen(deal('in'));
    world.crash();
    // Written to the journal, and the process ended before anybody was told.
    const missed = [world.fact(breaker('tripped')), world.fact(command)];
    world.open(missed);
    world.crash();
    world.open(missed);
    expect(world.messages().map(({ event }) => event)).toEqual(['trade-opened', 'breaker-tripped']);
  });

  it('does not tell the past of an account that it meets for the first time', () => {
    const world = new DeskWorld(PLAIN);
    world.open([world.fact(breaker('tripped'))]);
    expect(world.messages()).toEqual([]);
    world.happen(breaker('armed'));
    expect(world.messages().map(({ event }) => event)).toEqual(['breaker-armed']);
  });
});

describe('a link', () => {
  const begun = { kind: 'session-started', mode: 'demo', version: '1' };

  it('that an orderly end left up is not lost at the next start', () => {
    const world = new DeskWorld(PLAIN);
    world.open();
    world.happen(begun, link(true));
    world.crash();
    world.open();
    // What a life begins with: it puts down in the journal that it is not linked yet.
    world.happen(begun, link(false), link(true));
    expect(world.messages().map(({ event }) => event)).toEqual([
      'started',
      'link-back',
      'started',
      'link-back',
    ]);
    world.happen(link(false));
    expect(world.messages().at(-1)?.event).toBe('link-lost');
  });

  it('that was lost as the process was cut off is told of by the next one', () => {
    const world = new DeskWorld(PLAIN);
    world.open();
    world.happen(begun, link(true));
    world.crash();
    world.open([world.fact(link(false))]);
    expect(world.messages().at(-1)?.event).toBe('link-lost');
  });

  it('is missed when it is not there in time after a start, once', async () => {
    const world = new DeskWorld(PLAIN, 30);
    world.open();
    world.happen(begun, link(false));
    expect(world.messages().map(({ event }) => event)).toEqual(['started']);
    await vi.waitFor(() => expect(world.messages()).toHaveLength(2));
    expect(world.messages()[1]).toMatchObject({
      event: 'link-lost',
      level: 'warning',
      head: 'DEMO main',
      text: expect.stringMatching(/^No link 0 minutes after the start: /),
    });
    world.happen(link(true));
    expect(world.messages().at(-1)?.event).toBe('link-back');
  });

  it('that came in time, or of an account or a program that has stopped, is not', async () => {
    const world = new DeskWorld(PLAIN, 30);
    world.open();
    world.happen(begun, link(true));
    const other = new DeskWorld(PLAIN, 30);
    other.open();
    other.desk.status(other.account, { state: 'stopped', detail: 'asked' });
    const ended = new DeskWorld(PLAIN, 30);
    ended.open();
    ended.desk.close();
    await setTimeout(100);
    const told = [ended, world, other].flatMap((one) => one.messages().map(({ event }) => event));
    expect(told).toEqual(['started', 'link-back', 'stopped']);
  });
});

describe("the day's digest", () => {
  it('tells result, limits and why there was no trade, once, at the end of the day', () => {
    const world = new DeskWorld(PLAIN);
    world.open();
    world.happen(day('2026-01-05', 1000, 10_000), deal('in'), deal('out', 12.5));
    world.happen(day('2026-01-05', 1000, 10_050)); // a deposit: the same day goes on
    const charge = { ticket: '9', time: 1, kind: 'charge', amount: -2.25, comment: '' };
    world.happen({ kind: 'charge', charge, balance: 10_058.25 });
    expect(world.messages().map(({ event }) => event)).toEqual(['trade-opened', 'trade-closed']);
    world.happen(day('2026-01-06', 2000, 10_060));
    const digest = world.messages().at(-1);
    expect(digest).toMatchObject({ event: 'day-digest', head: 'DEMO main' });
    expect(digest?.text.split('\n')).toEqual([
      'Day 2026-01-05 is over: 1 trade closed, +8.25 USD realised; equity unknown (began at ' +
        '10050.00 USD, limit 9849.00 USD)',
      'Limits: not known while the account, a position or a rate cannot be valued',
      'no trade that day: there is no agent',
    ]);
  });
});
