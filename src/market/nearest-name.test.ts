import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance, meantHint } from './nearest-name.ts';

describe('the name that was meant', () => {
  it('counts single-letter changes', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('same', 'same')).toBe(0);
  });

  it('is asked for, and none when nothing is near', () => {
    const keys = ['max_leverage', 'max_positions'];
    expect(didYouMean('max_leverge', keys)).toBe('Did you mean max_leverage?');
    expect(didYouMean('zebra', keys)).toBeUndefined();
    expect(meantHint('zebra', keys)).toBe('');
  });

  it('is the same name in other letters', () => {
    expect(meantHint('gbpusd', ['EURUSD', 'GBPUSD'])).toBe(' Did you mean GBPUSD?');
  });
});
