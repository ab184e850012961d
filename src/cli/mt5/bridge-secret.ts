import { randomBytes } from 'node:crypto';
import { LEAST_SECRET } from '../../brokers/mt5/proof.ts';

/** What the places hold in which a secret may lie already. */
export interface KnownSecrets {
  /** By option or environment. */
  readonly given: string | undefined;
  /** In the account's folder, where the gateway reads it. */
  readonly gateway: string | undefined;
  /** In the terminal's folder, where the Expert Advisor reads it. */
  readonly terminal: string | undefined;
}

export type SettledSecret =
  | {
      readonly ok: true;
      readonly secret: string;
      readonly origin: 'given' | 'gateway' | 'terminal' | 'new';
    }
  | { readonly ok: false; readonly message: string };

/**
 * The one secret that both ends get: the one given, the gateway's, the terminal's, or a new one. One in
 * use that differs is replaced only by a person who says so. No message shows a secret.
 */
export function settleSecret(
  known: KnownSecrets,
  replace: boolean,
  fresh: () => string = () => randomBytes(32).toString('base64url'),
): SettledSecret {
  const origin = (['given', 'gateway', 'terminal'] as const).find((place) => known[place]);
  const secret = (origin && known[origin]) ?? fresh();
  if (secret.length < LEAST_SECRET) {
    const place = origin === 'given' ? 'that was given' : `of the ${origin ?? 'program'}`;
    return refused(
      `The secret ${place} has ${secret.length} characters, and needs ${LEAST_SECRET}. Remove it, ` +
        'and a good one is made',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(secret)) {
    return refused('The secret may hold letters, digits and signs of ASCII alone, without spaces');
  }
  const other = (['gateway', 'terminal'] as const).find((place) => {
    return known[place] !== undefined && known[place] !== '' && known[place] !== secret;
  });
  if (other !== undefined && !replace) {
    return refused(
      `The ${other} has another secret already, which may be in use: whoever links by it would not ` +
        'get in any more. If it is to be replaced, add --replace-secret',
    );
  }
  return { ok: true, secret, origin: origin ?? 'new' };
}

function refused(message: string): SettledSecret {
  return { ok: false, message };
}
