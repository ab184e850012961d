import { openTimeBetween } from '../market/market-hours.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import type { CoreEvent } from './core-event.ts';
import type { Desk } from './desk.ts';
import type { Halt } from './halt.ts';

/** Health is looked at this often: a quote need not do it. */
const LOOK_EVERY_MS = 1_000;
/** An open market without a quote for so long is no market to trade on. */
export const STALE_AFTER_MS = 120_000;
/** Times of quotes and our own clock may differ by so much before their order means nothing. */
export const CLOCKS_AGREE_MS = 10_000;
/** A lag is the network's until it was there in every quote for so long. */
const LAG_WINDOW_MS = 30_000;

/**
 * Watches what agents need and cannot see: quotes that still come, a clock that agrees with the
 * broker's, a link, an account without a fault. In want of one they are DEGRADED: they read and open
 * nothing; what closes and protects goes on.
 */
export class AgentHealth {
  readonly #desk: Desk;
  readonly #halt: Halt;
  readonly #quotedAt = new Map<SymbolName, UtcMs>();
  #lookedAt = -Infinity;
  /** Least lag of a quote behind its arrival in this window, and when the window began. */
  #leastLag = Infinity;
  #windowAt = -Infinity;
  #skew: string | undefined;

  constructor(desk: Desk, halt: Halt) {
    this.#desk = desk;
    this.#halt = halt;
  }

  /** To be shown every event; `isThere` says which agents exist and are not being restarted. */
  look(event: CoreEvent, isThere: (symbol: SymbolName) => boolean): void {
    if (event.type === 'quote') this.#noteQuote(event);
    const { state, now } = this.#desk;
    if (now - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = now;
    for (const { symbol, state: at, why } of state.agents.values()) {
      if ((at !== 'RUNNING' && at !== 'DEGRADED') || !isThere(symbol)) continue;
      const trouble = this.#troubleOf(symbol);
      if (trouble === (at === 'DEGRADED' ? why : undefined)) continue;
      this.#desk.emit(
        trouble === undefined
          ? { kind: 'agent-state', symbol, state: 'RUNNING', why: 'what it missed is back' }
          : { kind: 'agent-state', symbol, state: 'DEGRADED', why: trouble },
      );
    }
  }

  /** Words without changing numbers: the same trouble is told once. */
  #troubleOf(symbol: SymbolName): string | undefined {
    const { link } = this.#desk.state;
    if (this.#halt.reason !== undefined) return this.#halt.reason;
    if (!link.up) return `no link to the broker: ${link.detail}`;
    return this.#skew ?? this.#staleness(symbol);
  }

  #staleness(symbol: SymbolName): string | undefined {
    const { instruments, now } = this.#desk;
    const week = instruments.get(symbol)?.week;
    const last = this.#quotedAt.get(symbol);
    if (last === undefined) {
      this.#quotedAt.set(symbol, now); // counted from where it was first looked at
      return undefined;
    }
    if (!week || now - last <= STALE_AFTER_MS) return undefined;
    if (openTimeBetween(week, last, now) <= STALE_AFTER_MS) return undefined;
    return `stale quotes: none for more than ${STALE_AFTER_MS / 1000} s while its market is open`;
  }

  #noteQuote({ time, quote }: Extract<CoreEvent, { type: 'quote' }>): void {
    this.#quotedAt.set(quote.symbol, time);
    const lag = time - quote.time;
    if (lag < -CLOCKS_AGREE_MS) this.#skew = skewWords('ahead of');
    this.#leastLag = Math.min(this.#leastLag, lag);
    if (this.#windowAt === -Infinity) this.#windowAt = time;
    if (time - this.#windowAt < LAG_WINDOW_MS) return;
    if (this.#leastLag > CLOCKS_AGREE_MS) this.#skew = skewWords('behind');
    else if (this.#leastLag >= -CLOCKS_AGREE_MS) this.#skew = undefined;
    this.#windowAt = time;
    this.#leastLag = Infinity;
  }
}

function skewWords(where: string): string {
  return `clock skew: the times of quotes are more than ${CLOCKS_AGREE_MS / 1000} s ${where} our clock`;
}
