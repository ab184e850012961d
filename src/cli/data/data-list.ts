import Table from 'cli-table3';
import { describeProblem } from '../../data/data-problem.ts';
import { HistoryStore, type StoredSeries } from '../../data/store/history-store.ts';
import type { ImportRecord } from '../../data/store/import-record.ts';
import { orTell, USUAL_STORE } from './data-options.ts';
import { EXIT } from '../exit-codes.ts';

export interface DataListOptions {
  readonly store?: string;
  readonly json?: boolean;
  readonly verify?: boolean;
}

type Listed = StoredSeries & {
  readonly imports: readonly ImportRecord[];
  /** What is wrong with its rows, after `--verify`. */
  readonly damage?: string;
};

/** Show what the store holds. */
export function listData(options: DataListOptions): void {
  const store = orTell(HistoryStore.open(options.store ?? USUAL_STORE));
  try {
    const listed = orTell(store.series()).map((one) => describe(store, one, options));
    const text =
      options.json === true
        ? JSON.stringify({ store: store.file, series: listed }, undefined, 1)
        : tableOf(listed, options.verify === true);
    process.stdout.write(`${text}\n`);
    if (listed.some(({ damage }) => damage !== undefined)) process.exitCode = EXIT.badInput;
  } finally {
    store.close();
  }
}

function describe(store: HistoryStore, series: StoredSeries, options: DataListOptions): Listed {
  const { symbol, grain, side } = series;
  const imports = orTell(store.imports(symbol, grain));
  if (options.verify !== true) return { ...series, imports };
  const read =
    grain === 'tick' || side === 'both'
      ? store.readTicks(symbol)
      : store.readBars(symbol, grain, side);
  return read.ok
    ? { ...series, imports }
    : { ...series, imports, damage: describeProblem(read.problem) };
}

function tableOf(listed: readonly Listed[], isVerified: boolean): string {
  if (listed.length === 0) {
    return 'The store is empty. Fill it: npx kimi-agent data import FILE… --symbol S --clock RULE';
  }
  const head = [
    'Symbol',
    'Bars',
    'Side',
    'Rows',
    'From (UTC)',
    'To (UTC)',
    'Size',
    'Clock',
    'From',
  ];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const { symbol, grain, side, rows, first, last, bytes, imports } of listed) {
    table.push([
      symbol,
      grain,
      side,
      rows.toLocaleString('en-US'),
      minute(first),
      minute(last),
      `${(bytes / 1e6).toFixed(1)} MB`,
      namesOf(imports.map(({ clock }) => clock)),
      namesOf(imports.flatMap(({ files }) => files.map(({ name }) => name))),
    ]);
  }
  const damages = listed.flatMap(({ damage }) => damage ?? []);
  const verdict = isVerified && damages.length === 0 ? ['Every row matches its checksum.'] : [];
  return [table.toString(), ...damages, ...verdict].join('\n');
}

/** The different names, the first two of them and how many more. */
function namesOf(names: readonly string[]): string {
  const different = [...new Set(names)];
  const more = different.length > 2 ? ` and ${different.length - 2} more` : '';
  return different.slice(0, 2).join(', ') + more;
}

function minute(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
