import { createHash } from 'node:crypto';
import * as z from 'zod';
import { comparisonLines, comparisonWarnings } from '../../evidence/compare/comparison.ts';
import { readSide, type ComparedSide } from '../../evidence/compare/sides.ts';
import { WALK_SCRIPT } from '../../evidence/report/walk-script.ts';
import type { ApiServer } from '../api-server.ts';
import type { BacktestJobs } from './backtest-jobs.ts';
import { backtestId, knownBacktest } from './backtest-view.ts';
import { Refusal } from '../documents/refusal.ts';

/**
 * A report is a page that a run has written, with names from files in it. It is shown as a stranger's:
 * in a sandbox that has no part in the panel's session, with its one script and nothing else running,
 * and nothing asked of any network.
 */
const REPORT_POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(WALK_SCRIPT).digest('base64')}'`,
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const page = {
  content: {
    'text/html': { schema: z.string().describe('A page that asks nothing of any network') },
  },
};

const comparison = z
  .object({
    success: z.literal(true),
    left: z.string(),
    right: z.string(),
    lines: z.array(z.object({ name: z.string(), left: z.string(), right: z.string() })),
    warnings: z.array(z.string()).describe('Why the two may not be compared as they stand'),
  })
  .meta({ id: 'BacktestComparison' });

const params = z.strictObject({ id: backtestId });
const noQuery = z.strictObject({});
const twoIds = z.strictObject({ left: backtestId, right: backtestId });

/** What backtests have left to read: the report of one, and two side by side. */
export function backtestReportRoutes(server: ApiServer, jobs: BacktestJobs | undefined): void {
  server.get(
    '/api/backtests/:id/report',
    {
      schema: {
        summary: 'The report of a backtest that is done, as a page to read in a browser',
        tags: ['Backtests'],
        params,
        querystring: noQuery,
        response: { 200: page },
      },
    },
    (request, reply) => {
      const { id, state } = knownBacktest(jobs, request.params.id);
      const text = jobs?.report(id);
      if (text === undefined) {
        throw new Refusal(409, 'refused', `Backtest ${id} is ${state} and has no report.`);
      }
      void reply
        .header('content-security-policy', REPORT_POLICY)
        // A sandbox has no origin that could be kept apart.
        .removeHeader('origin-agent-cluster')
        .type('text/html; charset=utf-8')
        .send(text);
    },
  );

  server.get(
    '/api/backtests/compare',
    {
      schema: {
        summary: 'Two backtests side by side, line by line',
        tags: ['Backtests'],
        querystring: twoIds,
        response: { 200: comparison },
      },
    },
    ({ query }) => {
      const [left, right] = [sideOf(jobs, query.left), sideOf(jobs, query.right)];
      const lines = comparisonLines(left, right);
      return {
        success: true as const,
        left: left.name,
        right: right.name,
        lines: lines.map(([name, one, other]) => ({ name, left: one, right: other })),
        warnings: [...comparisonWarnings(left, right)],
      };
    },
  );
}

function sideOf(jobs: BacktestJobs | undefined, asked: string): ComparedSide {
  const { id, state } = knownBacktest(jobs, asked);
  const text = jobs?.result(id);
  const read = text === undefined ? undefined : readSide(new TextEncoder().encode(text), id);
  if (read?.ok) return read.side;
  const why = read ? read.message : `it is ${state} and has no result`;
  throw new Refusal(409, 'refused', `Backtest ${id} cannot be compared: ${why}.`);
}
