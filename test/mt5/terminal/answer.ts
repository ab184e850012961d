import { marginOf, profitOf } from '../../../src/market/profit.ts';
import type { QuoteBook } from '../../../src/market/conversion.ts';
import type { Lots, SymbolName } from '../../../src/market/units.ts';
import { calendarAnswer } from './calendar.ts';
import {
  accountRow,
  dealRow,
  orderRow,
  pastRow,
  positionRow,
  symbolRow,
  type Row,
} from './rows.ts';
import { moneyRow } from './money-row.ts';
import type { TestTerminal } from './test-terminal.ts';

type Line = readonly (string | number)[];
type Lines = readonly Line[];

/** What the terminal answers to a question of the shim: lines of fields. */
export function answer(terminal: TestTerminal, [what = '', ...fields]: readonly string[]): Lines {
  switch (what) {
    case 'poll':
      return poll(terminal, fields[0] ?? '');
    case 'send':
      return [flat(terminal.send(pairs(fields)))];
    case 'check':
      return [flat(check(terminal, pairs(fields)))];
    case 'ticks':
      return ticks(terminal, fields);
    case 'rates':
      return rates(terminal, fields);
    case 'margin':
    case 'profit':
      return money(terminal, what, fields);
    default:
      return calendarAnswer(terminal.calendar, what, fields);
  }
}

function poll(terminal: TestTerminal, known: string): Line[] {
  const { terms, faults, account, broker, offsetMs } = terminal;
  const events = terminal.takeEvents().map(([kind, row]): Line => ['event', kind, ...flat(row)]);
  const always: Line = [
    'terminal',
    ...flat({
      ...terminal.terminal,
      offset: offsetMs / 1000,
      skew: terminal.skewMs / 1000,
      mono_skew: terminal.monoSkewMs,
      last_quote: lastQuote(terminal),
      disk: faults.disk,
      phone_busy: faults.phoneBusy ? 1 : 0,
    }),
  ];
  if (known === String(terminal.version)) return [always, ...events];
  const books = terminal.books();
  const lines: Line[] = [['version', terminal.version], always];
  lines.push(['account', ...flat(accountRow(books.account, account))]);
  for (const [symbol, instrument] of terminal.instruments) {
    const quote = broker.quoteOf(symbol as SymbolName);
    const time = (quote?.time ?? 0) + offsetMs;
    const prices = quote
      ? {
          SYMBOL_BID: quote.bid,
          SYMBOL_ASK: quote.ask,
          SYMBOL_TIME: Math.floor(time / 1000),
          SYMBOL_TIME_MSC: time,
        }
      : {};
    const row = known === '' ? symbolRow(instrument, terminal.fillingFlags.get(symbol)) : {};
    lines.push(['symbol', symbol, ...flat({ ...row, ...terminal.specs.get(symbol), ...prices })]);
  }
  if (!faults.empty) {
    for (const position of books.positions) {
      const quote = broker.quoteOf(position.symbol);
      const profit = broker.profitOf(position.ticket) ?? 0;
      lines.push(['position', ...flat(positionRow(position, { quote, profit, terms }))]);
    }
    for (const order of books.orders) {
      lines.push(['order', ...flat(orderRow(order, broker.quoteOf(order.symbol), terms))]);
    }
    for (const order of terminal.past) lines.push(['past', ...flat(pastRow(order, terms))]);
    for (const deal of terminal.deals) lines.push(['deal', ...flat(dealRow(deal, terms))]);
    for (const [charge, type] of terminal.money) {
      lines.push(['deal', ...flat(moneyRow(charge, type, terms))]);
    }
  }
  return [...lines, ...events];
}

function lastQuote({ instruments, broker, offsetMs }: TestTerminal): number {
  const times = [...instruments.keys()].map(
    (symbol) => broker.quoteOf(symbol as SymbolName)?.time ?? 0,
  );
  return Math.floor((Math.max(...times) + offsetMs) / 1000);
}

/** OrderCheck knows of volume, filling and margin; its success is 0. */
function check(terminal: TestTerminal, request: Readonly<Record<string, string>>): Row {
  const instrument = terminal.instruments.get(request['symbol'] ?? '');
  const { equity, balance, margin, freeMargin } = terminal.broker.account();
  const result = {
    balance,
    equity,
    profit: equity - balance,
    margin,
    margin_free: freeMargin,
    margin_level: 0,
    comment: 'Done',
  };
  const refuse = (retcode: number, comment: string): Row => ({ ...result, retcode, comment });
  if (terminal.checkRetcode !== 0) return refuse(terminal.checkRetcode, 'refused by the test');
  if (!instrument) return { ...result, retcode: 0 };
  const volume = Number(request['volume']);
  if (request['action'] === '1' || request['action'] === '5') {
    const steps = volume / instrument.volumeStep;
    if (
      volume < instrument.volumeMin ||
      volume > instrument.volumeMax ||
      Math.abs(steps - Math.round(steps)) > 1e-6
    ) {
      return refuse(10_014, 'Invalid volume');
    }
    const flags = terminal.fillingFlags.get(instrument.symbol) ?? 3;
    const filling = Number(request['filling']);
    const isMarket = request['action'] === '1' && instrument.executionMode === 'market';
    const { checkFilling } = terminal;
    if (checkFilling !== undefined && filling !== checkFilling) {
      return refuse(10_030, 'Unsupported filling mode');
    }
    if (checkFilling !== undefined) return { ...result, retcode: 0 };
    const allowed = filling === 0 ? (flags & 1) > 0 : filling === 1 ? (flags & 2) > 0 : !isMarket;
    if (!allowed) return refuse(10_030, 'Unsupported filling mode');
  }
  return { ...result, retcode: 0 };
}

function ticks(terminal: TestTerminal, fields: readonly string[]): Line[] {
  const [symbol = '', from, until, count] = fields;
  const all = terminal.history.get(symbol)?.ticks ?? [];
  const chosen = all.filter(
    ({ time }) => time >= Number(from) && (until === '0' || time <= Number(until)),
  );
  const most = Number(count);
  const cut = most === 0 ? chosen : from === '0' ? chosen.slice(-most) : chosen.slice(0, most);
  return cut.map(({ time, bid, ask }) => [time, bid, ask]);
}

const SECONDS: Readonly<Record<string, number>> = {
  1: 60,
  5: 300,
  15: 900,
  30: 1800,
  16385: 3600,
  16388: 14_400,
  16408: 86_400,
};

function rates(terminal: TestTerminal, fields: readonly string[]): Line[] {
  const [symbol = '', timeframe = '1', how, from, to] = fields;
  const seconds = SECONDS[timeframe];
  const all = seconds === undefined ? [] : (terminal.history.get(symbol)?.bars(seconds) ?? []);
  if (all.length === 0 || terminal.historyLoading) return [['error', 4401]];
  let chosen = all;
  if (how === 'position') {
    const end = all.length - Number(from);
    chosen = all.slice(Math.max(0, end - Number(to)), Math.max(0, end));
  } else if (how === 'until')
    chosen = all.filter(({ time }) => time <= Number(from)).slice(-Number(to));
  else chosen = all.filter(({ time }) => time >= Number(from) && time <= Number(to));
  const spread = terminal.instruments.get(symbol)?.typicalSpread ?? 0;
  return chosen.map((bar) => [bar.time, bar.open, bar.high, bar.low, bar.close, bar.ticks, spread]);
}

function money(
  terminal: TestTerminal,
  what: 'margin' | 'profit',
  fields: readonly string[],
): Line[] {
  const [type, symbol = '', volume, open, close] = fields;
  const instrument = terminal.instruments.get(symbol);
  if (!instrument) return [];
  const side = Number(type) % 2 === 0 ? 'buy' : 'sell';
  const { currency, leverage } = terminal.broker.account();
  const quotes: QuoteBook = { get: (name) => terminal.broker.quoteOf(name) };
  const lots = Number(volume) as Lots;
  const at = Number(open);
  const value =
    what === 'profit'
      ? profitOf(instrument, side, lots, at, Number(close), currency, quotes)
      : marginOf(instrument, lots, at, leverage, currency, quotes, side);
  return value === undefined ? [] : [[value]];
}

function flat(row: Row): (string | number)[] {
  return Object.entries(row).flat();
}

function pairs(fields: readonly string[]): Readonly<Record<string, string>> {
  const row: Record<string, string> = {};
  for (let at = 0; at + 1 < fields.length; at += 2) row[fields[at] ?? ''] = fields[at + 1] ?? '';
  return row;
}
