import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { timeframeMs, type Timeframe } from '../../market/timeframe.ts';
import { CheckedStrategy, type StrategyFactory } from '../../signals/checked-strategy.ts';
import type { StrategyFile } from '../../runtime/messages.ts';
import type { Strategy, StrategyContext } from '../../signals/strategy.ts';
import { CommandError } from '../exit-codes.ts';
import { namedFile, type NamedFile } from '../named-file.ts';

/**
 * The strategy of a user's own TypeScript or JavaScript file, which exports `strategy`: a function from
 * a context to a strategy. Its code runs in this process, as it may in a backtest.
 */
export async function strategyFromFile(
  file: string,
): Promise<(context: StrategyContext) => Strategy> {
  const path = existing(file);
  const factory = await exportedBy(path);
  return (context) => new CheckedStrategy(factory, context);
}

/** Bars that are finer than those of the files can be built from nothing: it would never decide. */
export function mustNotReadFiner(
  file: string,
  { timeframes }: Pick<Strategy, 'timeframes'>,
  base: Timeframe,
): void {
  const finer = timeframes.find((one) => timeframeMs(one) < timeframeMs(base));
  if (finer === undefined) return;
  throw new CommandError(`${file} reads ${finer} bars; the files hold ${base} bars.`);
}

/** Which file it is, to the byte, under the name that it was given. */
export function fileHash(file: string): NamedFile {
  return { ...namedFile(existing(file)), file };
}

/** The file for a thread to run, wherever that thread stands. */
export function strategyNamed(file: string): StrategyFile {
  return namedFile(existing(file));
}

/** What a reader of the result should know of the file. */
export function strategyNote(file: string): string {
  const { sha256 } = fileHash(file);
  const reach =
    /['"`]((?:node:)?(?:fs|fs\/promises|http|https|net|child_process|sqlite))['"`]/.exec(
      readFileSync(file, 'utf8'),
    );
  const known = reach ? ` It uses ${reach[1]}, and may so know what it should not.` : '';
  return `Strategy: ${file}, sha256 ${sha256}; the signal settings were not used.${known}`;
}

function existing(file: string): string {
  const path = resolve(file);
  if (existsSync(path)) return path;
  throw new CommandError(`There is no strategy file ${path}.`);
}

async function exportedBy(path: string): Promise<StrategyFactory> {
  let module: { readonly strategy?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as { readonly strategy?: unknown };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const words =
      code === 'ERR_UNKNOWN_FILE_EXTENSION'
        ? 'it must be TypeScript or JavaScript, a file .ts, .js or .mjs'
        : (message ?? String(error));
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
