import { timeframeMs, type Timeframe } from '../market/timeframe.ts';
import { SmcEngine, type SmcEngineState } from '../smc/smc-engine.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import { BiasTimeframe } from './bias.ts';
import { detectorParams } from './detector-params.ts';
import { Gates } from './gates.ts';
import { confidenceOf, Score } from './score.ts';
import { SetupTracker, type ConfirmedSetup, type Setup } from './setup.ts';
import type { Candidate, Signal } from './signal.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { ClosedBar, Strategy, StrategyContext, StrategyState } from './strategy.ts';
import { planTrade } from './trade-plan.ts';

/**
 * The Smart Money Concepts recipe, mirrored for sells: with a bias of coarser timeframes, price takes
 * liquidity below a low and closes back, answers with a change of character in a hurry, returns into
 * the gap or order block it left in the discount half of that leg, and closes out of it again.
 * It knows only events of bars that were given to it, closed.
 */
export class SmcStrategy implements Strategy {
  readonly timeframes: readonly Timeframe[];
  readonly historyBars: readonly number[];
  confirmed: readonly StructureEvent[] = [];

  readonly #context: StrategyContext;
  readonly #settings: SignalSettings;
  readonly #biases: readonly BiasTimeframe[];
  readonly #engine: SmcEngine;
  readonly #buys: SetupTracker;
  readonly #sells: SetupTracker;
  readonly #gates: Gates;
  readonly #score: Score;
  readonly #candidates: Candidate[] = [];

  constructor(context: StrategyContext, settings: SignalSettings) {
    const { instrument } = context;
    const decides = settings.timeframe;
    this.#context = context;
    this.#settings = settings;
    this.#biases = settings.bias_timeframes
      .filter((timeframe) => timeframeMs(timeframe) > timeframeMs(decides))
      .toSorted((left, right) => timeframeMs(right) - timeframeMs(left))
      .map((timeframe) => new BiasTimeframe(timeframe, settings, instrument));
    this.timeframes = [...this.#biases.map(({ timeframe }) => timeframe), decides];
    this.historyBars = [
      ...this.#biases.map(() => settings.bias_history_bars),
      settings.history_bars,
    ];
    this.#engine = new SmcEngine(detectorParams(settings, instrument));
    this.#buys = new SetupTracker(1, settings);
    this.#sells = new SetupTracker(-1, settings);
    this.#gates = new Gates(settings, instrument);
    this.#score = new Score(settings, instrument);
  }

  onBar(closed: ClosedBar): readonly Candidate[] {
    if (this.#candidates.length > 0) this.#candidates.length = 0;
    if (closed.timeframe !== this.#settings.timeframe) {
      this.#readBias(closed);
      return this.#candidates;
    }
    this.confirmed = this.#engine.onBar(closed.bar, closed.closedAt);
    this.#follow(this.#buys, closed);
    this.#follow(this.#sells, closed);
    return this.#candidates;
  }

  #readBias(closed: ClosedBar): void {
    const bias = this.#biases.find(({ timeframe }) => timeframe === closed.timeframe);
    if (bias === undefined) throw new RangeError(`no bars of ${closed.timeframe} were asked for`);
    this.confirmed = bias.engine.onBar(closed.bar, closed.closedAt);
  }

  #follow(tracker: SetupTracker, closed: ClosedBar): void {
    const index = this.#engine.bars - 1;
    const confirmed = tracker.onBar(index, closed.bar, this.#engine);
    if (confirmed === undefined) return;
    this.#candidates.push(this.#candidate(tracker.sign, confirmed, index, closed));
  }

  #candidate(sign: -1 | 1, confirmed: ConfirmedSetup, bar: number, closed: ClosedBar): Candidate {
    const { setup } = confirmed;
    const { spread, closedAt } = closed;
    const { instrument } = this.#context;
    const atr = this.#engine.atr.value;
    const plan = planTrade(
      sign,
      setup,
      closed.bar.close,
      spread,
      this.#engine,
      this.#settings,
      instrument,
    );
    const biases = this.#biases;
    const gates = this.#gates.check(closedAt, sign, biases, plan, spread, atr);
    const inKillZone = this.#gates.inKillZone(closedAt);
    const findings = { sign, ...confirmed, plan, biases, atr, bar, inKillZone };
    const score = this.#score.parts(findings);
    const signal: Signal = {
      id: this.#idOf(sign, closed),
      symbol: instrument.symbol,
      timeframe: this.#settings.timeframe,
      side: sign === 1 ? 'buy' : 'sell',
      time: closedAt,
      entry: { kind: 'market', price: plan.entry },
      stopLoss: plan.stopLoss,
      takeProfit: plan.takeProfit,
      confidence: confidenceOf(score),
      gates,
      score,
    };
    const refusal = gates.find(({ passed }) => !passed);
    return refusal === undefined ? { signal } : { signal, refusedBy: refusal.gate };
  }

  #idOf(sign: -1 | 1, closed: ClosedBar): string {
    const { account, instrument } = this.#context;
    const side = sign === 1 ? 'buy' : 'sell';
    return `${account}:${instrument.symbol}:${closed.timeframe}:${closed.bar.time}:${side}`;
  }

  snapshot(): StrategyState {
    return {
      engine: this.#engine.snapshot(),
      biases: this.#biases.map(({ engine }) => engine.snapshot()),
      buys: copyOf(this.#buys.setup),
      sells: copyOf(this.#sells.setup),
    };
  }

  /** Takes a snapshot of a strategy built with the same context and settings. */
  restore(state: StrategyState): void {
    // The shape is this class's own snapshot; whoever stores it answers for its integrity.
    const { engine, biases, buys, sells } = state as SmcStrategyState;
    this.#engine.restore(engine);
    this.#biases.forEach((bias, at) => {
      const held = biases[at];
      if (held === undefined) throw new RangeError(`the snapshot lacks bars of ${bias.timeframe}`);
      bias.engine.restore(held);
    });
    this.#buys.setup = copyOf(buys);
    this.#sells.setup = copyOf(sells);
    this.confirmed = [];
  }
}

type SmcStrategyState = {
  readonly engine: SmcEngineState;
  readonly biases: readonly SmcEngineState[];
  readonly buys: Setup | null;
  readonly sells: Setup | null;
};

function copyOf(setup: Setup | null): Setup | null {
  return setup === null ? null : { ...setup, zones: [...setup.zones] };
}
