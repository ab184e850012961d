import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Panel, problemOf, WITH_TOKEN } from '../test/panel.ts';
import { agentOf } from '../test/sample-views.ts';

let panel: Panel;
beforeEach(() => {
  panel = new Panel(['main']);
  panel.room.setAccount('main', {
    equity: 9_800,
    breaker: {
      state: 'warned',
      day: '2026-01-06',
      baseline: 10_000,
      limit: 9_700,
      distance: 100,
      daily_drawdown_pct: 3,
      endsAt: 1,
    },
  });
  panel.room.agentList = [
    agentOf('main', 'EURUSD'),
    agentOf('main', 'GBPUSD'),
    { ...agentOf('main', 'USDJPY'), state: 'QUARANTINED' },
  ];
  panel.room.addPosition('main', '7');
  panel.room.tallyList = [
    {
      account: 'main',
      signals: [
        { band: '0.8-0.9', outcome: 'gate', reason: 'spread', count: 4 },
        { band: '0.9-1.0', outcome: 'taken', reason: '', count: 2 },
      ],
      orders: [{ kind: 'market', outcome: 'filled', count: 2 }],
      commandsWaiting: 1,
      ordersUnderway: 3,
      busySeconds: 12.5,
      latencies: [
        {
          name: 'decision',
          buckets: [
            [0.0001, 5],
            [0.01, 7],
          ],
          count: 8,
          sum: 0.75,
        },
        {
          name: 'order-answer',
          buckets: [
            [0.0001, 0],
            [0.01, 1],
          ],
          count: 1,
          sum: 0.005,
        },
      ],
    },
  ];
});

async function scraped(): Promise<string[]> {
  const answer = await panel.get('/metrics', {});
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  return answer.body.split('\n');
}

test('tells accounts, agents, signals, orders, limits, queues and delays', async () => {
  const lines = await scraped();
  for (const line of [
    'kimi_equity{account="main"} 9800',
    'kimi_drawdown_today{account="main"} 200',
    'kimi_link_up{account="main"} 1',
    'kimi_account_state{account="main",mode="simulated",state="running",breaker="warned"} 1',
    'kimi_agents{account="main",state="RUNNING"} 2',
    'kimi_agents{account="main",state="QUARANTINED"} 1',
    'kimi_positions{account="main"} 1',
    'kimi_signals_total{account="main",band="0.8-0.9",outcome="gate",reason="spread"} 4',
    'kimi_orders_total{account="main",kind="market",outcome="filled"} 2',
    'kimi_queue_length{account="main",queue="commands"} 1',
    'kimi_queue_length{account="main",queue="orders"} 3',
    'kimi_thread_busy_seconds_total{account="main"} 12.5',
    'kimi_decision_duration_seconds_bucket{account="main",le="0.0001"} 5',
    'kimi_decision_duration_seconds_bucket{account="main",le="0.01"} 7',
    'kimi_decision_duration_seconds_bucket{account="main",le="+Inf"} 8',
    'kimi_decision_duration_seconds_sum{account="main"} 0.75',
    'kimi_decision_duration_seconds_count{account="main"} 8',
    '# TYPE kimi_order_answer_duration_seconds histogram',
    'kimi_order_answer_duration_seconds_count{account="main"} 1',
    'kimi_stream_clients 0',
  ]) {
    expect(lines).toContain(line);
  }
  expect(lines.some((line) => line.startsWith('kimi_nodejs_eventloop_lag_p99_seconds '))).toBe(
    true,
  );
});

test('measures how long answers take, by route and never by path', async () => {
  await panel.get('/api/agents/EURUSD/status');
  await panel.get('/api/agents/GBPUSD/status');
  const count = 'kimi_http_request_duration_seconds_count';
  const labels = 'method="GET",route="/api/agents/:symbol/status",status="2xx"';
  expect(await scraped()).toContain(`${count}{${labels}} 2`);
});

test('counts do not grow by being read', async () => {
  await scraped();
  expect(await scraped()).toContain(
    'kimi_orders_total{account="main",kind="market",outcome="filled"} 2',
  );
});

describe('without a token', () => {
  const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
    panel.call({ method: 'GET', url: '/metrics', remoteAddress, headers });

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('%s may read', async (address) => {
    expect((await from(address)).statusCode).toBe(200);
  });

  test('another machine may not, nor whoever a proxy on this one speaks for', async () => {
    const refused = { status: 401, problem: 'not-authorised' };
    expect(problemOf(await from('192.0.2.7'))).toEqual(refused);
    const forwarded = { 'x-forwarded-for': '192.0.2.7' };
    expect(problemOf(await from('127.0.0.1', forwarded))).toEqual(refused);
    expect((await from('192.0.2.7', WITH_TOKEN)).statusCode).toBe(200);
  });
});

test('every query of the Grafana dashboard names metrics that are there, and labels that they have', async () => {
  const file = join(import.meta.dirname, '../../../config/grafana/kimi-agent.json');
  const dashboard = JSON.parse(readFileSync(file, 'utf8')) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };
  const help = (await scraped()).flatMap(
    (line) => /^# TYPE (\S+) (\S+)$/.exec(line)?.slice(1) ?? [],
  );
  const known = new Set<string>();
  for (let at = 0; at < help.length; at += 2) {
    const [name = '', type] = help.slice(at, at + 2);
    known.add(name);
    if (type === 'histogram')
      for (const end of ['_bucket', '_sum', '_count']) known.add(name + end);
  }
  const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  expect(queries.length).toBeGreaterThan(20);
  const named = queries.flatMap((expr) => expr.match(/\bkimi_\w+/g) ?? []);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  expect(queries.filter((expr) => !/\bkimi_/.test(expr))).toEqual([]);
});
