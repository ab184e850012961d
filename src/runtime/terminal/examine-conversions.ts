import type { ExaminedSymbol } from '../../api/terminal-view.ts';
import { chooseSymbol, judgeSymbol, type ServerSymbol } from '../../brokers/mt5/symbol-match.ts';
import { SymbolNames } from '../../brokers/mt5/symbol-names.ts';
import { conversionSymbols } from '../../market/conversion.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName } from '../../market/units.ts';
import { candidateView, specificationOf, type Examination } from './examination.ts';
import { namesOf } from './kept-symbols.ts';

type Conversion = ExaminedSymbol['conversions'][number];
type Found = Pick<Conversion, 'symbol' | 'found' | 'question'>;

const NONE: Found = { symbol: null, found: null, question: false };

/** By which symbols of the broker the instrument's money becomes the account's. */
export async function conversionsOf(
  examination: Examination,
  { profitCurrency, marginCurrency }: Instrument,
  rows: readonly ServerSymbol[],
): Promise<Conversion[]> {
  const to = examination.settings.currency;
  const conversions: Conversion[] = [];
  for (const from of new Set([profitCurrency, marginCurrency])) {
    const wanted = conversionSymbols(from, to);
    if (wanted.length === 0) continue;
    const found =
      rows.length > 0
        ? amongRows(examination, wanted, rows)
        : await bySpecification(examination, wanted);
    conversions.push({ from, to, wanted: [...wanted], ...found });
  }
  return conversions;
}

/** The first that is there under a known name, or under one that leaves no question. */
function amongRows(
  { configured, kept }: Examination,
  wanted: readonly SymbolName[],
  rows: readonly ServerSymbol[],
): Found {
  let isQuestion = false;
  for (const symbol of wanted) {
    const known = configured[symbol] ?? kept.get(symbol)?.name;
    const row = rows.find(({ name }) => name === known);
    if (row) {
      return { symbol, found: { ...row, ...judgeSymbol(symbol, row) }, question: false };
    }
    const choice = chooseSymbol(symbol, rows);
    if (choice.kind === 'one') {
      return { symbol, found: candidateView(choice.candidate), question: false };
    }
    isQuestion ||= choice.kind === 'question';
  }
  return { ...NONE, question: isQuestion };
}

/** Where the server does not tell its symbols: as `start` looks for them. */
async function bySpecification(
  examination: Examination,
  wanted: readonly SymbolName[],
): Promise<Found> {
  const { configured, kept } = examination;
  const names = new SymbolNames({ ...namesOf(kept), ...configured });
  for (const symbol of wanted) {
    for (const name of names.candidates(symbol)) {
      const spec = await specificationOf(examination, name);
      if (typeof spec === 'string') continue;
      const told = { ...spec, name, contractSize: spec.contract_size };
      const { description, base, profit, digits, contractSize } = told;
      const row = {
        name,
        description,
        base,
        profit,
        digits,
        contractSize,
        tradeMode: spec.trade_mode,
      };
      return { symbol, found: { ...row, ...judgeSymbol(symbol, row) }, question: false };
    }
  }
  return NONE;
}
