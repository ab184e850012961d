import { join } from 'node:path';
import * as z from 'zod';
import { EquityCurve } from './equity-curve.ts';
import { readJson, writeJson } from './state/json-file.ts';
import type { EquityPoint } from './messages.ts';

const FILE = 'equity.json';
/** What a crash may take of the curve; the journal still knows every deal of that time. */
const WRITTEN_EVERY_MS = 10_000;

const contents = z.array(z.tuple([z.number(), z.number(), z.number()]));

/**
 * An account's equity curve in a file of its folder. It is a picture and no record: where it is gone
 * or broken, the journal's points take its place, and nothing else depends on it.
 */
export class EquityFile {
  readonly curve: EquityCurve;
  readonly #file: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string) {
    this.#file = join(folder, FILE);
    this.curve = new EquityCurve(read(this.#file), () => {
      this.#timer ??= setTimeout(() => this.write(), WRITTEN_EVERY_MS).unref();
    });
  }

  /** Write down what is not yet written. */
  write(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      writeJson(this.#file, this.curve.last());
    } catch {
      // A full disk is told of elsewhere, and trading must not end for a picture.
    }
  }
}

function read(file: string): readonly EquityPoint[] {
  try {
    const points = contents.safeParse(readJson(file)).data ?? [];
    const inOrder = points.every(([time], at) => at === 0 || time > (points[at - 1]?.[0] ?? 0));
    return inOrder ? (points as unknown as EquityPoint[]) : [];
  } catch {
    return []; // broken: the next one takes its place
  }
}
