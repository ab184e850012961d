import type { DiskFault, DiskStep, DiskTrouble } from '../journal/memory-disk.ts';
import type { World } from './world.ts';

/** What goes wrong with the disk of a world, while it is not calm. */
export class WorldDiskTrouble implements DiskTrouble {
  readonly #world: Pick<World, 'luck' | 'table' | 'calm'>;

  constructor(world: Pick<World, 'luck' | 'table' | 'calm'>) {
    this.#world = world;
  }

  faultAt(step: DiskStep, rows: number): DiskFault | undefined {
    const { luck, table, calm } = this.#world;
    if (calm || !luck.chance(0.002)) return undefined;
    const tears = step === 'mark' ? luck.chance(0.5) : step === 'commit' && luck.chance(0.5);
    const fault = tears && (step === 'mark' || rows > 0) ? 'tears' : 'fails';
    table.count('disk', step, fault);
    return fault;
  }

  tornAfter(rows: number): number {
    return this.#world.luck.between(0, Math.max(0, rows - 1));
  }

  /** Every third snapshot is torn: a start must find it out and use another, or none. */
  tearsSnapshot(seq: number): boolean {
    return seq % 3 === 0;
  }
}
