import { setTimeout as pause } from 'node:timers/promises';
import type { LinkedTerminal } from '../../api/terminal-view.ts';
import { askTerminal } from '../../brokers/mt5/ask-terminal.ts';
import { compareClocks, type ClockSample } from '../../brokers/mt5/clock-comparison.ts';
import type { ServerSymbol } from '../../brokers/mt5/symbol-match.ts';
import type { Terminal } from '../../brokers/mt5/terminal.ts';
import { pingAnswer, symbolsAnswer } from '../../brokers/mt5/wire/answers.ts';
import type { Hello } from '../../brokers/mt5/wire/messages.ts';
import { clockOffsetAt, clockRule } from '../../market/clock-rule.ts';
import type { UtcMs } from '../../market/units.ts';
import { PATIENCE_MS, type Examination } from './examination.ts';
import { examineSymbol } from './examine-symbol.ts';

const PINGS = 6;
/** Not a part of a second: the pings then fall on different places within the server's seconds. */
const BETWEEN_PINGS_MS = 210;
/** A step of this machine's clock within a second that no slewing explains, in milliseconds. */
const LEAST_JUMP_MS = 50;

/**
 * Ask a terminal that is in step for all that trading through it stands on. Only questions: no order is
 * placed, changed or cancelled. A string says why there is no answer.
 */
export async function examineTerminal(examination: Examination): Promise<LinkedTerminal | string> {
  const { terminal, settings } = examination;
  const clock = await clockOf(examination);
  const rows = clock && (await symbolRows(terminal));
  if (!clock || !rows) return 'the terminal is linked, and does not answer questions';
  const symbols = [];
  for (const symbol of settings.symbols) {
    symbols.push(await examineSymbol(examination, symbol, rows));
  }
  const { hello, account } = terminal;
  if (!hello) return 'the link ended while the terminal was looked at';
  return {
    ...accountOf(hello),
    balance: account?.balance ?? null,
    equity: account?.equity ?? null,
    ...standingOf(terminal, hello),
    clock,
    symbols,
  };
}

function accountOf(hello: Hello) {
  return {
    login: hello.login,
    server: hello.server,
    company: hello.company,
    currency: hello.currency,
    tradeMode: hello.trade_mode,
    marginMode: hello.margin_mode,
    leverage: hello.leverage,
    expert: hello.ea,
    build: hello.build,
    limits: {
      symbols: hello.limit_symbols,
      lots: hello.limit_lots,
      positions: hello.limit_positions,
      dayPct: hello.limit_day_pct,
      silenceS: hello.limit_silence_s,
    },
  };
}

/** What the terminal said last of its permissions: a heartbeat is younger than the hello. */
function standingOf({ heartbeat }: Terminal, hello: Hello) {
  const newest = heartbeat ?? hello;
  return {
    connected: newest.connected,
    tradeTerminal: newest.trade_terminal,
    tradeExpert: newest.trade_ea,
    tradeServer: newest.trade_server,
    tradeAccount: newest.trade_account,
    state: heartbeat?.state ?? 'unknown',
    why: heartbeat?.why ?? '',
    opening: heartbeat?.opening ?? false,
    pingMs: (heartbeat?.ping_us ?? 0) / 1000,
  };
}

/** Undefined when the terminal answers nothing. */
async function clockOf({
  terminal,
  settings,
}: Examination): Promise<LinkedTerminal['clock'] | undefined> {
  const samples: ClockSample[] = [];
  const [wall, steady] = [Date.now(), performance.now()];
  for (let at = 0; at < PINGS; at += 1) {
    if (at > 0) await pause(BETWEEN_PINGS_MS);
    const asked = Date.now();
    const answer = await askTerminal(terminal, { t: 'ping' }, pingAnswer, PATIENCE_MS);
    const [pong] = answer.ok ? answer.parts : [];
    if (!pong) return undefined;
    samples.push({ asked, heard: Date.now(), server: pong.ms - terminal.offsetMs });
  }
  const jump = Math.round(Date.now() - wall - (performance.now() - steady));
  const { aheadMs = null, unsureMs } = compareClocks(samples);
  const rule = clockRule(settings.serverClock);
  return {
    offsetMs: terminal.offsetMs,
    expectedOffsetMs: clockOffsetAt(rule, Date.now() as UtcMs),
    aheadMs,
    unsureMs,
    jumpMs: Math.abs(jump) < LEAST_JUMP_MS ? 0 : jump,
  };
}

/** Codes of a question that was not answered at all. */
const NO_ANSWER: ReadonlySet<string> = new Set(['E_DEADLINE', 'E_LINK']);

/** All symbols of the server; none where it does not tell, undefined where it does not answer. */
async function symbolRows(terminal: Terminal): Promise<readonly ServerSymbol[] | undefined> {
  const asked = await askTerminal(terminal, { t: 'symbols' }, symbolsAnswer, PATIENCE_MS);
  if (!asked.ok) return NO_ANSWER.has(asked.code) ? undefined : [];
  return asked.parts.flatMap(({ rows }) =>
    rows.map(([name, description, , base, profit, , digits, contractSize, tradeMode]) => ({
      name,
      description,
      base,
      profit,
      digits,
      contractSize,
      tradeMode,
    })),
  );
}
