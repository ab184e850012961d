import { describe, expect, it } from 'vitest';
import { magicOf, type OrderNumber } from '../../execution/order.ts';
import { clientIdOf, MagicNotes } from './magic-notes.ts';

const OURS = magicOf(2 ** 20, 4_294_967_295 as OrderNumber);
const THEIRS = magicOf(7, 1 as OrderNumber);

describe('whose an order is', () => {
  const notes = new MagicNotes(2 ** 20);

  it('is in its magic, and once more in a label that leaves room for a comment', () => {
    expect(clientIdOf(OURS)).toBe('K18ce72vr37j');
    expect(clientIdOf(OURS).length).toBeLessThanOrEqual(13);
    expect(notes.magicOf({ magic: OURS })).toBe(String(OURS));
    expect(notes.magicOf({ magic: 0, clientId: clientIdOf(OURS) })).toBe(String(OURS));
    expect(notes.magicOf({ clientId: clientIdOf(OURS) })).toBe(String(OURS));
  });

  it('is known by the ticket that an answer named, where both are lost', () => {
    expect(notes.magicOf({}, '501')).toBe('0');
    notes.note('501', OURS);
    expect(notes.magicOf({}, '501')).toBe(String(OURS));
    expect(notes.magicOf({ magic: 12 }, '502')).toBe('12');
  });

  it('is not ours by another label or magic', () => {
    expect(notes.magicOf({ magic: THEIRS, clientId: clientIdOf(THEIRS) })).toBe(String(THEIRS));
    expect(notes.magicOf({ magic: 5, clientId: 'TE_GBPUSD_7hyINWqAlE' })).toBe('5');
  });
});
