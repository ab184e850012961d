import { DAY_MS, type UtcMs } from '../market/units.ts';
import type { AgentRecord } from './account-state.ts';

/** Waits before the first, second and third restart after a fault; a fourth fault is one too many. */
const WAITS_MS = [5_000, 30_000, 120_000] as const;
/** Faults that are further apart than this have nothing to do with each other. */
const FORGOTTEN_AFTER_MS = DAY_MS;

interface Failures {
  /** Of one agent's life: a person who restarts it begins anew. */
  readonly record: AgentRecord;
  times: readonly UtcMs[];
  /** When it is to be restarted; undefined while it runs. */
  dueAt: number | undefined;
}

export interface Restart {
  readonly waitMs: number;
  /** 1 for the first restart. */
  readonly count: number;
  readonly of: number;
}

/** Which agents are restarted after a fault, and when; repeated faults end it. */
export class AgentRestarts {
  readonly #failures = new Map<AgentRecord['symbol'], Failures>();

  /** A fault of an agent: its restart, or undefined when it has failed too often. */
  failed(record: AgentRecord, now: UtcMs): Restart | undefined {
    const known = this.#of(record);
    const times = (known?.times ?? []).filter((time) => now - time < FORGOTTEN_AFTER_MS);
    const waitMs = WAITS_MS[times.length];
    if (waitMs === undefined) {
      this.#failures.delete(record.symbol);
      return undefined;
    }
    const dueAt = now + waitMs;
    this.#failures.set(record.symbol, { record, times: [...times, now], dueAt });
    return { waitMs, count: times.length + 1, of: WAITS_MS.length };
  }

  isWaiting(record: AgentRecord): boolean {
    return this.#of(record)?.dueAt !== undefined;
  }

  /** Agents whose wait is over; they do not wait any more. */
  takeDue(now: UtcMs): readonly AgentRecord[] {
    const due: AgentRecord[] = [];
    for (const failures of this.#failures.values()) {
      if (failures.dueAt === undefined || failures.dueAt > now) continue;
      failures.dueAt = undefined;
      due.push(failures.record);
    }
    return due;
  }

  #of(record: AgentRecord): Failures | undefined {
    const known = this.#failures.get(record.symbol);
    return known?.record === record ? known : undefined;
  }
}
