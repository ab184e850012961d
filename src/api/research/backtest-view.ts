import * as z from 'zod';
import { TIMEFRAMES } from '../../market/timeframe.ts';
import type { BacktestJobs } from './backtest-jobs.ts';
import { Refusal } from '../documents/refusal.ts';
import { utcMs } from '../units.ts';

const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?$/, 'a date such as 2024-01-31');

/** Of a backtest, as the list shows it. */
export const backtestId = z.string().regex(/^[0-9a-f-]{1,64}$/, 'an id as the list shows it');

export const backtestRequest = z
  .strictObject(
    {
      source: z
        .enum(['simulated', 'store', 'files'], { error: 'simulated, store or files' })
        .describe('The simulated market, bars of the store, or files of the allowed folder'),
      symbol: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9._#-]{0,31}$/, 'a symbol')
        .optional()
        .describe('Needed for store and files'),
      files: z
        .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'the name of a file, no path'))
        .min(1)
        .max(100)
        .optional()
        .describe('Names of files in the folder backtest-files of the state folder'),
      clock: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9+/_-]{0,39}$/, 'a clock rule such as eet-us')
        .optional()
        .describe('Clock rule of the files'),
      weeks: z.int().min(1).max(520).optional().describe('Length of a simulated one'),
      seed: z.int().min(0).max(2_147_483_647).optional(),
      from: instant.optional(),
      to: instant.optional(),
      timeframe: z.enum(TIMEFRAMES).optional(),
      balance: z.number().gt(0).max(1e12).optional(),
    },
    { error: 'expects {"source": "simulated"} or more' },
  )
  .refine(({ source, files }) => (source === 'files') === (files !== undefined), {
    error: 'files are named with the source files, and with no other',
  })
  .refine(({ source, symbol }) => source === 'simulated' || symbol !== undefined, {
    error: 'name the symbol of the bars',
  });
export type BacktestRequest = z.infer<typeof backtestRequest>;

export const backtestView = z
  .object({
    id: z.string(),
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    progress: z.number().describe('0..1'),
    startedAt: utcMs,
    endedAt: utcMs.nullable(),
    request: z.looseObject({ source: z.string() }),
    words: z.string().describe('What it said: the summary, or why it failed'),
  })
  .meta({ id: 'Backtest' });
export type BacktestView = Omit<z.infer<typeof backtestView>, 'request'> & {
  readonly request: BacktestRequest;
};

/** The backtest of that id; a refusal when there is none. */
export function knownBacktest(jobs: BacktestJobs | undefined, id: string): BacktestView {
  const job = jobs?.find(id);
  if (job) return job;
  throw new Refusal(404, 'no-such-backtest', `There is no backtest ${id}; see /api/backtests.`);
}
