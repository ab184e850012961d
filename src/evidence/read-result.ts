import { z } from 'zod';
import type { Money } from '../market/units.ts';
import { metricsOf } from './metrics.ts';
import type { BacktestResult } from './result.ts';

export type ReadResult =
  | { readonly ok: true; readonly result: BacktestResult }
  | { readonly ok: false; readonly message: string };

const FORMAT = 'kimi-agent-backtest/1';

const trade = z.looseObject({
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  lots: z.number(),
  openedAt: z.number(),
  openPrice: z.number(),
  closedAt: z.number(),
  closePrice: z.number(),
  stopLoss: z.number(),
  takeProfit: z.number(),
  risk: z.number(),
  gross: z.number(),
  commission: z.number(),
  swap: z.number(),
  net: z.number(),
  r: z.number(),
  exit: z.string(),
  confidence: z.number().min(0).max(1),
  mae: z.number().nullable().default(null),
  mfe: z.number().nullable().default(null),
  spreadCost: z.number().nullable().default(null),
});

const controls = z.looseObject({
  same: z.array(z.number()),
  other: z.array(z.number()),
  coinFlip: z.looseObject({ seeds: z.number().int().min(1).max(1_000_000) }).nullable(),
  reproduced: z.looseObject({ trades: z.number(), of: z.number() }),
  costLadder: z.array(z.looseObject({ spread: z.number(), r: z.array(z.number()) })),
});

const result = z.looseObject({
  format: z.literal(FORMAT),
  version: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  data: z.array(
    z.looseObject({ symbol: z.string(), source: z.string(), sha256: z.string(), bars: z.number() }),
  ),
  settings: z.looseObject({ symbols: z.array(z.string()), currency: z.string() }),
  settingsHash: z.string(),
  initialBalance: z.number(),
  trades: z.array(trade),
  tradesSha256: z.string(),
  equity: z.array(z.tuple([z.number(), z.number(), z.number()])),
  intrabar: z.looseObject({ decided: z.number(), of: z.number(), sharePct: z.number() }),
  spreadMultiplier: z.number().positive().optional(),
  controls: controls.optional(),
});

/** Reads a result that a backtest wrote. Its metrics are computed again from its trades. */
export function readResult(text: string, name: string): ReadResult {
  const refuse = (message: string): ReadResult => ({ ok: false, message: `${name} ${message}` });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('holds no whole JSON: it is cut short, or no result of a backtest.');
  }
  const format = (json as { readonly format?: unknown } | null)?.format;
  if (format !== FORMAT) {
    const found = typeof format === 'string' ? `of format ${format}` : 'no result of a backtest';
    return refuse(`is ${found}; this version reads ${FORMAT}. Run the backtest again with --json.`);
  }
  const read = result.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    return refuse(`is damaged at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'unknown'}.`);
  }
  // The schema asks for what is computed with; the rest is shown as the backtest wrote it.
  const known = read.data as unknown as BacktestResult;
  const metrics = metricsOf(known.trades, known.equity, known.initialBalance as Money);
  return { ok: true, result: { ...known, metrics } };
}
