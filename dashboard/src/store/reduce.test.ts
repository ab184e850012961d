import { describe, expect, it } from 'vitest';
import type { EventView, SnapshotView } from '../api/types.ts';
import { MAX_EVENTS, reduce } from './reduce.ts';
import { EMPTY_STATE, quoteKey, type PageState } from './state.ts';

const event = (seq: number, account = 'main'): EventView => ({
  account,
  seq,
  time: 1_000 * seq,
  kind: 'link',
  symbol: null,
  text: `event ${seq}`,
  level: 'info',
});

const snapshot: SnapshotView = {
  version: '1.2.3',
  accounts: [],
  agents: [],
  positions: [],
  events: [event(1), event(2)],
  equity: { main: [[10, 100, 99]] },
};

const loaded: PageState = reduce(EMPTY_STATE, { type: 'snapshot', snapshot }, 5);

describe('reduce', () => {
  it('takes everything from a snapshot, events newest first', () => {
    expect(loaded.version).toBe('1.2.3');
    expect(loaded.events.map((one) => one.seq)).toEqual([2, 1]);
    expect(loaded.equity).toEqual({ main: [[10, 100, 99]] });
    expect(loaded.heardAt).toBe(5);
    expect(loaded.generation).toBe(1);
  });

  it('lets a later snapshot replace all that was there', () => {
    const quoted = reduce(
      loaded,
      { type: 'quote', account: 'main', symbol: 'EURUSD', time: 1, bid: 1.1, ask: 1.2 },
      6,
    );
    const empty: SnapshotView = { ...snapshot, events: [], equity: {} };
    const again = reduce(quoted, { type: 'snapshot', snapshot: empty }, 9);
    expect(again).toEqual({ ...EMPTY_STATE, version: '1.2.3', heardAt: 9, generation: 2 });
  });

  it('puts a new event first and an event it has already nowhere', () => {
    const once = reduce(loaded, { type: 'event', event: event(3) }, 6);
    const twice = reduce(once, { type: 'event', event: event(3) }, 7);
    expect(twice.events.map((one) => one.seq)).toEqual([3, 2, 1]);
  });

  it('keeps events of two accounts apart though their numbers are equal', () => {
    const state = reduce(loaded, { type: 'event', event: event(2, 'second') }, 6);
    expect(state.events.map((one) => `${one.account} ${one.seq}`)).toEqual([
      'second 2',
      'main 2',
      'main 1',
    ]);
  });

  it('forgets the oldest events beyond its limit', () => {
    let state = loaded;
    for (let seq = 3; seq <= MAX_EVENTS + 5; seq += 1) {
      state = reduce(state, { type: 'event', event: event(seq) }, seq);
    }
    expect(state.events).toHaveLength(MAX_EVENTS);
    expect(state.events[0]?.seq).toBe(MAX_EVENTS + 5);
    expect(state.events.at(-1)?.seq).toBe(6);
  });

  it('appends equity, replaces a point of the same time, drops an older one', () => {
    const send = (state: PageState, point: [number, number, number]) =>
      reduce(state, { type: 'equity', account: 'main', point }, 6);
    const after = send(send(send(loaded, [20, 101, 99]), [20, 102, 99]), [15, 1, 1]);
    expect(after.equity['main']).toEqual([
      [10, 100, 99],
      [20, 102, 99],
    ]);
  });

  it('keeps the last quote of each symbol of each account', () => {
    const state = reduce(
      loaded,
      { type: 'quote', account: 'main', symbol: 'EURUSD', time: 7, bid: 1.1, ask: 1.2 },
      6,
    );
    expect(state.quotes[quoteKey('main', 'EURUSD')]).toEqual({ time: 7, bid: 1.1, ask: 1.2 });
    expect(state.quotes[quoteKey('second', 'EURUSD')]).toBeUndefined();
  });

  it('leaves the rest alone when a bar comes', () => {
    const state = reduce(
      loaded,
      { type: 'bar', account: 'main', symbol: 'E', timeframe: 'M5', bar: [1, 1, 1, 1, 1, 1] },
      8,
    );
    expect(state).toEqual({ ...loaded, heardAt: 8 });
  });
});
