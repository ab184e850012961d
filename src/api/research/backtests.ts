import * as z from 'zod';
import type { ApiServer } from '../api-server.ts';
import type { BacktestJobs } from './backtest-jobs.ts';
import { backtestId, backtestRequest, backtestView, knownBacktest } from './backtest-view.ts';
import { noBody } from '../inputs.ts';
import { Refusal } from '../documents/refusal.ts';

const success = z.literal(true);
const backtestList = z
  .object({ success, backtests: z.array(backtestView).describe('Newest first') })
  .meta({ id: 'BacktestList' });
const oneBacktest = z.object({ success, backtest: backtestView }).meta({ id: 'BacktestAnswer' });
const result = z
  .looseObject({ format: z.string(), version: z.string() })
  .describe('As kimi-agent backtest --json writes it');

const params = z.strictObject({ id: backtestId });
const noQuery = z.strictObject({});

/** Backtests over the API: start, progress, result, cancel. */
export function backtestRoutes(server: ApiServer, jobs: BacktestJobs | undefined): void {
  if (jobs) server.addHook('preClose', async () => jobs.close());
  server.get(
    '/api/backtests',
    {
      schema: {
        summary: 'Backtests that run or have run, with their progress',
        tags: ['Backtests'],
        querystring: noQuery,
        response: { 200: backtestList },
      },
    },
    () => ({ success: true as const, backtests: [...(jobs?.list() ?? [])] }),
  );

  server.post(
    '/api/backtests',
    {
      schema: {
        summary: 'Start a backtest in a process of its own',
        tags: ['Backtests'],
        querystring: noQuery,
        body: backtestRequest,
        response: { 202: oneBacktest },
      },
    },
    (request, reply) => {
      const started = needed(jobs).start(request.body);
      if (!started.ok) throw notStarted(started.reason, started.message);
      void reply.code(202);
      return { success: true as const, backtest: started.job };
    },
  );

  server.get(
    '/api/backtests/:id',
    {
      schema: {
        summary: 'One backtest: where it stands and what it said',
        tags: ['Backtests'],
        params,
        querystring: noQuery,
        response: { 200: oneBacktest },
      },
    },
    (request) => ({ success: true as const, backtest: knownBacktest(jobs, request.params.id) }),
  );
  endRoutes(server, jobs);
}

function endRoutes(server: ApiServer, jobs: BacktestJobs | undefined): void {
  server.get(
    '/api/backtests/:id/result',
    {
      schema: {
        summary: 'The whole result of a backtest that is done',
        tags: ['Backtests'],
        params,
        querystring: noQuery,
        response: { 200: result },
      },
    },
    (request, reply) => {
      const { id, state } = knownBacktest(jobs, request.params.id);
      const text = jobs?.result(id);
      if (text === undefined) {
        throw new Refusal(409, 'refused', `Backtest ${id} is ${state} and has no result.`);
      }
      // As it was written: it is checked where it is made.
      void reply.type('application/json; charset=utf-8').send(text as never);
    },
  );

  server.delete(
    '/api/backtests/:id',
    {
      schema: {
        summary: 'Cancel a backtest that runs',
        tags: ['Backtests'],
        params,
        querystring: noQuery,
        body: noBody,
        response: { 200: oneBacktest },
      },
    },
    (request) => {
      const { id, state } = knownBacktest(jobs, request.params.id);
      if (jobs?.cancel(id) !== true) {
        throw new Refusal(
          409,
          'refused',
          `Backtest ${id} is ${state}: there is nothing to cancel.`,
        );
      }
      return { success: true as const, backtest: knownBacktest(jobs, id) };
    },
  );
}

function needed(jobs: BacktestJobs | undefined): BacktestJobs {
  if (jobs) return jobs;
  throw new Refusal(409, 'refused', 'This program runs no backtests.');
}

function notStarted(reason: 'too-many' | 'no-such-file', message: string): Refusal {
  const words = `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`;
  return reason === 'too-many'
    ? new Refusal(429, 'too-many-requests', words, { headers: { 'retry-after': '30' } })
    : new Refusal(404, 'no-such-file', words);
}
