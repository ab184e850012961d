import { openingPrice, signOf } from '../market/quote.ts';
import type { Price, SymbolName } from '../market/units.ts';
import type { Signal } from '../signals/signal.ts';
import type { AgentRecord, WaitingSignal } from './account-state.ts';
import type { Agent } from './agent.ts';
import { endWait } from './approval-wait.ts';
import type { CommandAnswer } from './command.ts';
import { askRisk } from './decide.ts';
import type { Desk } from './desk.ts';
import type { Verdict } from './fact.ts';

type NotTaken = Extract<Verdict, { taken: false }>;

/**
 * Signals below the threshold that wait for a person's word. An approved one passes drift, gates and
 * risk again, with the prices of that moment, and is taken at most once: its waiting ends by a fact.
 */
export class Approvals {
  readonly #desk: Desk;
  readonly #agents: ReadonlyMap<SymbolName, Agent>;
  readonly #obstacle: (agent: AgentRecord) => string | undefined;

  constructor(
    desk: Desk,
    agents: ReadonlyMap<SymbolName, Agent>,
    /** Why nothing may be opened now. */
    obstacle: (agent: AgentRecord) => string | undefined,
  ) {
    this.#desk = desk;
    this.#agents = agents;
    this.#obstacle = obstacle;
  }

  /** As time passes: what nobody answered expires. */
  look(): void {
    const { state, now } = this.#desk;
    if (state.waiting.size === 0) return;
    for (const waits of state.waiting.values()) if (now >= waits.until) this.#expire(waits);
  }

  grant(signalId: string, by: string): CommandAnswer {
    const desk = this.#desk;
    const waits = this.#waiting(signalId);
    if (!waits) return doesNotWait(signalId);
    const { signal } = waits;
    const agent = desk.state.agents.get(signal.symbol);
    const obstacle = agent ? this.#obstacle(agent) : `there is no agent for ${signal.symbol}`;
    if (obstacle !== undefined) {
      const message = `${signalId} cannot be taken now and goes on waiting: ${obstacle}`;
      return { ok: false, reason: 'not-now', message };
    }
    let verdict: Verdict | undefined;
    const write = (said: Verdict): void => {
      verdict = said;
      endWait(desk, waits, 'approved', by, 'passed drift, gates and risk again', said);
    };
    const refused = this.#drift(signal) ?? this.#gates(signal);
    if (refused) write(refused);
    else askRisk(desk, signal, write, this.#priceNow(signal));
    return answerOf(signalId, verdict);
  }

  decline(signalId: string, by: string): CommandAnswer {
    const waits = this.#waiting(signalId);
    if (!waits) return doesNotWait(signalId);
    endWait(this.#desk, waits, 'declined', by, 'not wanted');
    return { ok: true, message: `${signalId} declined` };
  }

  #waiting(signalId: string): WaitingSignal | undefined {
    const waits = this.#desk.state.waiting.get(signalId);
    if (!waits || this.#desk.now < waits.until) return waits;
    this.#expire(waits);
    return undefined;
  }

  #expire(waits: WaitingSignal): void {
    endWait(this.#desk, waits, 'expired', 'the clock', 'nobody approved it in time');
  }

  /** A market order is decided at the price of now, from which its slip is counted. */
  #priceNow({ symbol, side, entry }: Signal): Price {
    const quote = this.#desk.quotes.get(symbol);
    return quote && entry.kind === 'market' ? openingPrice(quote, side) : entry.price;
  }

  /** Has the price moved so far since that this would be another trade? */
  #drift({ symbol, side, entry, stopLoss, takeProfit }: Signal): NotTaken | undefined {
    const quote = this.#desk.quotes.get(symbol);
    const { approval } = this.#desk.settings;
    if (!quote || !approval) return undefined; // risk refuses for want of a quote
    const sign = signOf(side);
    const price = openingPrice(quote, side);
    const isOver = sign * (price - stopLoss) <= 0 || sign * (takeProfit - price) <= 0;
    if (isOver) {
      const detail = `the price, ${price}, has reached its stop or its target since`;
      return { taken: false, by: 'drift', reason: 'price-gone', detail, numbers: { price } };
    }
    if (entry.kind === 'limit') {
      if (sign * (price - entry.price) > 0) return undefined;
      const detail = `the price, ${price}, has come through its limit of ${entry.price} since`;
      return { taken: false, by: 'drift', reason: 'price-gone', detail, numbers: { price } };
    }
    const drift = Math.abs(price - entry.price) / Math.abs(entry.price - stopLoss);
    if (drift <= approval.max_drift) return undefined;
    const detail =
      `the price, ${price}, is ${drift.toFixed(2)} of the risk away from its entry of ` +
      `${entry.price}; ${approval.max_drift} are allowed`;
    const numbers = { price, drift, allowed: approval.max_drift };
    return { taken: false, by: 'drift', reason: 'price-moved', detail, numbers };
  }

  #gates(signal: Signal): NotTaken | undefined {
    const { now } = this.#desk;
    const strategy = this.#agents.get(signal.symbol)?.strategy;
    const spread = this.#desk.spreadOf(signal.symbol);
    const gate = strategy?.gatesNow?.(signal, now, spread).find(({ passed }) => !passed);
    return gate && { taken: false, by: 'gate', reason: gate.gate, detail: gate.detail };
  }
}

function doesNotWait(signalId: string): CommandAnswer {
  const message = `no signal ${signalId} waits for approval: it never did, or it was answered or expired`;
  return { ok: false, reason: 'no-such-signal', message };
}

function answerOf(signalId: string, verdict: Verdict | undefined): CommandAnswer {
  if (verdict?.taken === true) {
    const { lots, number } = verdict;
    return { ok: true, message: `${signalId} approved: ${lots} lots as order ${number}` };
  }
  const why = verdict ? `${verdict.by} said ${verdict.reason}: ${verdict.detail}` : 'no verdict';
  return { ok: false, reason: 'refused', message: `${signalId} was not taken: ${why}` };
}
