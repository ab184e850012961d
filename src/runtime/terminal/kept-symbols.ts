import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SymbolName } from '../../market/units.ts';
import { readJson, writeJson } from '../state/json-file.ts';

/** What a broker calls a symbol of ours, and what that was when a person, or `doctor`, settled it. */
export interface KeptSymbol {
  readonly symbol: SymbolName;
  /** The broker's name. */
  readonly name: string;
  readonly base: string;
  readonly profit: string;
  readonly digits: number;
  readonly contractSize: number;
}

/** The broker's account that names were settled for: another one may call the same things otherwise. */
export interface NamedAccount {
  readonly login: string;
  readonly server: string;
}

interface Kept extends NamedAccount {
  readonly version: 1;
  readonly symbols: readonly KeptSymbol[];
}

/** The names that were settled for an account; none where another login or server was meant. */
export function keptSymbols(
  folder: string,
  { login, server }: NamedAccount,
): ReadonlyMap<SymbolName, KeptSymbol> {
  const kept = readJson(fileIn(folder)) as Kept | undefined;
  if (kept?.login !== login || kept.server !== server) return new Map();
  return new Map(kept.symbols.map((one) => [one.symbol, one]));
}

/** Keep names beside those that are kept already. */
export function keepSymbols(
  folder: string,
  { login, server }: NamedAccount,
  symbols: readonly KeptSymbol[],
): void {
  const all = new Map(keptSymbols(folder, { login, server }));
  for (const one of symbols) all.set(one.symbol, one);
  const kept: Kept = { version: 1, login, server, symbols: [...all.values()] };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeJson(fileIn(folder), kept);
}

/** As a table from our names to the broker's. */
export function namesOf(kept: ReadonlyMap<SymbolName, KeptSymbol>): Record<string, string> {
  return Object.fromEntries([...kept].map(([symbol, { name }]) => [symbol, name]));
}

type Told = Omit<KeptSymbol, 'symbol'>;

/** Why a symbol is not what was settled; undefined while it is. */
export function keptTrouble(kept: KeptSymbol, told: Told): string | undefined {
  const keys = ['base', 'profit', 'digits', 'contractSize'] as const;
  if (kept.name !== told.name || keys.every((key) => kept[key] === told[key])) return undefined;
  return (
    `${told.name} was settled as ${words(kept)}, and is now ${words(told)}: it may be another thing, ` +
    `and nothing of it is opened. Look what has changed; if it is meant, kimi-agent doctor --map ` +
    `${kept.symbol}=${told.name}`
  );
}

function words({ base, profit, digits, contractSize }: Omit<Told, 'name'>): string {
  return `${base} in ${profit}, ${digits} digits, ${contractSize} a lot`;
}

function fileIn(folder: string): string {
  return join(folder, 'mt5-symbols.json');
}
