import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CheckedStrategy, type StrategyFactory } from '../signals/checked-strategy.ts';
import type { Strategy, StrategyContext } from '../signals/strategy.ts';
import { CommandError } from './exit-codes.ts';

/**
 * The strategy of a user's own TypeScript or JavaScript file, which exports `strategy`: a function from
 * a context to a strategy. Its code runs in this process, as it may in a backtest.
 */
export async function strategyFromFile(
  file: string,
): Promise<(context: StrategyContext) => Strategy> {
  const path = resolve(file);
  if (!existsSync(path)) throw new CommandError(`There is no strategy file ${path}.`);
  const factory = await exportedBy(path);
  return (context) => new CheckedStrategy(factory, context);
}

/** What a reader of the result should know of the file: which one it was, to the byte. */
export function strategyNote(file: string): string {
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  return `Strategy: ${file}, sha256 ${sha256}; the signal settings were not used.`;
}

async function exportedBy(path: string): Promise<StrategyFactory> {
  let module: { readonly strategy?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as { readonly strategy?: unknown };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new CommandError(`The strategy file ${path} cannot be loaded: ${words}`);
  }
  if (typeof module.strategy !== 'function') {
    throw new CommandError(
      `The strategy file ${path} exports no function called strategy: it must ` +
        'export const strategy = (context) => new MyStrategy(context). docs/strategies.md shows how.',
    );
  }
  return module.strategy as StrategyFactory;
}
