import { clockRule, type ClockRule } from '../market/clock-rule.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import { dayBounds, parseDayStart } from '../risk/account-day.ts';
import type { AccountSettings } from './account-settings.ts';
import type { AgentState, Fact, FactBody, Verdict } from './fact.ts';
import { nearMissOf, type NearMiss } from './near-miss.ts';

type RefusedBy = Extract<Verdict, { taken: false }>['by'];

/** Candidates that one thing refused, and the one of them that came nearest to a trade. */
export interface RefusalGroup {
  readonly by: RefusedBy;
  readonly reason: string;
  readonly count: number;
  readonly nearest: NearMiss;
}

/** One agent's day: how many candidates there were, and what became of them. */
export interface AgentDigest {
  readonly symbol: SymbolName;
  readonly candidates: number;
  readonly taken: number;
  /** Nearest miss first: by the highest confidence that each refused. */
  readonly refused: readonly RefusalGroup[];
}

export interface DayDigest {
  /** Calendar date on the clock of the account's circuit breaker, `YYYY-MM-DD`. */
  readonly day: string;
  /** Symbols of all agents there were, in order of their first fact. */
  readonly agents: readonly (AgentDigest & { readonly state: AgentState; readonly why: string })[];
}

/** Plain data of all that is remembered, for a fold that goes on in another thread. */
export interface DigestState {
  readonly agents: ReadonlyMap<SymbolName, { readonly state: AgentState; readonly why: string }>;
  readonly days: ReadonlyMap<string, ReadonlyMap<SymbolName, AgentDigest>>;
}

/** What a digest needs to know: where days begin, and what was good enough. */
export type DigestSettings = Pick<
  AccountSettings,
  'breaker' | 'serverClock' | 'confidenceThreshold'
>;

const DAYS_KEPT = 40;
/** Reasons kept apart for one agent and day; a strategy of the user's own may name many. */
const GROUPS_KEPT = 50;

/** Folds facts into digests of the account's days, as its circuit breaker counts them. */
export class DayDigests {
  readonly #clock: ClockRule;
  readonly #startMinute: number;
  readonly #threshold: number;
  readonly #only: string | undefined;
  readonly #agents: Map<SymbolName, { state: AgentState; why: string }>;
  readonly #days: Map<string, Map<SymbolName, AgentDigest>>;

  /** `only` remembers one day alone, however many follow it. */
  constructor(settings: DigestSettings, state?: DigestState, only?: string) {
    this.#only = only;
    this.#threshold = settings.confidenceThreshold;
    const { breaker, serverClock } = settings;
    const { day_clock, day_starts_at } = breaker;
    this.#clock = clockRule(day_clock === 'server' ? serverClock : day_clock);
    this.#startMinute = parseDayStart(day_starts_at) ?? 0;
    this.#agents = new Map(state?.agents);
    this.#days = new Map([...(state?.days ?? [])].map(([day, digests]) => [day, new Map(digests)]));
  }

  get state(): DigestState {
    return { agents: this.#agents, days: this.#days };
  }

  /** The account's day at an instant. */
  dayAt(time: UtcMs): string {
    return dayBounds(this.#clock, time, this.#startMinute).day;
  }

  /** Days that are remembered, oldest first. */
  get days(): readonly string[] {
    return [...this.#days.keys()].toSorted();
  }

  of(day: string): DayDigest {
    const digests = this.#days.get(day);
    const agents = [...this.#agents].map(([symbol, { state, why }]) => ({
      ...(digests?.get(symbol) ?? { symbol, candidates: 0, taken: 0, refused: [] }),
      state,
      why,
    }));
    return { day, agents };
  }

  add({ body }: Fact): void {
    switch (body.kind) {
      case 'agent-created':
        this.#agents.set(body.symbol, { state: 'READY', why: 'created' });
        return;
      case 'agent-state':
        this.#agents.set(body.symbol, { state: body.state, why: body.why });
        return;
      case 'signal':
        return this.#signal(body);
      case 'signal-approval':
        return this.#approval(body);
      default:
        return;
    }
  }

  #signal({ signal, verdict }: Extract<FactBody, { kind: 'signal' }>): void {
    const { symbol, time } = signal;
    const day = this.dayAt(time);
    if (this.#only !== undefined && day !== this.#only) return;
    const digests = this.#digestsOf(day);
    const known = digests.get(symbol) ?? { symbol, candidates: 0, taken: 0, refused: [] };
    digests.set(symbol, {
      symbol,
      candidates: known.candidates + 1,
      taken: known.taken + (verdict.taken ? 1 : 0),
      refused: verdict.taken
        ? known.refused
        : withRefusal(known.refused, verdict, nearMissOf(signal, verdict, this.#threshold)),
    });
  }

  /** One that waited counts as what became of it. */
  #approval({ signal, verdict }: Extract<FactBody, { kind: 'signal-approval' }>): void {
    if (!verdict) return;
    const digests = this.#days.get(this.dayAt(signal.time));
    const known = digests?.get(signal.symbol);
    if (!digests || !known) return;
    const others = withoutOne(known.refused, 'confidence', 'waits-for-approval');
    digests.set(signal.symbol, {
      ...known,
      taken: known.taken + (verdict.taken ? 1 : 0),
      refused: verdict.taken
        ? others
        : withRefusal(others, verdict, nearMissOf(signal, verdict, this.#threshold)),
    });
  }

  #digestsOf(day: string): Map<SymbolName, AgentDigest> {
    const known = this.#days.get(day);
    if (known) return known;
    const fresh = new Map<SymbolName, AgentDigest>();
    this.#days.set(day, fresh);
    const [oldest] = this.days;
    if (this.#days.size > DAYS_KEPT && oldest !== undefined) this.#days.delete(oldest);
    return fresh;
  }
}

function withRefusal(
  groups: readonly RefusalGroup[],
  { by, reason }: Extract<Verdict, { taken: false }>,
  miss: NearMiss,
): RefusalGroup[] {
  const known = groups.find((group) => group.by === by && group.reason === reason);
  const nearest = known && !(miss.confidence > known.nearest.confidence) ? known.nearest : miss;
  const group = { by, reason, count: (known?.count ?? 0) + 1, nearest };
  const others = groups.filter((one) => one !== known);
  return [...others, group]
    .toSorted((left, right) => right.nearest.confidence - left.nearest.confidence)
    .slice(0, GROUPS_KEPT);
}

function withoutOne(
  groups: readonly RefusalGroup[],
  by: RefusedBy,
  reason: string,
): readonly RefusalGroup[] {
  return groups.flatMap((group) => {
    if (group.by !== by || group.reason !== reason) return [group];
    return group.count > 1 ? [{ ...group, count: group.count - 1 }] : [];
  });
}
