import type { Extras } from './extras.ts';
import type { FaultTable } from './fault-table.ts';
import { promiseEnd } from './end-promises.ts';
import { REAL_MAKERS, type Makers } from './makers.ts';
import { Storm } from './storm.ts';
import { Violation } from './violation.ts';
import { World } from './world.ts';

export interface SeedResult {
  readonly seed: number;
  readonly table: FaultTable;
  readonly steps: number;
  readonly messages: number;
  /** Opening orders that were sent. */
  readonly orders: number;
  readonly crashes: number;
  readonly violation?: { readonly detail: string; readonly diary: readonly string[] };
}

/** Live through the world of one seed: the storm, the calm after it, and what must hold then. */
export function runSeed(
  seed: number,
  makers: Makers = REAL_MAKERS,
  /** What the world has besides; its own luck says when it is left out. */
  extras?: Extras,
): SeedResult {
  const world = new World(seed, makers, extras);
  const storm = new Storm(world);
  let broken: SeedResult['violation'];
  try {
    storm.rage();
    storm.calmDown();
    promiseEnd(world);
  } catch (error) {
    const detail =
      error instanceof Violation
        ? error.message
        : `it threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    broken = { detail, diary: world.diary };
  }
  return {
    seed,
    table: world.table,
    steps: storm.steps,
    messages: world.wire.messages,
    orders: world.inspector.opened,
    crashes: world.crashes,
    ...(broken ? { violation: broken } : {}),
  };
}
