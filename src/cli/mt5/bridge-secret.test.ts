import { describe, expect, it } from 'vitest';
import { settleSecret } from './bridge-secret.ts';

const A = 'a'.repeat(32);
const B = 'b'.repeat(40);
const nobody = { given: undefined, gateway: undefined, terminal: undefined };

describe('settleSecret', () => {
  it('makes one of 43 characters when nobody has any, another each time', () => {
    const first = settleSecret(nobody, false);
    const second = settleSecret(nobody, false);
    expect(first).toMatchObject({ ok: true, origin: 'new' });
    expect(first.ok && first.secret.length).toBe(43);
    expect(first).not.toEqual(second);
  });

  it.each([
    [{ given: A, gateway: A, terminal: undefined }, 'given', A],
    [{ given: undefined, gateway: A, terminal: A }, 'gateway', A],
    [{ given: undefined, gateway: undefined, terminal: B }, 'terminal', B],
    [{ given: B, gateway: '', terminal: '' }, 'given', B],
  ])('reuses what is there: %j', (known, origin, secret) => {
    expect(settleSecret(known, false)).toEqual({ ok: true, secret, origin });
  });

  it.each([
    [{ given: A, gateway: B, terminal: undefined }, 'gateway'],
    [{ given: undefined, gateway: A, terminal: B }, 'terminal'],
  ])('replaces another one only when told to, and shows none: %j', (known, place) => {
    const refused = settleSecret(known, false);
    const message = refused.ok ? '' : refused.message;
    expect(message).toContain(`The ${place} has another secret already`);
    expect(message).not.toMatch(/a{32}|b{32}/);
    expect(settleSecret(known, true)).toMatchObject({ ok: true, secret: A });
  });

  it.each(['short', 'with a space in it, and long enough', `ü${A}`])('refuses %s', (given) => {
    expect(settleSecret({ ...nobody, given }, true).ok).toBe(false);
  });
});
