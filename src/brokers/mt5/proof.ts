import { createHmac, timingSafeEqual } from 'node:crypto';

/** What both sides of a handshake have put into it. */
export interface Handshake {
  /** The gateway's nonce and the EA's, 64 hex digits each. */
  readonly challenge: string;
  readonly hello: string;
  readonly login: string;
  readonly server: string;
}

export const PROTOCOL = 'mt5-bridge/1';
/** Characters that a secret must have. */
export const LEAST_SECRET = 32;

/** The EA's proof that it knows the secret. */
export function terminalProof(secret: string, shake: Handshake, tradeMode: string): string {
  return proof(secret, 'ea', shake, tradeMode);
}

/** The gateway's proof. */
export function gatewayProof(secret: string, shake: Handshake, token: number): string {
  return proof(secret, 'gw', shake, String(token));
}

/** Are they alike? Takes the same time wherever they differ. */
export function sameProof(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function proof(secret: string, who: 'ea' | 'gw', shake: Handshake, own: string): string {
  const { challenge, hello, login, server } = shake;
  const text = `${PROTOCOL}|${who}|${challenge}|${hello}|${login}|${own}|${server}`;
  return createHmac('sha256', Buffer.from(secret, 'utf8')).update(text, 'utf8').digest('hex');
}
