import type { Projection } from './projection.ts';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Height of a label's line, in CSS pixels. */
export const LABEL_PX = 10;

/** Writes labels where there is room: one that would cover another is left out. */
export class LabelRoom {
  readonly #on: Projection;
  readonly #taken: Box[] = [];

  constructor(on: Projection) {
    this.#on = on;
  }

  /** At `x` by the context's alignment, vertically centred on `y`. */
  write(text: string, x: number, y: number): void {
    const { context, ratioY } = this.#on;
    const width = context.measureText(text).width;
    const left = context.textAlign === 'right' ? x - width : x - alignedLeft(context, width);
    const half = (LABEL_PX / 2) * ratioY;
    const box = { left, right: left + width, top: y - half, bottom: y + half };
    if (this.#taken.some((other) => overlap(box, other))) return;
    this.#taken.push(box);
    context.fillText(text, x, y);
  }
}

function alignedLeft(context: CanvasRenderingContext2D, width: number): number {
  return context.textAlign === 'center' ? width / 2 : 0;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
