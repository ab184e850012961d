import { fc, test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { EventLog } from './event-log.ts';
import type { StructureEvent, StructureKind } from './structure-event.ts';
import { ZoneList, type ZoneStages } from './zone-list.ts';

const STAGES: ZoneStages = {
  touched: 'fvg-touched',
  half: 'fvg-half',
  through: 'fvg-filled',
  closed: 'fvg-inverted',
  closedTurns: true,
};

const BARS = 40;
const bar = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.nat(8), fc.nat(8))
  .map(([low, range, close]) => ({ low, high: low + range, close: low + Math.min(close, range) }));
const zone = fc.record({
  at: fc.nat(BARS - 1),
  bottom: fc.integer({ min: 0, max: 30 }),
  height: fc.integer({ min: 1, max: 8 }),
});

type TestBar = { readonly low: number; readonly high: number; readonly close: number };
type TestZone = { readonly at: number; readonly bottom: number; readonly height: number };

/** `bar kind zone` of one bullish zone, looked at alone and without any shortcut. */
function livesOf(bars: readonly TestBar[], { at, bottom, height }: TestZone): readonly string[] {
  const prices = [bottom + height, bottom + height / 2, bottom];
  const kinds = ['fvg-touched', 'fvg-half', 'fvg-filled'] as const;
  const lives: string[] = [];
  let stage = 0;
  for (const [index, { low, close }] of bars.entries()) {
    if (index <= at) continue;
    for (; stage < 3 && low <= (prices[stage] as number); stage += 1) {
      lives.push(`${index} ${kinds[stage]} ${bottom}+${height}@${at}`);
    }
    if (close < bottom) return [...lives, `${index} fvg-inverted ${bottom}+${height}@${at}`];
  }
  return lives;
}

describe('a list of zones', () => {
  property.prop(
    [
      fc.array(bar, { minLength: BARS, maxLength: BARS }),
      fc.array(zone, { minLength: 4, maxLength: 12 }),
    ],
    { numRuns: 2000 },
  )('says of many zones what each would say alone', (bars, zones) => {
    const list = new ZoneList('bullish', STAGES, 100, 100);
    const log = new EventLog();
    const names = new Map<number, string>();
    const said: string[] = [];
    for (const [index, { low, high, close }] of bars.entries()) {
      log.begin(index, index);
      list.onBar(index, high, low, close, log);
      said.push(...log.events.map((event) => `${index} ${event.kind} ${names.get(refOf(event))}`));
      for (const { at, bottom, height } of zones.filter((candidate) => candidate.at === index)) {
        names.set(log.nextId, `${bottom}+${height}@${at}`);
        const kind: StructureKind = 'fvg';
        list.form(kind, index, index, bottom + height, bottom, 0, 'bar', index, log);
      }
    }
    const expected = zones.flatMap((candidate) => livesOf(bars, candidate));
    expect(said.toSorted()).toEqual(expected.toSorted());
  });
});

function refOf(event: StructureEvent): number {
  return event.ref ?? 0;
}
