import { createInterface } from 'node:readline/promises';
import type { ExaminedSymbol, LinkedTerminal } from '../../api/terminal-view.ts';
import type { SymbolName } from '../../market/units.ts';
import { keepSymbols, type KeptSymbol } from '../../runtime/terminal/kept-symbols.ts';
import { CommandError } from '../exit-codes.ts';

type Candidate = ExaminedSymbol['candidates'][number];

/** Asks a person which of several symbols is meant; undefined when there is nobody to ask. */
export type Asker = (
  symbol: string,
  candidates: readonly Candidate[],
) => Promise<Candidate | undefined>;

/**
 * Keep for good what the broker calls each symbol: what is certain, and what a person has answered, on
 * the command line (`answers`, our name to the broker's) or now. True when an answer is new.
 */
export async function settleSymbols(
  folder: string,
  { login, server, symbols }: LinkedTerminal,
  answers: ReadonlyMap<string, string>,
  ask: Asker,
): Promise<boolean> {
  const keep: KeptSymbol[] = [];
  let isAnswered = false;
  for (const one of symbols) {
    const answer =
      answered(one, answers) ?? (one.question ? await ask(one.symbol, one.candidates) : undefined);
    if (answer) {
      keep.push(keptOf(one.symbol, answer));
      isAnswered = true;
    } else if (isCertain(one)) keep.push(certain(one));
    keep.push(...conversions(one));
  }
  if (keep.length > 0) keepSymbols(folder, { login, server }, keep);
  return isAnswered;
}

/** An answer of the command line; it must be one of the symbols that may be meant. */
function answered(
  { symbol, candidates, name }: ExaminedSymbol,
  answers: ReadonlyMap<string, string>,
): Candidate | undefined {
  const wanted = answers.get(symbol);
  if (wanted === undefined) return undefined;
  const found = candidates.find((one) => one.name === wanted && one.verdict !== 'another');
  if (found) return found;
  const known = candidates.filter(({ verdict }) => verdict !== 'another').map((one) => one.name);
  throw new CommandError(
    `--map ${symbol}=${wanted}: the broker's symbols that may be ${symbol} are ` +
      `${known.join(', ') || (name ?? 'none')}. Another one goes into the configuration, which is ` +
      `taken at its word: mt5: symbols: { ${symbol}: ${wanted} }`,
  );
}

function isCertain({ name, specification, trouble, mappedBy }: ExaminedSymbol): boolean {
  return name !== null && specification !== null && trouble === null && mappedBy !== 'kept';
}

function certain({ symbol, name, specification }: ExaminedSymbol): KeptSymbol {
  const { base = '', profit = '', digits = 0, contractSize = 0 } = specification ?? {};
  return { symbol: symbol as SymbolName, name: name ?? symbol, base, profit, digits, contractSize };
}

/** What money is converted by is found again under its name, too. */
function conversions({ conversions: all }: ExaminedSymbol): KeptSymbol[] {
  return all.flatMap(({ symbol, found }) =>
    symbol !== null && found?.verdict === 'confirmed' ? [keptOf(symbol, found)] : [],
  );
}

function keptOf(
  symbol: string,
  { name, base, profit, digits, contractSize }: Candidate,
): KeptSymbol {
  return { symbol: symbol as SymbolName, name, base, profit, digits, contractSize };
}

export function digitWords(digits: number): string {
  return `${digits} ${digits === 1 ? 'digit' : 'digits'}`;
}

/** A person is asked one thing at a time, whatever is looked at meanwhile. */
export function oneAtATime(ask: Asker): Asker {
  let before: Promise<unknown> = Promise.resolve();
  return (symbol, candidates) => {
    const answer = before.then(() => ask(symbol, candidates));
    before = answer.catch(() => {});
    return answer;
  };
}

/** One candidate in a line. */
export function candidateWords({
  name,
  description,
  base,
  profit,
  digits,
  contractSize,
  why,
}: Candidate): string {
  const doubt = why === '' ? '' : `; ${why}`;
  return `${name}: ${description}; ${base} in ${profit}, ${digitWords(digits)}, ${contractSize} a lot${doubt}`;
}

/** A person at a terminal; nobody where there is none, or where programs read the answer. */
export function personAt(isForPrograms: boolean): Asker {
  if (isForPrograms || !process.stdin.isTTY || !process.stdout.isTTY) {
    return () => Promise.resolve(undefined);
  }
  return async (symbol, candidates) => {
    const lines = candidates.map((one, at) => `  ${at + 1}. ${candidateWords(one)}`);
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      process.stdout.write(`\nWhich of the broker's symbols is ${symbol}?\n${lines.join('\n')}\n`);
      const text = await terminal.question('Its number, or Enter to leave it open: ');
      return candidates[Number(text.trim()) - 1];
    } finally {
      terminal.close();
    }
  };
}
