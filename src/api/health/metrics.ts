import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { ApiServer } from '../api-server.ts';
import type { ControlRoom } from '../control-room.ts';
import type { StreamLoad } from '../stream/sse-hub.ts';
import { addTradingLatencies } from './trading-latencies.ts';
import type { AccountView } from '../views.ts';

/** Name of the file's format: Prometheus asks for it. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10];

/** What Prometheus reads: to programs of this machine without a token, to others with one. */
export function metricsRoute(server: ApiServer, room: ControlRoom, streams: StreamLoad): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'kimi_' });
  addAccountMetrics(registry, room);
  addCounts(registry, room);
  addQueues(registry, room, streams);
  addLatency(server, registry);
  addTradingLatencies(registry, room);
  server.get(
    '/metrics',
    {
      config: { isOpenHere: true },
      schema: {
        summary: 'All figures in the format of Prometheus',
        tags: ['Program'],
        response: { 200: { content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async (_request, reply) => reply.type(CONTENT_TYPE).send(await registry.metrics()),
  );
}

type Figure = readonly [name: string, help: string, of: (account: AccountView) => number | null];

const FIGURES: readonly Figure[] = [
  ['kimi_equity', "Equity in the account's currency", ({ equity }) => equity],
  ['kimi_balance', "Balance in the account's currency", ({ balance }) => balance],
  ['kimi_open_profit', 'Profit of open positions', ({ openProfit }) => openProfit],
  ['kimi_margin', 'Margin in use', ({ margin }) => margin],
  ['kimi_link_up', '1 while linked to the broker', ({ link }) => Number(link.up)],
  ['kimi_market_open', '1 while a market it watches is open', (one) => Number(one.marketOpen)],
  ['kimi_journal_seq', 'Number of the newest fact', ({ lastSeq }) => lastSeq],
  [
    'kimi_drawdown_today',
    "Lost since the day's baseline, in the account's currency; 0 when ahead",
    ({ breaker, equity }) => breaker && Math.max(0, breaker.baseline - equity),
  ],
  [
    'kimi_drawdown_today_ratio',
    "Lost since the day's baseline, as a share of it",
    ({ breaker, equity }) => breaker && Math.max(0, 1 - equity / breaker.baseline),
  ],
];

function addAccountMetrics(registry: Registry, room: ControlRoom): void {
  const registers = [registry];
  for (const [name, help, of] of FIGURES) {
    const gauge: Gauge<'account'> = new Gauge({
      name,
      help,
      labelNames: ['account'],
      registers,
      collect() {
        this.reset();
        for (const account of room.accounts()) {
          const value = of(account);
          if (value !== null) gauge.set({ account: account.account }, value);
        }
      },
    });
  }
  const states = new Gauge({
    name: 'kimi_account_state',
    help: '1 for the state the account is in, and for its breaker',
    labelNames: ['account', 'mode', 'state', 'breaker'],
    registers,
    collect() {
      this.reset();
      for (const { account, mode, state, breaker } of room.accounts()) {
        states.set({ account, mode, state, breaker: breaker?.state ?? 'unknown' }, 1);
      }
    },
  });
  const distances = new Gauge({
    name: 'kimi_distance_to_limit',
    help: 'What may still be lost before trading stops, in the account currency',
    labelNames: ['account', 'limit'],
    registers,
    collect() {
      this.reset();
      for (const { account, breaker } of room.limits()) {
        if (!breaker) continue;
        distances.set({ account, limit: 'day' }, breaker.loss_left_today);
        if (breaker.loss_left_overall === null) continue;
        distances.set({ account, limit: 'overall' }, breaker.loss_left_overall);
      }
    },
  });
  const fullTrades = new Gauge({
    name: 'kimi_full_trades_left',
    help: 'Full trades that still fit under each limit',
    labelNames: ['account', 'limit'],
    registers,
    collect() {
      this.reset();
      for (const { account, report } of room.limits()) {
        for (const { limit, full_trades_left } of report?.rooms ?? []) {
          fullTrades.set({ account, limit }, full_trades_left);
        }
      }
    },
  });
}

function addCounts(registry: Registry, room: ControlRoom): void {
  const registers = [registry];
  const agents = new Gauge({
    name: 'kimi_agents',
    help: 'Agents by state',
    labelNames: ['account', 'state'],
    registers,
    collect() {
      this.reset();
      for (const { account, state } of room.agents()) agents.inc({ account, state });
    },
  });
  const positions = new Gauge({
    name: 'kimi_positions',
    help: 'Open positions',
    labelNames: ['account'],
    registers,
    collect() {
      this.reset();
      for (const account of room.accountNames) positions.set({ account }, 0);
      for (const { account } of room.positions()) positions.inc({ account });
    },
  });
  const signals = new Counter({
    name: 'kimi_signals_total',
    help: 'Decided signals by band of confidence, outcome and reason of refusal',
    labelNames: ['account', 'band', 'outcome', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const tally of room.tallies()) {
        for (const { count, ...labels } of tally.signals) {
          signals.inc({ account: tally.account, ...labels }, count);
        }
      }
    },
  });
  const orders = new Counter({
    name: 'kimi_orders_total',
    help: 'Orders and other requests by kind and outcome',
    labelNames: ['account', 'kind', 'outcome'],
    registers,
    collect() {
      this.reset();
      for (const tally of room.tallies()) {
        for (const { count, ...labels } of tally.orders) {
          orders.inc({ account: tally.account, ...labels }, count);
        }
      }
    },
  });
}

function addQueues(registry: Registry, room: ControlRoom, streams: StreamLoad): void {
  const registers = [registry];
  const queues = new Gauge({
    name: 'kimi_queue_length',
    help: 'What waits: commands for an answer, orders for their end, signals for a person',
    labelNames: ['account', 'queue'],
    registers,
    collect() {
      this.reset();
      for (const { account, commandsWaiting, ordersUnderway } of room.tallies()) {
        queues.set({ account, queue: 'commands' }, commandsWaiting);
        queues.set({ account, queue: 'orders' }, ordersUnderway);
        queues.set({ account, queue: 'approvals' }, room.waitingSignals(account).length);
      }
    },
  });
  const busy = new Counter({
    name: 'kimi_thread_busy_seconds_total',
    help: 'Time that a trading thread was at work; its rate is the share of the time',
    labelNames: ['account'],
    registers,
    collect() {
      this.reset();
      for (const { account, busySeconds } of room.tallies()) busy.inc({ account }, busySeconds);
    },
  });
  const clients: Gauge = new Gauge({
    name: 'kimi_stream_clients',
    help: 'Open streams',
    registers,
    collect: () => clients.set(streams.clients),
  });
  const buffered: Gauge = new Gauge({
    name: 'kimi_stream_buffered_bytes',
    help: 'Bytes that followers of the stream have not taken yet',
    registers,
    collect: () => buffered.set(streams.bufferedBytes),
  });
}

function addLatency(server: ApiServer, registry: Registry): void {
  const latency = new Histogram({
    name: 'kimi_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  server.addHook('onResponse', async (request, reply) => {
    if (isStream(request)) return; // how long somebody follows is no latency
    const route = request.routeOptions.url ?? 'none';
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    latency.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
  });
}

function isStream({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url === '/api/stream';
}
