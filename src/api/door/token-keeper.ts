import { createHash, timingSafeEqual } from 'node:crypto';
import { OWNER, type Grant } from './grant.ts';

/** Knows which tokens are good, now: one that was revoked a moment ago is not. */
export interface TokenKeeper {
  grantOf(secret: string): Grant | undefined;
  /** Whether the token that a session was opened with is still good. */
  isGood(id: string): boolean;
}

/** Secrets are kept and compared as digests: neither content nor length shows in the time it takes. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The keeper of one token, which may do everything. */
export function ownerAlone(token: string): TokenKeeper {
  const expected = digestOf(token);
  return {
    grantOf: (secret) => (timingSafeEqual(digestOf(secret), expected) ? OWNER : undefined),
    isGood: (id) => id === OWNER.id,
  };
}
