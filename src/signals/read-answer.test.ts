import { describe, expect, it } from 'vitest';
import type { AccountName } from '../market/units.ts';
import { readAnswer } from './read-answer.ts';
import { candidatesOf, EURUSD, streamOf } from './setup-tables-fixture.ts';
import type { Candidate } from './signal.ts';
import type { ClosedBar } from './strategy.ts';

const CONTEXT = { account: 'main' as AccountName, instrument: EURUSD };
const GOOD = candidatesOf({})[0] as Candidate;
const DECIDING = streamOf({}).at(-1) as ClosedBar;
const part = { part: 'a', weight: 1, value: 1, detail: '', evidence: [] as unknown[] };

const read = (said: unknown) => readAnswer(said, DECIDING, CONTEXT, true);
const withSignal = (change: object) => ({
  candidates: [{ ...GOOD, signal: { ...GOOD.signal, ...change } }],
});

describe('what a strategy elsewhere said', () => {
  it('is copied field by field and nothing else of it is kept', () => {
    const secret = { huge: 'x'.repeat(10_000) };
    const said = { candidates: [{ ...GOOD, ...secret, signal: { ...GOOD.signal, ...secret } }] };
    expect(read(said)).toEqual({ candidates: [GOOD], withdrawals: [], confirmed: [] });
  });

  it.for([
    ['nothing', undefined, 'said nothing'],
    ['no list', { candidates: 'all' }, 'no list'],
    ['a crowd', { candidates: Array.from({ length: 9 }, () => GOOD) }, '9 candidates; 8 are'],
    ['a novel', withSignal({ id: 'x'.repeat(1001) }), '1001 characters in id'],
    ['many gates', withSignal({ gates: Array.from({ length: 65 }, () => ({})) }), '65 gates; 64'],
    ['a large number', withSignal({ confidence: 1n }), 'no number for confidence'],
    [
      'no end',
      withSignal({ entry: { kind: 'limit', price: 1, expiresAt: Infinity } }),
      'expiresAt',
    ],
    ['a stop order', withSignal({ entry: { kind: 'stop', price: 1 } }), 'neither market nor limit'],
    [
      'no weight',
      withSignal({ score: [{ ...part, weight: NaN }] }),
      "no number for a part's weight",
    ],
    [
      'evidence of objects',
      withSignal({ score: [{ ...part, evidence: [{}] }] }),
      'no text for evid',
    ],
    ['a gate of maybe', withSignal({ gates: [{ gate: 'a', passed: 1 }] }), 'neither passed nor'],
    ['withdrawals of numbers', { candidates: [], withdrawals: [1] }, 'withdrawals are no list'],
  ] as const)('that is %s is an error', ([, said, words]) => {
    expect(() => read(said)).toThrow(words);
  });

  it('shows the structure that a chart can draw, and leaves the rest out', () => {
    const event = { id: 1, kind: 'bos', direction: 'bullish', index: 3, time: 5, confirmedAt: 4 };
    const { confirmed } = read({
      candidates: [],
      confirmed: [{ ...event, level: 1.1, more: {} }, { ...event, id: 'x' }, null, 7],
    });
    expect(confirmed).toEqual([{ ...event, level: 1.1 }]);
    expect(read({ candidates: [], confirmed: 'all' }).confirmed).toEqual([]);
  });
});
