/** What a column of a text file holds. `stamp` is a date with or without time in one column. */
export type ColumnRole =
  | 'stamp'
  | 'date'
  | 'clock'
  | 'dayMs'
  | 'epoch'
  | 'open'
  | 'high'
  | 'low'
  | 'close'
  | 'askOpen'
  | 'askHigh'
  | 'askLow'
  | 'askClose'
  | 'volume'
  | 'spread'
  | 'bid'
  | 'ask'
  | 'skip';

/** Names of the formats, as reports show them. */
export type FormatName =
  | 'MT5 export (tab)'
  | 'MT5 export (comma)'
  | 'MT5 ticks'
  | 'MT4 export'
  | 'prepared CSV'
  | 'HistData bars'
  | 'HistData ticks'
  | 'python dump'
  | 'bars CSV'
  | 'ticks CSV'
  | 'LEAN quote bars'
  | 'LEAN bars'
  | 'LEAN ticks'
  | 'TrueFX ticks'
  | 'Dukascopy bars'
  | 'Dukascopy ticks'
  | 'Parquet bars'
  | 'Parquet quote bars'
  | 'Parquet ticks';

export interface RowLayout {
  readonly format: FormatName;
  readonly content: 'bars' | 'quote bars' | 'ticks';
  readonly separator: number;
  readonly columns: readonly ColumnRole[];
  /** The header line, which must not come again; undefined when there is none. */
  readonly header: string | undefined;
  /** Wall clock midnight that `dayMs` counts from, in ms since 1970; 0 when there is none. */
  readonly dayStart: number;
  /** May a bid or an ask be left empty, meaning unchanged? (MT5 tick exports do.) */
  readonly keepsUnchanged: boolean;
}

const ROLE_OF_NAME: Readonly<Record<string, ColumnRole>> = {
  datetime: 'stamp',
  timestamp: 'stamp',
  'gmt time': 'stamp',
  'local time': 'stamp',
  'date time': 'stamp',
  date_time: 'stamp',
  'time (utc)': 'stamp',
  date: 'date',
  time: 'clock',
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  tickvol: 'volume',
  tick_volume: 'volume',
  tickvolume: 'volume',
  'tick volume': 'volume',
  volume: 'volume',
  vol: 'volume',
  spread: 'spread',
  bid: 'bid',
  ask: 'ask',
  bid_price: 'bid',
  ask_price: 'ask',
  bidprice: 'bid',
  askprice: 'ask',
};

/** A price of one side of a bar: `bid_open`, `askclose`, `high_ask`. */
const SIDED =
  /^(?:(?<side>bid|ask)[ _]?(?<price>open|high|low|close)|(?<first>open|high|low|close)[ _]?(?<then>bid|ask))$/;
const BID_ROLES = { open: 'open', high: 'high', low: 'low', close: 'close' } as const;
const ASK_ROLES = { open: 'askOpen', high: 'askHigh', low: 'askLow', close: 'askClose' } as const;

const TICK_VOLUME = /^tick[ _]?vol(ume)?$/;

/** How the columns of a text are to be read, from its first lines and its name. */
export function detectLayout(text: Uint8Array, innerName: string): RowLayout | undefined {
  const [first, second] = firstLines(text);
  if (first === undefined) return undefined;
  return /^[^0-9]*$/.test(first.slice(0, 4)) && !/^[A-Z]{3}\/?[A-Z]{3},/.test(first)
    ? layoutOfHeader(first, second)
    : layoutOfRow(first, innerName);
}

/** What columns hold by their names, whatever file they are in. */
export function rolesOf(names: readonly string[]): ColumnRole[] {
  const lower = names.map((name) => name.toLowerCase());
  const sided = lower.map(sidedRole);
  // Bars are bid bars: where the bids have names of their own, the plain ones are something else.
  const hasBids = Object.values(BID_ROLES).every((role) => sided.includes(role));
  const hasAsks = Object.values(ASK_ROLES).every((role) => sided.includes(role));
  const tickVolume = lower.findIndex((name) => TICK_VOLUME.test(name));
  return lower.map((name, index): ColumnRole => {
    const side = sided[index];
    if (side !== undefined) return (side in BID_ROLES ? hasBids : hasAsks) ? side : 'skip';
    const role = ROLE_OF_NAME[name] ?? 'skip';
    if (hasBids && role in BID_ROLES) return 'skip';
    // Tick volume wins over the real volume that stands beside it.
    const isOther = role === 'volume' && tickVolume >= 0 && index !== tickVolume;
    return isOther ? 'skip' : role;
  });
}

function sidedRole(name: string): ColumnRole | undefined {
  const { side, price, first, then } = SIDED.exec(name)?.groups ?? {};
  const which = (price ?? first) as keyof typeof BID_ROLES | undefined;
  if (which === undefined) return undefined;
  return (side ?? then) === 'bid' ? BID_ROLES[which] : ASK_ROLES[which];
}

function firstLines(text: Uint8Array): string[] {
  const head = new TextDecoder().decode(text.subarray(0, 2048));
  return head.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function separatorOf(line: string): string {
  return ['\t', ';'].find((candidate) => line.includes(candidate)) ?? ',';
}

function layoutOfHeader(header: string, row: string | undefined): RowLayout | undefined {
  const separator = separatorOf(header);
  const names = header.split(separator).map((name) => name.trim().replace(/^[<"]|[>"]$/g, ''));
  const columns = rolesOf(names);
  // An index column that was written without its name.
  if (names[0] === '' && !columns.some((role) => role === 'stamp' || role === 'date')) {
    columns[0] = 'stamp';
  }
  settleTime(columns, row?.split(separator));
  return finishLayout(formatOfHeader(header, separator, columns), separator, columns, header, 0);
}

/** A lone `date` or `time` column holds the whole stamp; ten or thirteen digits are an epoch. */
function settleTime(columns: ColumnRole[], row: readonly string[] | undefined): void {
  const date = columns.indexOf('date');
  const clock = columns.indexOf('clock');
  if (date < 0 !== clock < 0) columns[Math.max(date, clock)] = 'stamp';
  const stamp = columns.indexOf('stamp');
  if (stamp >= 0 && row && /^(\d{10}|\d{13})$/.test(row[stamp]?.trim() ?? '')) {
    columns[stamp] = 'epoch';
  }
}

function formatOfHeader(
  header: string,
  separator: string,
  columns: readonly ColumnRole[],
): FormatName {
  const ticks = columns.includes('bid') && columns.includes('ask');
  if (header.startsWith('<')) return ticks ? 'MT5 ticks' : 'MT5 export (tab)';
  if (ticks) return 'ticks CSV';
  if (/tickvol,/i.test(header)) return 'MT5 export (comma)';
  if (/tick_volume/i.test(header)) return 'python dump';
  return separator === ';' ? 'prepared CSV' : 'bars CSV';
}

const BAR: readonly ColumnRole[] = ['open', 'high', 'low', 'close', 'volume'];
const ASK_BAR: readonly ColumnRole[] = ['askOpen', 'askHigh', 'askLow', 'askClose', 'skip'];

/** Layouts without a header, told by the number of columns and the look of the first ones. */
function layoutOfRow(row: string, innerName: string): RowLayout | undefined {
  const separator = separatorOf(row);
  const fields = row.split(separator);
  const first = fields[0] ?? '';
  const count = fields.length;
  const make = (format: FormatName, columns: readonly ColumnRole[]) =>
    finishLayout(format, separator, columns, undefined, 0);
  if (/^\d{8} \d{6,9}$/.test(first)) {
    if (count === 6) return make('HistData bars', ['stamp', ...BAR]);
    return count === 4 || count === 3
      ? make('HistData ticks', ['stamp', 'bid', 'ask', ...skips(count - 3)])
      : undefined;
  }
  if (/^[A-Z]{3}\/?[A-Z]{3}$/.test(first) && count === 4) {
    return make('TrueFX ticks', ['skip', 'stamp', 'bid', 'ask']);
  }
  if (/^\d{4}[.-]\d{2}[.-]\d{2}$/.test(first) && /^\d{2}:\d{2}(:\d{2})?$/.test(fields[1] ?? '')) {
    return count === 7 ? make('MT4 export', ['date', 'clock', ...BAR]) : undefined;
  }
  return layoutOfLean(first, count, separator, innerName);
}

function layoutOfLean(
  first: string,
  count: number,
  separator: string,
  innerName: string,
): RowLayout | undefined {
  const isDayMs = /^\d{1,8}(\.\d+)?$/.test(first);
  if (!isDayMs && !/^\d{8} \d{2}:\d{2}/.test(first)) return undefined;
  const day = /(\d{4})(\d{2})(\d{2})/.exec(innerName.split(/[\\/]/).at(-1) ?? '');
  if (isDayMs && !day) return undefined;
  const dayStart =
    isDayMs && day ? Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])) : 0;
  const time: ColumnRole = isDayMs ? 'dayMs' : 'stamp';
  const make = (format: FormatName, columns: readonly ColumnRole[]) =>
    finishLayout(format, separator, columns, undefined, dayStart);
  if (count === 11) return make('LEAN quote bars', [time, ...BAR, ...ASK_BAR]);
  if (count === 6) return make('LEAN bars', [time, ...BAR]);
  if (count === 3 && isDayMs) return make('LEAN ticks', [time, 'bid', 'ask']);
  return undefined;
}

function skips(count: number): ColumnRole[] {
  return Array.from({ length: count }, () => 'skip');
}

function finishLayout(
  format: FormatName,
  separator: string,
  columns: readonly ColumnRole[],
  header: string | undefined,
  dayStart: number,
): RowLayout | undefined {
  const has = (...roles: ColumnRole[]) => roles.every((role) => columns.includes(role));
  const timed = ['stamp', 'clock', 'dayMs', 'epoch'].some((role) => has(role as ColumnRole));
  const bars = has('open', 'high', 'low', 'close');
  if (!timed || !(bars || has('bid', 'ask'))) return undefined;
  return {
    format,
    content: !bars ? 'ticks' : has('askOpen') ? 'quote bars' : 'bars',
    separator: separator.charCodeAt(0),
    columns,
    header,
    dayStart,
    keepsUnchanged: format === 'MT5 ticks',
  };
}
