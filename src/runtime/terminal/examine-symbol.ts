import { setTimeout as pause } from 'node:timers/promises';
import type { AccountSettings } from '../../agents/account-settings.ts';
import type { ExaminedSymbol } from '../../api/terminal-view.ts';
import { askTerminal } from '../../brokers/mt5/ask-terminal.ts';
import { instrumentOf } from '../../brokers/mt5/instrument-of.ts';
import {
  chooseSymbol,
  judgeSymbol,
  symbolCandidates,
  type ServerSymbol,
} from '../../brokers/mt5/symbol-match.ts';
import { barsAnswer } from '../../brokers/mt5/wire/answers.ts';
import type { BarRow } from '../../brokers/mt5/wire/rows.ts';
import type { Specification } from '../../brokers/mt5/wire/specification.ts';
import { clockRule } from '../../market/clock-rule.ts';
import { timeframeMs } from '../../market/timeframe.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { SymbolName } from '../../market/units.ts';
import { conversionsOf } from './examine-conversions.ts';
import { candidateView, PATIENCE_MS, specificationOf, type Examination } from './examination.ts';
import { keptTrouble } from './kept-symbols.ts';
import { smallestRisk } from './smallest-risk.ts';

/** A terminal that is still loading history is asked again after so long, so often. */
const LOADING_MS = 1_000;
const LOADING_TRIES = 5;

type Mapping = Pick<ExaminedSymbol, 'name' | 'mappedBy' | 'candidates' | 'question'>;

/** What the broker calls a symbol, what it is, what it costs, and how far back its bars go. */
export async function examineSymbol(
  examination: Examination,
  symbol: SymbolName,
  rows: readonly ServerSymbol[],
): Promise<ExaminedSymbol> {
  const mapping = mappingOf(examination, symbol, rows);
  const nothing = {
    symbol,
    ...mapping,
    specification: null,
    history: [],
    money: null,
    conversions: [],
  };
  if (mapping.name === null) return { ...nothing, trouble: null };
  const spec = await specificationOf(examination, mapping.name);
  if (typeof spec === 'string') return { ...nothing, trouble: spec };
  const told = { ...spec, name: spec.symbol, contractSize: spec.contract_size };
  const kept = examination.kept.get(symbol);
  const judged = judgeSymbol(symbol, told);
  const read = instrumentOf(spec, symbol, clockRule(examination.settings.serverClock));
  const trouble =
    judged.verdict === 'another'
      ? `${spec.symbol} is not ${symbol}: ${judged.why}`
      : ((kept && keptTrouble(kept, told)) ?? (read.ok ? null : read.why));
  const specification = read.ok ? factsOf(spec, read.instrument) : null;
  if (!read.ok || trouble !== null) return { ...nothing, specification, trouble };
  const { history, deciding } = await historyOf(examination, spec.symbol);
  return {
    symbol,
    ...mapping,
    trouble,
    specification,
    history,
    money: await smallestRisk(examination, spec, read.instrument, deciding),
    conversions: await conversionsOf(examination, read.instrument, rows),
  };
}

/** By configuration, else as it was settled, else as the server's symbols show. */
function mappingOf(
  { configured, kept }: Examination,
  symbol: SymbolName,
  rows: readonly ServerSymbol[],
): Mapping {
  const candidates = symbolCandidates(symbol, rows).map(candidateView);
  const written = configured[symbol];
  if (written !== undefined) {
    return { name: written, mappedBy: 'configuration', candidates, question: false };
  }
  const settled = kept.get(symbol);
  if (settled) return { name: settled.name, mappedBy: 'kept', candidates, question: false };
  // A server that does not tell its symbols may know the very name all the same.
  if (rows.length === 0) return { name: symbol, mappedBy: 'found', candidates, question: false };
  const choice = chooseSymbol(symbol, rows);
  if (choice.kind === 'one') {
    return { name: choice.candidate.name, mappedBy: 'found', candidates, question: false };
  }
  const asked = choice.kind === 'question' ? choice.candidates.map(candidateView) : candidates;
  return { name: null, mappedBy: null, candidates: asked, question: choice.kind === 'question' };
}

function factsOf(spec: Specification, instrument: Instrument): ExaminedSymbol['specification'] {
  return {
    base: spec.base,
    profit: spec.profit,
    digits: spec.digits,
    contractSize: spec.contract_size,
    point: spec.point,
    volumeMin: spec.volume_min,
    volumeMax: spec.volume_max,
    volumeStep: spec.volume_step,
    tradeMode: instrument.tradeMode,
    executionMode: instrument.executionMode,
    fillingModes: [...instrument.fillingModes],
    stopsLevel: spec.stops_level,
    spread: spec.spread,
  };
}

/** Which bars the agent reads before it begins. */
function historyWanted({ signal }: AccountSettings): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const timeframe of signal.bias_timeframes) {
    if (timeframeMs(timeframe) <= timeframeMs(signal.timeframe)) continue; // says nothing of the trend
    wanted.set(timeframe, signal.bias_history_bars);
  }
  wanted.set(signal.timeframe, signal.history_bars);
  return wanted;
}

async function historyOf({ terminal, settings }: Examination, name: string) {
  const history: ExaminedSymbol['history'] = [];
  let deciding: readonly BarRow[] = [];
  for (const [timeframe, wanted] of historyWanted(settings)) {
    let why = '';
    let rows: readonly BarRow[] | undefined;
    for (let tried = 0; tried < LOADING_TRIES && rows === undefined; tried += 1) {
      if (tried > 0) await pause(LOADING_MS);
      const question = { t: 'bars', symbol: name, tf: timeframe, count: wanted };
      const asked = await askTerminal(terminal, question, barsAnswer, PATIENCE_MS);
      if (asked.ok) rows = asked.parts.flatMap((part) => part.rows);
      else why = asked.why;
      if (!asked.ok && asked.code !== 'E_HISTORY') break;
    }
    history.push({ timeframe, wanted, found: rows?.length ?? null, why: rows ? '' : why });
    if (timeframe === settings.signal.timeframe) deciding = rows ?? [];
  }
  return { history, deciding };
}
