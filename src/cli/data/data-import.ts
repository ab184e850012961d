import { describeProblem } from '../../data/data-problem.ts';
import { importIntoStore, type StoreImported } from '../../data/store/import-files.ts';
import {
  importOptions,
  instrumentOf,
  orTell,
  USUAL_STORE,
  type FileOptions,
} from './data-options.ts';
import { CommandError } from '../exit-codes.ts';
import { version } from '../version.ts';

export interface DataImportOptions extends FileOptions {
  readonly store?: string;
  readonly replace?: boolean;
  readonly licence?: string;
  readonly json?: boolean;
}

/** Import files into the store. */
export function importData(files: readonly string[], options: DataImportOptions): void {
  const instrument = instrumentOf(files, options);
  if (!instrument) throw new CommandError('Say which instrument the files are of: --symbol EURUSD');
  const { clock } = options;
  if (clock === undefined) {
    throw new CommandError(
      `Say by which clock the files were written: --clock RULE. npx kimi-agent data check ` +
        `${files[0]} --symbol ${instrument.symbol} proposes it from their weekends.`,
    );
  }
  const folder = options.store ?? USUAL_STORE;
  const imported = orTell(
    importIntoStore(folder, {
      sources: files,
      options: { instrument, clock, ...importOptions(options) },
      replace: options.replace === true,
      licence: options.licence ?? '',
      version: version(),
      at: Date.now(),
    }),
  );
  const text =
    options.json === true
      ? JSON.stringify(imported, undefined, 1)
      : importedText(imported, folder).join('\n');
  process.stdout.write(`${text}\n`);
}

function importedText(imported: StoreImported, folder: string): string[] {
  const { inspection, grain, added, identical, replaced, warnings } = imported;
  const what = `${inspection.symbol} ${grain === 'tick' ? 'ticks' : `${grain} bars`}`;
  const parts = [
    `${count(added)} added`,
    ...(identical > 0 ? [`${count(identical)} were stored already`] : []),
    ...(replaced > 0 ? [`${count(replaced)} replaced`] : []),
    ...(inspection.duplicatesDropped > 0
      ? [`${count(inspection.duplicatesDropped)} exact duplicates in the files dropped`]
      : []),
    ...(inspection.crossedQuotes > 0
      ? [`${count(inspection.crossedQuotes)} crossed quotes counted`]
      : []),
  ];
  const from = new Date(inspection.from).toISOString().slice(0, 16).replace('T', ' ');
  const to = new Date(inspection.to).toISOString().slice(0, 16).replace('T', ' ');
  return [
    ...warnings.map((problem) => `Warning: ${describeProblem(problem)}`),
    `${what}, ${from} to ${to} UTC: ${parts.join(', ')}.`,
    `Stored in ${folder}. Run on them: npx kimi-agent backtest --symbol ${inspection.symbol}` +
      (folder === USUAL_STORE ? '' : ` --store ${folder}`),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
