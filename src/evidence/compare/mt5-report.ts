import type { Trade } from '../../agents/trade-ledger.ts';
import type { Side } from '../../market/quote.ts';
import type { Lots, Money, RMultiple, SymbolName, UtcMs } from '../../market/units.ts';
import { tableRows } from './mt5-tables.ts';

/** What an MT5 Strategy Tester report tells of its trades. */
export interface Mt5Report {
  readonly currency: string;
  readonly initialBalance: Money;
  readonly trades: readonly Trade[];
  /** Entries still open at the end of the report: they are in no trade. */
  readonly leftOpen: number;
}

export type ReadMt5 =
  | { readonly ok: true; readonly report: Mt5Report }
  | { readonly ok: false; readonly message: string };

/** A row of MT5's table of deals, as it stands; times are those of the server's own clock. */
export interface DealRow {
  readonly time: UtcMs;
  readonly deal: string;
  readonly symbol: string;
  readonly type: string;
  readonly direction: string;
  readonly volume: number;
  readonly price: number;
  readonly commission: number;
  readonly swap: number;
  readonly profit: number;
  readonly balance: number;
}

const COLUMNS = ['time', 'deal', 'symbol', 'type', 'direction', 'volume', 'price'] as const;

/**
 * Reads the table of deals of a Strategy Tester report, as HTML or as the XML spreadsheet that MT5
 * saves. Exits are matched to the oldest open entry of the other side of their symbol; times are those
 * of the tester's own clock, taken as they stand. The report names no stop, so a trade has no R.
 */
export function readMt5Report(text: string, name: string): ReadMt5 {
  const deals = dealsIn(tableRows(text));
  if (typeof deals === 'string') return { ok: false, message: `${name} ${deals}` };
  const deposit = deals.find(({ type }) => type === 'balance');
  const { trades, leftOpen } = matched(
    deals.filter(({ type }) => type === 'buy' || type === 'sell'),
  );
  const initialBalance = (deposit?.profit ?? deals[0]?.balance ?? 0) as Money;
  const currency = /Currency:?<\/td>\s*<td[^>]*>(?:<b>)?\s*([A-Z]{3})/i.exec(text)?.[1] ?? '';
  return { ok: true, report: { currency, initialBalance, trades, leftOpen } };
}

/** The rows of the table of deals among `rows`; what is wrong, in words, when there is none. */
export function dealsIn(rows: readonly (readonly string[])[]): readonly DealRow[] | string {
  const headAt = rows.findIndex((cells) => {
    const names = cells.map((cell) => cell.toLowerCase());
    return COLUMNS.every((column) => names.includes(column));
  });
  const head = rows[headAt]?.map((cell) => cell.toLowerCase());
  if (!head)
    return 'has no table of deals: save the report of the Strategy Tester with its deals, in English.';
  const deals: DealRow[] = [];
  for (const cells of rows.slice(headAt + 1)) {
    if (isTitle(cells)) break; // open positions and waiting orders follow in a history report
    const cell = (column: string): string => cells[head.indexOf(column)] ?? '';
    const time = timeOf(cell('time'));
    // Below the deals stand their totals, which have no time.
    if (time === undefined) continue;
    const number = (column: string): number => numberOf(cell(column));
    const deal: DealRow = {
      time,
      deal: cell('deal'),
      symbol: cell('symbol'),
      type: cell('type').toLowerCase(),
      direction: cell('direction').toLowerCase(),
      volume: number('volume'),
      price: number('price'),
      commission: cents(number('commission') + number('fee')),
      swap: number('swap'),
      profit: number('profit'),
      balance: number('balance'),
    };
    const broken = Object.entries(deal).find(([, value]) => Number.isNaN(value));
    if (broken) return `has a deal at ${cell('time')} whose ${broken[0]} is no number.`;
    deals.push(deal);
  }
  return deals;
}

/** One word across the table: the name of the next one. */
function isTitle(cells: readonly string[]): boolean {
  return cells.length > 3 && (cells[0] ?? '') !== '' && cells.slice(1).every((cell) => cell === '');
}

/** A sum of two amounts of cents, without float noise. */
function cents(amount: number): number {
  return Number(amount.toFixed(8));
}

interface OpenEntry {
  readonly deal: DealRow;
  left: number;
}

function matched(deals: readonly DealRow[]): { trades: readonly Trade[]; leftOpen: number } {
  const open = new Map<string, OpenEntry[]>();
  const trades: Trade[] = [];
  for (const deal of deals) {
    const waiting = open.get(deal.symbol) ?? [];
    open.set(deal.symbol, waiting);
    let left = deal.volume;
    if (deal.direction !== 'in') {
      for (const entry of waiting.filter((one) => one.deal.type !== deal.type)) {
        const lots = Math.min(left, entry.left);
        if (!(lots > 1e-9)) continue;
        trades.push(tradeOf(entry.deal, deal, lots, trades.length));
        left -= lots;
        entry.left -= lots;
      }
    }
    if (deal.direction !== 'out' && left > 1e-9) waiting.push({ deal, left });
    open.set(
      deal.symbol,
      waiting.filter((entry) => entry.left > 1e-9),
    );
  }
  const leftOpen = [...open.values()].reduce((sum, entries) => sum + entries.length, 0);
  return { trades, leftOpen };
}

function tradeOf(entry: DealRow, exit: DealRow, lots: number, index: number): Trade {
  const ofEntry = lots / entry.volume;
  const ofExit = lots / exit.volume;
  const gross = (entry.profit * ofEntry + exit.profit * ofExit) as Money;
  const commission = (entry.commission * ofEntry + exit.commission * ofExit) as Money;
  const swap = (entry.swap * ofEntry + exit.swap * ofExit) as Money;
  return {
    position: String(index + 1) as Trade['position'],
    symbol: entry.symbol as SymbolName,
    side: entry.type as Side,
    lots: lots as Lots,
    openedAt: entry.time,
    openPrice: entry.price,
    closedAt: exit.time,
    closePrice: exit.price,
    stopLoss: 0,
    takeProfit: 0,
    risk: 0 as Money,
    gross,
    commission,
    swap,
    net: (gross + commission + swap) as Money,
    r: 0 as RMultiple,
    exit: 'expert',
    signalId: '',
    confidence: 0,
  };
}

/** `2021.01.06 12:05:00`. */
function timeOf(text: string): UtcMs | undefined {
  const match = /^(\d{4})[.-](\d{2})[.-](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second) as UtcMs;
}

/** MT5 parts thousands with spaces; an empty cell is nothing. */
function numberOf(text: string): number {
  const plain = text.replace(/[\s\u00a0]/g, '');
  return plain === '' ? 0 : Number(plain);
}
