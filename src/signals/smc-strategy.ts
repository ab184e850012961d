import { timeframeMs, type Timeframe } from '../market/timeframe.ts';
import type { Price, UtcMs } from '../market/units.ts';
import { SmcEngine, type SmcEngineState } from '../smc/smc-engine.ts';
import type { StructureEvent } from '../smc/structure-event.ts';
import { BiasTimeframe } from './bias.ts';
import { settingsProblems } from './check-settings.ts';
import { detectorParams } from './detector-params.ts';
import { Gates } from './gates.ts';
import { confidenceOf, Score } from './score.ts';
import { entryLevel, SetupTracker, type ConfirmedSetup, type Setup } from './setup.ts';
import { signalId } from './signal-id.ts';
import type { Candidate, GateResult, Signal } from './signal.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { ClosedBar, Strategy, StrategyContext, StrategyState } from './strategy.ts';
import { planTrade, type TradePlan } from './trade-plan.ts';
import { UsualSpread, type UsualSpreadState } from './usual-spread.ts';
import { WaitingEntries, type WaitingEntriesState } from './waiting-entries.ts';

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
  readonly #usualSpread = new UsualSpread();
  readonly #waiting = new WaitingEntries();
  /** End of the last kill zone in which a candidate was good enough to be traded. */
  #takenUntil = 0;
  readonly #candidates: Candidate[] = [];

  /** Throws when the settings mean nothing: the configuration has checked them. */
  constructor(context: StrategyContext, settings: SignalSettings) {
    const [problem] = settingsProblems(settings);
    if (problem) throw new RangeError(`${problem.key} is ${problem.found}, not ${problem.allowed}`);
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
    this.#gates = new Gates(context, settings);
    this.#score = new Score(settings, instrument);
  }

  onBar(closed: ClosedBar): readonly Candidate[] {
    if (this.#candidates.length > 0) this.#candidates.length = 0;
    if (closed.timeframe !== this.#settings.timeframe) {
      this.#readBias(closed);
      return this.#candidates;
    }
    this.confirmed = this.#engine.onBar(closed.bar, closed.closedAt);
    const { bar, closedAt, spread } = closed;
    const forbidden = !this.#waiting.isEmpty && this.#gates.time.forbidsWaiting(closedAt);
    this.#waiting.onBar(bar, closedAt, spread, forbidden);
    this.#follow(this.#buys, closed);
    this.#follow(this.#sells, closed);
    this.#learnSpread(closed);
    return this.#candidates;
  }

  get withdrawals(): readonly string[] {
    return this.#waiting.withdrawals;
  }

  /** A bar of history has the spread its source states, or none that is known. */
  #learnSpread({ bar, closedAt, spread, history }: ClosedBar): void {
    if (history !== true) this.#usualSpread.learn(closedAt, spread);
    else if (bar.spread > 0) {
      this.#usualSpread.learn(closedAt, bar.spread * this.#context.instrument.point);
    }
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
    const { spread, closedAt } = closed;
    const side = sign === 1 ? 'buy' : 'sell';
    const { instrument } = this.#context;
    const settings = this.#settings;
    const atr = this.#engine.atr.value;
    const level = entryLevel(confirmed, sign, closed.bar.close, settings);
    const plan = planTrade(
      sign,
      confirmed.setup,
      level,
      spread,
      this.#engine,
      settings,
      instrument,
    );
    const biases = this.#biases;
    const gates = this.#gates.check({
      at: closedAt,
      sign,
      biases,
      plan,
      spread,
      usualSpread: this.#usualSpread.at(closedAt),
      atr,
      takenUntil: this.#takenUntil,
    });
    const inKillZone = this.#gates.time.inKillZone(closedAt);
    const score = this.#score.parts({ sign, ...confirmed, plan, biases, atr, bar, inKillZone });
    const signal: Signal = {
      id: signalId(this.#context, closed, side),
      symbol: instrument.symbol,
      timeframe: settings.timeframe,
      side,
      time: closedAt,
      entry: this.#entryOf(plan, closedAt),
      stopLoss: plan.stopLoss,
      takeProfit: plan.takeProfit,
      confidence: confidenceOf(score),
      gates,
      score,
    };
    const refusal = gates.find(({ passed }) => !passed);
    if (refusal !== undefined) return { signal, refusedBy: refusal.gate };
    this.#offered(sign, signal, confirmed.setup);
    return { signal };
  }

  gatesNow({ side, entry, stopLoss }: Signal, at: UtcMs, spread: Price): readonly GateResult[] {
    const question = {
      at,
      sign: side === 'buy' ? 1 : -1,
      biases: this.#biases,
      spread,
      usualSpread: this.#usualSpread.at(at),
      takenUntil: this.#takenUntil,
    } as const;
    return this.#gates.checkAgain(question, Math.abs(entry.price - stopLoss));
  }

  #entryOf({ entry: price }: TradePlan, closedAt: UtcMs): Signal['entry'] {
    const { entry: kind, limit_expiry_bars: bars, timeframe } = this.#settings;
    if (kind === 'market') return { kind, price };
    return { kind, price, expiresAt: (closedAt + bars * timeframeMs(timeframe)) as UtcMs };
  }

  /** Remembers a candidate that passed every gate. */
  #offered(sign: -1 | 1, signal: Signal, { extreme }: Setup): void {
    const { confidenceThreshold: threshold } = this.#context;
    const { approvalAbove: above = threshold } = this.#context;
    const isGood = threshold === undefined || signal.confidence > threshold;
    if (!isGood && !(above !== undefined && signal.confidence > above)) return;
    // One that must wait for approval first does not keep a better one of its kill zone out.
    if (isGood) this.#takenUntil = this.#gates.time.killZoneEnd(signal.time);
    const { id, entry, takeProfit } = signal;
    if (entry.kind === 'market') return;
    const { expiresAt } = entry;
    this.#waiting.add({ id, sign, extreme, takeProfit, expiresAt, withdrawn: false });
  }

  snapshot(): StrategyState {
    return {
      engine: this.#engine.snapshot(),
      biases: this.#biases.map(({ engine }) => engine.snapshot()),
      buys: copyOf(this.#buys.setup),
      sells: copyOf(this.#sells.setup),
      usualSpread: this.#usualSpread.snapshot(),
      waiting: this.#waiting.snapshot(),
      takenUntil: this.#takenUntil,
    };
  }

  /** Takes a snapshot of a strategy built with the same context and settings. */
  restore(state: StrategyState): void {
    // The shape is this class's own snapshot; whoever stores it answers for its integrity.
    const held = state as SmcStrategyState;
    const { engine, biases, buys, sells } = held;
    this.#engine.restore(engine);
    this.#biases.forEach((bias, at) => {
      const own = biases[at];
      if (own === undefined) throw new RangeError(`the snapshot lacks bars of ${bias.timeframe}`);
      bias.engine.restore(own);
    });
    this.#buys.setup = copyOf(buys);
    this.#sells.setup = copyOf(sells);
    this.#usualSpread.restore(held.usualSpread);
    this.#waiting.restore(held.waiting);
    this.#takenUntil = held.takenUntil;
    this.confirmed = [];
  }
}

type SmcStrategyState = {
  readonly engine: SmcEngineState;
  readonly biases: readonly SmcEngineState[];
  readonly buys: Setup | null;
  readonly sells: Setup | null;
  readonly usualSpread: UsualSpreadState;
  readonly waiting: WaitingEntriesState;
  readonly takenUntil: number;
};

function copyOf(setup: Setup | null): Setup | null {
  return setup === null ? null : { ...setup, zones: [...setup.zones] };
}
