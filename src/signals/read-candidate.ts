import { TIMEFRAMES, type Timeframe } from '../market/timeframe.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import type { Candidate, GateResult, ScorePart, Signal } from './signal.ts';

/** What a candidate of code that was not written here may hold at most: it is kept for ever. */
const MOST_ENTRIES = 64;
const MOST_CHARACTERS = 1000;

/** Candidates that one bar may have: one a side is usual. */
export const MOST_CANDIDATES = 8;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A candidate as plain data, copied field by field from what untrusted code answered: nothing else of
 * its objects is kept. Throws a TypeError in words when a field is not what it has to be.
 */
export function readCandidate(value: unknown): Candidate {
  const { signal, refusedBy } = fieldsOf(value, 'it');
  const read = readSignal(fieldsOf(signal, 'signal'));
  return refusedBy === undefined
    ? { signal: read }
    : { signal: read, refusedBy: textOf(refusedBy, 'refusedBy') };
}

function readSignal(signal: Fields): Signal {
  const { side, timeframe } = signal;
  if (side !== 'buy' && side !== 'sell') throw new TypeError('is neither a buy nor a sell');
  if (!TIMEFRAMES.includes(timeframe as Timeframe)) throw new TypeError('has no timeframe');
  return {
    id: textOf(signal['id'], 'id'),
    symbol: textOf(signal['symbol'], 'symbol') as SymbolName,
    timeframe: timeframe as Timeframe,
    side,
    time: numberOf(signal['time'], 'time') as UtcMs,
    entry: readEntry(fieldsOf(signal['entry'], 'entry')),
    stopLoss: numberOf(signal['stopLoss'], 'stopLoss'),
    takeProfit: numberOf(signal['takeProfit'], 'takeProfit'),
    confidence: numberOf(signal['confidence'], 'confidence'),
    gates: listOf(signal['gates'], 'gates').map(readGate),
    score: listOf(signal['score'], 'score').map(readPart),
  };
}

function readEntry(entry: Fields): Signal['entry'] {
  const price = numberOf(entry['price'], 'entry.price');
  if (entry['kind'] === 'market') return { kind: 'market', price };
  if (entry['kind'] !== 'limit')
    throw new TypeError('has an entry that is neither market nor limit');
  return { kind: 'limit', price, expiresAt: finiteOf(entry['expiresAt'], 'expiresAt') as UtcMs };
}

function readGate(value: unknown): GateResult {
  const { gate, passed, detail } = fieldsOf(value, 'a gate');
  if (typeof passed !== 'boolean')
    throw new TypeError('has a gate that neither passed nor refused');
  return { gate: textOf(gate, 'gate'), passed, detail: textOf(detail, "a gate's detail") };
}

function readPart(value: unknown): ScorePart {
  const { part, weight, value: present, detail, evidence } = fieldsOf(value, 'a part');
  return {
    part: textOf(part, 'part'),
    weight: finiteOf(weight, "a part's weight"),
    value: finiteOf(present, "a part's value"),
    detail: textOf(detail, "a part's detail"),
    evidence: listOf(evidence, 'evidence').map((one) => textOf(one, 'evidence')),
  };
}

function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null) return value as Fields;
  throw new TypeError(`has no fields in ${name}`);
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`has no list of ${name}`);
  if (value.length <= MOST_ENTRIES) return value;
  throw new TypeError(`has ${value.length} ${name}; ${MOST_ENTRIES} are allowed`);
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new TypeError(`has no text for ${name}`);
  if (value.length <= MOST_CHARACTERS) return value;
  throw new TypeError(`has ${value.length} characters in ${name}; ${MOST_CHARACTERS} are allowed`);
}

function numberOf(value: unknown, name: string): number {
  if (typeof value === 'number') return value; // what it may be, its bar's check says
  throw new TypeError(`has no number for ${name}`);
}

function finiteOf(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TypeError(`has no number for ${name}`);
}
