import type { Fact, FactBody } from '../agents/fact.ts';
import type { SymbolName, UtcMs } from '../market/units.ts';
import type { FaultTable } from './fault-table.ts';
import { promise } from './violation.ts';

/** An agent that has failed so often within a day is not tried again. */
const MOST_FAULTS = 3;
const DAY_MS = 86_400_000;
const RESTARTS = /^restarts in (\d+) s /;

/** How the strategies of these worlds fail: anything else that fails is a mistake. */
export const BAD_DAY = { making: 'a bad day at its making', bar: 'a bad day at a bar' } as const;
type Bad = keyof typeof BAD_DAY;

interface Record {
  /** Faults since its agent was created by a person, in all lives. */
  times: readonly UtcMs[];
  last: Bad;
  /** It is tried again then and not before. */
  notBefore: number | undefined;
  quarantined: boolean;
}

/** An agent that fails is tried again after a wait, and quarantined when that does not help. */
export class AgentPromises {
  readonly #records = new Map<SymbolName, Record>();
  readonly #table: FaultTable;

  constructor(table: FaultTable) {
    this.#table = table;
  }

  /** A life begins from these facts. */
  begin(facts: readonly Fact[]): void {
    this.#records.clear();
    for (const fact of facts) this.#take(fact, false);
  }

  look(fact: Fact): void {
    this.#take(fact, true);
  }

  isExpected({ where, detail }: Extract<FactBody, { kind: 'fault' }>): boolean {
    return this.#records.has(where as SymbolName) && badOf(detail) !== undefined;
  }

  #take({ time, body }: Fact, isNew: boolean): void {
    switch (body.kind) {
      case 'agent-created':
        this.#records.set(body.symbol, fresh());
        return;
      case 'fault': {
        const record = this.#records.get(body.where as SymbolName);
        const bad = badOf(body.detail);
        if (!record || !bad) return;
        record.last = bad;
        record.times = [...record.times.filter((at) => time - at < DAY_MS), time];
        return;
      }
      case 'agent-state':
        return this.#state(body, time, isNew);
      default:
        return;
    }
  }

  #state(
    { symbol, state, why }: Extract<FactBody, { kind: 'agent-state' }>,
    time: UtcMs,
    isNew: boolean,
  ): void {
    const record = this.#records.get(symbol);
    if (!record) return;
    promise(!record.quarantined || state === 'STOPPED', () => {
      return `${symbol} was quarantined and is ${state}, and nobody restarted it`;
    });
    const { notBefore = 0 } = record;
    promise(state !== 'READY' || time >= notBefore, () => `${symbol} is tried again too soon`);
    const seconds = RESTARTS.exec(why)?.[1];
    if (state === 'QUARANTINED') {
      promise(record.times.length > MOST_FAULTS, () => {
        return `${symbol} is quarantined after ${record.times.length} faults: ${why}`;
      });
      record.quarantined = true;
      if (isNew) this.#table.count('agent', record.last, 'is quarantined');
    } else if (state === 'DEGRADED' && seconds !== undefined) {
      promise(record.times.length <= MOST_FAULTS, () => {
        return `${symbol} is tried again after ${record.times.length} faults of a day`;
      });
      record.notBefore = time + Number(seconds) * 1000;
      if (isNew) this.#table.count('agent', record.last, 'is tried again');
    }
  }
}

function fresh(): Record {
  return { times: [], last: 'bar', notBefore: undefined, quarantined: false };
}

function badOf(detail: string): Bad | undefined {
  if (detail.includes(BAD_DAY.making)) return 'making';
  return detail.includes(BAD_DAY.bar) ? 'bar' : undefined;
}
