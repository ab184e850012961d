import { describe, expect, test } from 'vitest';
import type { SignalRecord } from './control-room.ts';
import { Panel, problemOf } from './test/panel.ts';
import { accountOf, eventOf, EURUSD_BARS } from './test/sample-views.ts';

describe('accounts and snapshot', () => {
  test('show all accounts, or one', async () => {
    const panel = new Panel(['first', 'second']);
    const all = await panel.get('/api/accounts');
    expect(all.json()).toEqual({
      success: true,
      accounts: [accountOf('first'), accountOf('second')],
    });
    const one = await panel.get('/api/accounts?account=second');
    expect(one.json()).toEqual({ success: true, accounts: [accountOf('second')] });
  });

  test('the snapshot is whole, and can be narrowed', async () => {
    const panel = new Panel(['first', 'second']);
    panel.room.eventList = [eventOf('first', 1), eventOf('second', 2)];
    const all = await panel.get('/api/snapshot');
    expect(all.json()).toEqual({ success: true, ...panel.room.snapshot() });
    const one = await panel.get('/api/snapshot?account=second');
    expect(one.json()).toEqual({
      success: true,
      version: '1.2.3',
      accounts: [accountOf('second')],
      agents: [],
      positions: [],
      events: [eventOf('second', 2)],
      equity: { second: [[1000, 10_000, 10_000]] },
    });
  });
});

describe('candles', () => {
  test("take the agent's own timeframe when none is named, and the newest bars", async () => {
    const answer = await new Panel(['main']).get('/api/candles?symbol=EURUSD&limit=2');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      success: true,
      account: 'main',
      symbol: 'EURUSD',
      timeframe: 'M5',
      bars: EURUSD_BARS.slice(1),
      forming: null,
      built_from: null,
      structures: [],
      trades: [],
    });
  });

  test.each(['symbol=GBPUSD', 'symbol=GBPUSD&timeframe=M5', 'symbol=EURUSD&timeframe=H1'])(
    '%s is 404: there are no such bars',
    async (query) => {
      const answer = await new Panel(['main']).get(`/api/candles?${query}`);
      expect(problemOf(answer)).toEqual({ status: 404, problem: 'no-such-series' });
    },
  );

  test.each(['', 'symbol=EURUSD&timeframe=m5', 'symbol=EURUSD&timeframe=M7'])(
    '"%s" is 400',
    async (query) => {
      const answer = await new Panel(['main']).get(`/api/candles?${query}`);
      expect(problemOf(answer)).toEqual({ status: 400, problem: 'bad-request' });
    },
  );
});

const SIGNAL: SignalRecord = {
  account: 'main',
  seq: 3,
  time: 1003,
  signal: {
    id: 'main:EURUSD:M5:1000:buy',
    symbol: 'EURUSD' as SignalRecord['signal']['symbol'],
    timeframe: 'M5',
    side: 'buy',
    time: 1003 as SignalRecord['signal']['time'],
    entry: { kind: 'limit', price: 1.1, expiresAt: 2000 as SignalRecord['signal']['time'] },
    stopLoss: 1.09,
    takeProfit: 1.12,
    confidence: 0.7,
    gates: [{ gate: 'spread', passed: true, detail: '1 point, at most 3' }],
    score: [{ part: 'order block', weight: 0.4, value: 1, detail: 'fresh', evidence: ['M5#12'] }],
  },
  verdict: { taken: false, by: 'confidence', reason: 'below', detail: '0.70, needs above 0.85' },
};

describe('signals and events', () => {
  test('a signal is shown whole, with what became of it', async () => {
    const panel = new Panel(['main']);
    panel.room.signalList = [SIGNAL];
    const answer = await panel.get('/api/signals');
    expect(answer.json()).toEqual({ success: true, signals: [SIGNAL] });
  });

  test('the newest events come, as many as asked', async () => {
    const panel = new Panel(['main']);
    panel.room.eventList = [1, 2, 3].map((seq) => eventOf('main', seq));
    const answer = await panel.get('/api/events?limit=2');
    expect(answer.json()).toEqual({
      success: true,
      events: [eventOf('main', 2), eventOf('main', 3)],
    });
  });

  test('a hundred come when no number is asked for', async () => {
    const panel = new Panel(['main']);
    panel.room.eventList = Array.from({ length: 150 }, (_, index) => eventOf('main', index + 1));
    const { events } = (await panel.get('/api/events')).json<{ events: { seq: number }[] }>();
    expect([events.length, events[0]?.seq, events.at(-1)?.seq]).toEqual([100, 51, 150]);
  });

  test.each(['0', '-1', '1.5', '1e2', '', ' 5', '1001', 'all', '5&limit=6', '99999999999'])(
    'limit=%s is 400',
    async (limit) => {
      for (const path of ['/api/events', '/api/signals']) {
        const answer = await new Panel(['main']).get(`${path}?limit=${limit}`);
        expect(problemOf(answer)).toEqual({ status: 400, problem: 'bad-request' });
      }
    },
  );

  test('limit takes both its ends', async () => {
    for (const limit of ['1', '1000']) {
      const answer = await new Panel(['main']).get(`/api/events?limit=${limit}`);
      expect(answer.statusCode).toBe(200);
    }
  });
});
