import { breakerSettings } from '../../config/account-settings.ts';
import { instantOf } from '../../config/instruments.ts';
import { clockRule, type ClockRule } from '../../market/clock-rule.ts';
import type { Money, SymbolName, UtcMs } from '../../market/units.ts';
import type { BreakerChange, BreakerMemory } from '../../risk/breaker-memory.ts';
import { rebuildDay } from '../../risk/breaker-rebuild.ts';
import { breakerStatus } from '../../risk/breaker-status.ts';
import { CircuitBreaker } from '../../risk/circuit-breaker.ts';
import { EquityJudge } from '../../risk/equity-judge.ts';
import type { BreakerAnswer, BreakerResult } from './breaker-result.ts';
import type { Timeline, TimelineEvent } from './breaker-timeline.ts';

/** How the breaker stands after each event of a timeline. */
export function playTimeline(timeline: Timeline): BreakerResult {
  const player = new BreakerPlayer(timeline);
  return {
    format: 'kimi-agent-breaker/1',
    name: timeline.name,
    events: timeline.events.map((event, index) => player.play(event, index)),
  };
}

/** All quotes of a timeline are of one symbol, for what it tells is the account. */
const QUOTED = 'ACCOUNT' as SymbolName;

/** The breaker as an account's core runs it, under the clock of a timeline. */
class BreakerPlayer {
  readonly #serverClock: ClockRule;
  readonly #judge = new EquityJudge();
  #settings: Timeline['settings'];
  #breaker: CircuitBreaker;
  #equity: Money | undefined;
  #balance = 0 as Money;
  #credit = 0;
  #flat = true;
  #lastEnd: UtcMs | undefined;
  #changes: BreakerAnswer['changes'] = [];
  #refused: string | undefined;

  constructor({ settings, server_clock }: Timeline) {
    this.#settings = settings;
    this.#serverClock = clockRule(server_clock);
    this.#breaker = new CircuitBreaker(breakerSettings(settings), this.#serverClock);
  }

  play(event: TimelineEvent, index: number): BreakerAnswer {
    this.#changes = [];
    this.#refused = undefined;
    const time = instantOf(event.time);
    // The account stands still between events: a day that began since began with what is known,
    // unless this very event tells of the day's first moment.
    const tellsStart = event.event === 'account' && this.#breaker.dayAt(time).startsAt === time;
    if (this.#equity !== undefined && !tellsStart) {
      this.#look(time, this.#equity, !this.#judge.inDoubt);
    }
    this.#take(event, time);
    return this.#answer(event, index, time);
  }

  #take(event: TimelineEvent, time: UtcMs): void {
    switch (event.event) {
      case 'account':
        return this.#account(event, time);
      case 'deposit':
        return this.#flow(time, event.amount, 0);
      case 'withdrawal':
        return this.#flow(time, -event.amount, 0);
      case 'credit':
        return this.#flow(time, 0, event.amount);
      case 'restart':
        return this.#restart(event, time);
      case 'rearm':
        return this.#rearm(event);
      case 'settings':
        // The keys that are there replace those in use; zod leaves absent ones out.
        this.#settings = {
          ...this.#settings,
          ...(event.settings as Partial<Timeline['settings']>),
        };
        this.#breaker.useSettings(breakerSettings(this.#settings));
        if (this.#equity !== undefined) this.#look(time, this.#equity, true);
        return;
      case 'flat':
        this.#flat = true;
        return;
    }
  }

  #account(event: Extract<TimelineEvent, { event: 'account' }>, time: UtcMs): void {
    const equity = (event.equity ?? event.balance) as Money;
    this.#equity = equity;
    this.#balance = event.balance as Money;
    const notable = this.#breaker.notable(equity);
    if (notable === undefined || event.source === 'broker') {
      this.#judge.clear();
      return this.#look(time, equity, true);
    }
    const judged = this.#judge.judge(notable, equity, time, QUOTED);
    this.#look(time, judged ?? equity, judged !== undefined);
  }

  #flow(time: UtcMs, toBalance: number, credit: number): void {
    if (this.#equity === undefined) {
      this.#refused = 'the account is not known yet: its first day will begin with the amount';
      return;
    }
    const amount = (toBalance + credit) as Money;
    this.#equity = (this.#equity + amount) as Money;
    this.#balance = (this.#balance + toBalance) as Money;
    this.#credit += credit;
    const change = this.#breaker.onCashFlow(amount);
    if (change) this.#note(change);
    // A smaller base allows a smaller loss: what was lost before may be more than that.
    this.#look(time, this.#equity, true);
  }

  #restart(event: Extract<TimelineEvent, { event: 'restart' }>, time: UtcMs): void {
    // Through JSON, as the journal keeps it.
    const kept =
      event.state === 'kept'
        ? (JSON.parse(JSON.stringify(this.#breaker.memory ?? null)) as BreakerMemory | null)
        : null;
    const settings = breakerSettings(this.#settings);
    this.#breaker = new CircuitBreaker(settings, this.#serverClock, kept ?? undefined);
    this.#judge.clear();
    if (event.state === 'kept' || this.#equity === undefined) return;
    const deals = event.deals
      .map(({ time: at, net }) => ({ time: instantOf(at), net: net as Money }))
      .toSorted((one, other) => one.time - other.time);
    const account = { balance: this.#lent(), equity: this.#equity };
    const dayAt = (at: UtcMs) => this.#breaker.dayAt(at);
    const day = rebuildDay(settings, dayAt, time, account, deals);
    this.#breaker.fold(day);
    this.#note(day);
    this.#look(time, this.#equity, true);
  }

  #rearm({ by, authorised }: Extract<TimelineEvent, { event: 'rearm' }>): void {
    if (!authorised) {
      this.#refused = `${by} is not authorised to re-arm the breaker`;
    } else if (!this.#breaker.tripped) {
      this.#refused = 'the breaker is not tripped';
    } else if (this.#equity !== undefined) {
      const changes = this.#breaker.rearm(this.#equity, this.#lent(), by);
      for (const change of changes) this.#note(change);
    }
  }

  #look(time: UtcMs, equity: Money, firm: boolean): void {
    let change = this.#breaker.look(time, equity, this.#lent(), firm);
    while (change) {
      this.#note(change);
      change = this.#breaker.look(time, equity, this.#lent(), firm);
    }
  }

  /** Balance with the credit, as equity has it. */
  #lent(): Money {
    return (this.#balance + this.#credit) as Money;
  }

  #note(change: BreakerChange): void {
    if (change.kind === 'breaker') {
      if (change.state === 'tripped') this.#flat = false;
      this.#changes.push({ kind: change.state, text: change.why });
      return;
    }
    const before = this.#lastEnd;
    this.#lastEnd = change.endsAt;
    const begins = before !== change.endsAt;
    const base = `base ${change.baseline.toFixed(2)}, limit ${change.limit.toFixed(2)}`;
    const text = begins ? `day ${change.day} begins: ${base}` : base;
    this.#changes.push({ kind: begins ? 'day-started' : 'limits-moved', text });
  }

  #answer({ event }: TimelineEvent, index: number, time: UtcMs): BreakerAnswer {
    const memory = this.#breaker.memory;
    const equity = this.#equity;
    const status = memory && equity !== undefined && breakerStatus(memory, equity, time);
    const tripped = memory?.state === 'tripped';
    return {
      index,
      time: new Date(time).toISOString(),
      event,
      day: memory?.day ?? null,
      day_ends: memory ? new Date(memory.endsAt).toISOString() : null,
      balance: equity === undefined ? null : this.#balance,
      equity: equity ?? null,
      baseline: memory?.baseline ?? null,
      limit: memory?.limit ?? null,
      distance: memory && equity !== undefined ? withoutNoise(equity - memory.limit) : null,
      day_limit: status ? status.dayLimit : null,
      day_distance: status ? status.lossLeftToday : null,
      overall_limit: status ? (status.overallLimit ?? null) : null,
      overall_distance: status ? (status.lossLeftOverall ?? null) : null,
      capital: memory?.book?.capital ?? null,
      state: memory?.state ?? 'armed',
      entries_allowed: memory !== undefined && !tripped,
      tripped_by: memory?.trip?.cause ?? null,
      rearmed_by: memory?.trip?.rearm ?? null,
      closing: tripped && this.#settings.on_trip === 'close-all' && !this.#flat,
      in_doubt: this.#judge.inDoubt,
      changes: this.#changes,
      refused: this.#refused ?? null,
      status: status ? status.text : 'the account is not known yet',
    };
  }
}

function withoutNoise(amount: number): number {
  return Number(amount.toFixed(8));
}
