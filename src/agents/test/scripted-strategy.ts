import type { Price, SymbolName, UtcMs } from '../../market/units.ts';
import type { Candidate, Signal } from '../../signals/signal.ts';
import type { ClosedBar, Strategy, StrategyState } from '../../signals/strategy.ts';

export interface Idea {
  readonly symbol?: string;
  readonly side?: 'buy' | 'sell';
  readonly kind?: 'market' | 'limit';
  readonly price: Price;
  readonly stopLoss: Price;
  readonly takeProfit: Price;
  readonly confidence?: number;
  readonly expiresAt?: UtcMs;
  readonly refusedBy?: string;
}

/** What the agents of a test say: ideas by symbol and closing time, and faults. */
export class Script {
  readonly #ideas = new Map<string, Idea[]>();
  /** Symbols whose strategy throws at its next bar. */
  readonly faults = new Set<string>();
  /** Signals that a symbol's strategy takes back with its next bars. */
  readonly withdrawn = new Map<string, readonly string[]>();
  /** Symbols whose strategy cannot even be made. */
  readonly unmakable = new Set<string>();

  at(time: UtcMs, ...ideas: readonly Idea[]): void {
    for (const idea of ideas) {
      const key = `${idea.symbol ?? 'EURUSD'} ${time}`;
      this.#ideas.set(key, [...(this.#ideas.get(key) ?? []), idea]);
    }
  }

  ideasAt(symbol: SymbolName, time: UtcMs): readonly Idea[] {
    return this.#ideas.get(`${symbol} ${time}`) ?? [];
  }
}

export function signalOf(symbol: SymbolName, time: UtcMs, idea: Idea): Signal {
  const { side = 'buy', kind = 'market', price, stopLoss, takeProfit, confidence = 0.9 } = idea;
  return {
    id: `main:${symbol}:M5:${time - 300_000}:${side}`,
    symbol,
    timeframe: 'M5',
    side,
    time,
    entry:
      kind === 'market'
        ? { kind, price }
        : { kind, price, expiresAt: idea.expiresAt ?? ((time + 7_200_000) as UtcMs) },
    stopLoss,
    takeProfit,
    confidence,
    gates: [
      { gate: 'spread', passed: idea.refusedBy !== 'spread', detail: '8 points, allowed 16' },
    ],
    score: [],
  };
}

/** Says at given bars what the script says; knows nothing of markets. */
export class ScriptedStrategy implements Strategy {
  readonly timeframes = ['M5'] as const;
  readonly historyBars = [3] as const;
  readonly confirmed = [];
  readonly #symbol: SymbolName;
  readonly #script: Script;

  constructor(symbol: SymbolName, script: Script) {
    if (script.unmakable.has(symbol)) throw new Error(`no strategy for ${symbol}`);
    this.#symbol = symbol;
    this.#script = script;
  }

  onBar({ closedAt }: ClosedBar): readonly Candidate[] {
    if (this.#script.faults.has(this.#symbol)) throw new Error('the strategy divided by nothing');
    return this.#script.ideasAt(this.#symbol, closedAt).map((idea) => {
      const signal = signalOf(this.#symbol, closedAt, idea);
      return idea.refusedBy === undefined ? { signal } : { signal, refusedBy: idea.refusedBy };
    });
  }

  get withdrawals(): readonly string[] {
    return this.#script.withdrawn.get(this.#symbol) ?? [];
  }

  snapshot(): StrategyState {
    return null;
  }

  restore(): void {}
}
