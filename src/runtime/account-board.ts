import type { AccountName, SymbolName } from '../market/units.ts';
import { canonicalSymbol } from '../market/canonical-symbol.ts';
import type { Side } from '../market/quote.ts';
import type { Direction, Elsewhere, TradeElsewhere } from '../agents/elsewhere.ts';

/** Words of one account: its version, whether it was read, and the directions it holds. */
const WORDS = 512;
const VERSION = 0;
const IS_READ = 1;
const FIRST_SLOT = 2;
const FREE = 0n;

const FNV_OFFSET = 0xcb_f2_9c_e4_84_22_23_25n;
const FNV_PRIME = 0x1_00_00_00_01_b3n;

/** Another account of the board, that counts together with the one that asks. */
export interface Neighbour {
  readonly at: number;
  readonly name: AccountName;
}

/** An account's place on the board. It can be handed to a thread. */
export interface BoardPlace {
  readonly board: SharedArrayBuffer;
  readonly at: number;
  readonly neighbours: readonly Neighbour[];
}

export function makeBoard(accounts: number): SharedArrayBuffer {
  return new SharedArrayBuffer(accounts * WORDS * BigInt64Array.BYTES_PER_ELEMENT);
}

/** An account that could not be started will not say what it holds: the others go on without it. */
export function giveUpOn({ board, at }: BoardPlace): void {
  markRead(new BigInt64Array(board), at);
}

/**
 * What all accounts of this process hold, in memory that all their threads see at once. Each account
 * writes its own part alone. It writes a direction down before it looks for the opposite one, as the
 * others do: of two that ask in the same instant at least one sees the other.
 */
export class AccountBoard {
  readonly #words: BigInt64Array;
  readonly #first: number;
  readonly #at: number;
  readonly #neighbours: readonly Neighbour[];
  #seen = -1n;
  #symbols = 0;

  constructor({ board, at, neighbours }: BoardPlace) {
    this.#words = new BigInt64Array(board);
    this.#at = at;
    this.#first = at * WORDS;
    this.#neighbours = neighbours;
  }

  /** Write down all that this account holds; what it held before and does not now is forgotten. */
  publish(held: readonly Direction[]): void {
    const wanted = new Set(held.map(({ symbol, side }) => markOf(symbol, side)));
    for (const mark of wanted) this.#put(mark);
    for (let at = this.#first + FIRST_SLOT; at < this.#first + WORDS; at += 1) {
      const mark = Atomics.load(this.#words, at);
      if (mark !== FREE && !wanted.has(mark)) this.#write(at, FREE);
    }
    markRead(this.#words, this.#at);
  }

  /** Write a direction down, and tell who holds the opposite one. Undefined when the board is full. */
  claim({ symbol, side }: Direction): readonly AccountName[] | undefined {
    if (!this.#put(markOf(symbol, side))) return undefined;
    const opposite = markOf(symbol, side === 'buy' ? 'sell' : 'buy');
    return this.#neighbours.filter(({ at }) => this.#has(at, opposite)).map(({ name }) => name);
  }

  /** What the neighbours hold of these symbols; undefined when nothing changed since the last look. */
  look(symbols: Iterable<SymbolName>, count: number): Elsewhere | undefined {
    let seen = 0n;
    for (const { at } of this.#neighbours) seen += Atomics.load(this.#words, at * WORDS + VERSION);
    if (seen === this.#seen && count === this.#symbols) return undefined;
    this.#seen = seen;
    this.#symbols = count;
    const trades: TradeElsewhere[] = [];
    for (const symbol of new Set([...symbols].map(canonicalSymbol))) {
      for (const side of ['buy', 'sell'] as const) {
        const mark = markOf(symbol, side);
        for (const { at, name } of this.#neighbours) {
          if (this.#has(at, mark)) trades.push({ account: name, symbol, side });
        }
      }
    }
    const isRead = (at: number): boolean =>
      Atomics.load(this.#words, at * WORDS + IS_READ) !== FREE;
    const unread = this.#neighbours.filter(({ at }) => !isRead(at)).map(({ name }) => name);
    return { trades, unread };
  }

  #has(account: number, mark: bigint): boolean {
    const first = account * WORDS;
    for (let at = first + FIRST_SLOT; at < first + WORDS; at += 1) {
      if (Atomics.load(this.#words, at) === mark) return true;
    }
    return false;
  }

  #put(mark: bigint): boolean {
    if (this.#has(this.#at, mark)) return true;
    for (let at = this.#first + FIRST_SLOT; at < this.#first + WORDS; at += 1) {
      if (Atomics.load(this.#words, at) !== FREE) continue;
      this.#write(at, mark);
      return true;
    }
    return false;
  }

  #write(at: number, mark: bigint): void {
    Atomics.store(this.#words, at, mark);
    Atomics.add(this.#words, this.#first + VERSION, 1n);
  }
}

function markRead(words: BigInt64Array, account: number): void {
  const at = account * WORDS + IS_READ;
  if (Atomics.exchange(words, at, 1n) === FREE) Atomics.add(words, account * WORDS + VERSION, 1n);
}

/** A symbol and a side in one word: FNV-1a over 64 bits, the last of which is the side. */
function markOf(symbol: SymbolName, side: Side): bigint {
  let hash = FNV_OFFSET;
  for (const character of canonicalSymbol(symbol)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * FNV_PRIME);
  }
  return BigInt.asIntN(64, (hash << 1n) | (side === 'buy' ? 1n : 0n)) || 1n;
}
