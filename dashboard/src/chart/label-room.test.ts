import { expect, it } from 'vitest';
import { LabelRoom } from './label-room.ts';
import type { Projection } from './projection.ts';

/** A canvas on which each letter is ten pixels wide, and what was written on it. */
function paper(textAlign: CanvasTextAlign) {
  const written: string[] = [];
  const context = {
    textAlign,
    measureText: (text: string) => ({ width: text.length * 10 }),
    fillText: (text: string, x: number, y: number) => written.push(`${text} ${x} ${y}`),
  };
  const on = { context, ratioX: 1, ratioY: 1 } as unknown as Projection;
  return { labels: new LabelRoom(on), written };
}

it('leaves out a label that would cover another', () => {
  const { labels, written } = paper('left');
  labels.write('BOS', 0, 0);
  labels.write('OB', 29, 9);
  labels.write('FVG', 29, 10);
  labels.write('MSS', 30, 0);
  expect(written).toEqual(['BOS 0 0', 'FVG 29 10', 'MSS 30 0']);
});

it('reckons with the side a label hangs from', () => {
  const right = paper('right');
  right.labels.write('BOS', 100, 0);
  right.labels.write('OB', 71, 0);
  right.labels.write('OB', 70, 0);
  expect(right.written).toEqual(['BOS 100 0', 'OB 70 0']);
  const centre = paper('center');
  centre.labels.write('BOS', 100, 0);
  centre.labels.write('OB', 124, 0);
  centre.labels.write('OB', 125, 0);
  expect(centre.written).toEqual(['BOS 100 0', 'OB 125 0']);
});
