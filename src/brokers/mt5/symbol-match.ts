import { expectedOf, familyOf, isKnownCurrency, type Expected } from './symbol-families.ts';

/** What a server says of one of its symbols before it is asked for the whole specification. */
export interface ServerSymbol {
  readonly name: string;
  readonly description: string;
  readonly base: string;
  readonly profit: string;
  readonly digits: number;
  readonly contractSize: number;
  /** MetaTrader's own name of the trade mode. */
  readonly tradeMode: string;
}

/**
 * `confirmed`: currencies, digits and contract size are what the name means. `doubtful`: the currencies
 * are, something else is not, or nothing is known to compare with. `another`: another thing.
 */
export interface Verdict {
  readonly verdict: 'confirmed' | 'doubtful' | 'another';
  /** What is unusual; empty when it is confirmed. */
  readonly why: string;
}

export type Candidate = ServerSymbol & Verdict & { readonly how: 'exact' | 'affix' | 'rename' };

/** Which of a server's symbols is ours: one, a question to a person, or none of them. */
export type Choice =
  | { readonly kind: 'one'; readonly candidate: Candidate; readonly others: readonly Candidate[] }
  | { readonly kind: 'question'; readonly candidates: readonly Candidate[] }
  /** With those that only have the name. */
  | { readonly kind: 'none'; readonly rejected: readonly Candidate[] };

/** Is a server's symbol what our name means? */
export function judgeSymbol(
  symbol: string,
  found: Omit<ServerSymbol, 'name' | 'description' | 'tradeMode'>,
): Verdict {
  const expected = expectedOf(symbol);
  if (!expected) return { verdict: 'doubtful', why: `nothing is known to compare ${symbol} with` };
  const other = otherCurrencies(expected, found);
  if (other !== undefined) return { verdict: 'another', why: other };
  const doubts = doubtsOf(expected, found);
  if (doubts.length === 0) return { verdict: 'confirmed', why: '' };
  return { verdict: 'doubtful', why: doubts.join(', ') };
}

type Told = Parameters<typeof judgeSymbol>[1];

/** Brokers call the base of a metal, a coin or an index as they like; what is known to be another, is. */
function otherCurrencies({ assetClass, base, profit }: Expected, found: Told): string | undefined {
  if (assetClass === 'index') return undefined;
  const isOtherBase =
    assetClass === 'fx' ? found.base !== base : isAnotherBase(found, base) && found.base !== profit;
  if (!isOtherBase && found.profit === profit) return undefined;
  return `it is ${found.base} in ${found.profit}, not ${base} in ${profit}`;
}

function isAnotherBase(found: Told, base: string): boolean {
  return found.base !== base && isKnownCurrency(found.base);
}

/** One digit more or less is a matter of taste; a contract of another size is another lot. */
function doubtsOf(expected: Expected, found: Told): string[] {
  const { assetClass, base, profit, digits, contractSize } = expected;
  const isUsualBase = assetClass === 'index' || [base, profit].includes(found.base);
  return [
    ...(isUsualBase ? [] : [`its base is called ${found.base}, not ${base}`]),
    ...(found.profit === profit ? [] : [`in ${found.profit}, not ${profit}`]),
    ...(Math.abs(found.digits - digits) <= 1
      ? []
      : [`${found.digits} digits, usual are ${digits}`]),
    ...(found.contractSize === contractSize
      ? []
      : [`${found.contractSize} units a lot, usual are ${contractSize}`]),
  ];
}

/** The server's symbols that may be ours by their name, with what speaks for and against each. */
export function symbolCandidates(
  symbol: string,
  rows: readonly ServerSymbol[],
): readonly Candidate[] {
  const [ours = '', ...renames] = familyOf(symbol);
  return rows.flatMap((row) => {
    const how = howNamed(row.name, symbol, ours, renames);
    return how === undefined ? [] : [{ ...row, ...judgeSymbol(symbol, row), how }];
  });
}

function howNamed(
  name: string,
  symbol: string,
  ours: string,
  renames: readonly string[],
): Candidate['how'] | undefined {
  if (name === symbol) return 'exact';
  if (hasAffix(name, ours)) return 'affix';
  return renames.some((rename) => hasAffix(name, rename)) ? 'rename' : undefined;
}

/** Words that brokers put before or behind a name, in capitals too. */
const WORDS: ReadonlySet<string> = new Set(
  'PRO ECN RAW STP STD MINI MICRO CENT CASH SPOT CFD VIP PRIME ZERO PLUS M C I R X'.split(' '),
);
/** A name this short is part of too many others: it must stand alone, or behind a sign. */
const SHORT = 3;

/** Is it `core`, perhaps with a prefix or suffix: `EURUSD.r`, `mEURUSD`, `EUR/USD`, `#US30`, `GOLDmicro`? */
function hasAffix(name: string, core: string): boolean {
  const plain = name.replaceAll('/', '');
  const at = plain.toUpperCase().indexOf(core);
  if (at < 0) return false;
  const [before, after] = [plain.slice(0, at), plain.slice(at + core.length)];
  const isShort = core.length <= SHORT;
  return isAffix(before, /[^A-Za-z0-9]$/, isShort) && isAffix(after, /^[^A-Za-z0-9]/, isShort);
}

const LONGEST_AFFIX = 8;

function isAffix(text: string, apart: RegExp, isShort: boolean): boolean {
  if (text === '') return true;
  if (text.length > LONGEST_AFFIX) return false;
  if (apart.test(text)) return true;
  return !isShort && (/^[a-z]+$/.test(text) || WORDS.has(text.toUpperCase()));
}

const CLOSED = new Set(['SYMBOL_TRADE_MODE_DISABLED', 'SYMBOL_TRADE_MODE_CLOSEONLY']);

/**
 * Choose among a server's symbols. The very name goes before all others; else exactly one that is
 * confirmed and can be traded is ours. Two are a question, and so is one that is unusual.
 */
export function chooseSymbol(symbol: string, rows: readonly ServerSymbol[]): Choice {
  const all = symbolCandidates(symbol, rows);
  const named = all.filter(({ verdict }) => verdict !== 'another');
  const open = named.filter(({ tradeMode }) => !CLOSED.has(tradeMode));
  const pool = open.length > 0 ? open : named;
  const exact = pool.find(({ how }) => how === 'exact');
  if (exact) return { kind: 'one', candidate: exact, others: pool.filter((one) => one !== exact) };
  const confirmed = pool.filter(({ verdict }) => verdict === 'confirmed');
  const [only, ...more] = confirmed;
  if (only && more.length === 0) {
    return { kind: 'one', candidate: only, others: pool.filter((one) => one !== only) };
  }
  if (pool.length > 0) {
    return { kind: 'question', candidates: confirmed.length > 0 ? confirmed : pool };
  }
  return { kind: 'none', rejected: all };
}
