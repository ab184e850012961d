import type { FaultTable, StepOf } from './fault-table.ts';

/** The process is killed here. Nothing after it happens, nothing it held in memory is left. */
export class ProcessDeath extends Error {
  constructor() {
    super('the process was killed');
    this.name = 'ProcessDeath';
  }
}

export type DeathStep = StepOf<'process'>;
export type DeathMoment = 'dies before' | 'dies after';

/** Kills the process at the step it was told, when that step next comes. */
export class Reaper {
  readonly #table: FaultTable;
  #waits: { readonly step: DeathStep; readonly moment: DeathMoment } | undefined;

  constructor(table: FaultTable) {
    this.#table = table;
  }

  get isWaiting(): boolean {
    return this.#waits !== undefined;
  }

  waitAt(step: DeathStep, moment: DeathMoment): void {
    this.#waits = { step, moment };
  }

  leave(): void {
    this.#waits = undefined;
  }

  /** Do a step of the process, and die before or after it when its time has come. */
  at<Result>(step: DeathStep, act: () => Result): Result {
    this.#strike(step, 'dies before');
    const result = act();
    this.#strike(step, 'dies after');
    return result;
  }

  #strike(step: DeathStep, moment: DeathMoment): void {
    if (this.#waits?.step !== step || this.#waits.moment !== moment) return;
    this.#waits = undefined;
    this.#table.count('process', step, moment);
    throw new ProcessDeath();
  }
}
