/** Bar positions and prices to pixels of the bitmap, and the canvas to draw them on. */
export interface Projection {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly ratioX: number;
  readonly ratioY: number;
  /** Visible bar positions. */
  readonly fromIndex: number;
  readonly toIndex: number;
  x(index: number): number;
  y(price: number): number | undefined;
}
