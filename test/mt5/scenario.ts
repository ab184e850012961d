import type { Bench } from './bench.ts';
import type { GatewayScript, Message } from './scripted-gateway.ts';

/** Something that is done to the Expert Advisor, and what must come of it: rejects when it does not. */
export interface Scenario {
  readonly name: string;
  readonly script: Partial<GatewayScript>;
  readonly run: (bench: Bench) => Promise<void>;
}

export function scenario(
  name: string,
  run: Scenario['run'],
  { script = {} }: Partial<Pick<Scenario, 'script'>> = {},
): Scenario {
  return { name, run, script };
}

/** A tenth of a lot of EURUSD at the market, with its stop and target. */
export const MARKET = {
  symbol: 'EURUSD',
  side: 'buy',
  kind: 'market',
  volume: 0.1,
  price: 0,
  sl: 1.09,
  tp: 1.12,
  deviation: 20,
};
export const LIMIT = { ...MARKET, kind: 'limit', price: 1.095 };
export const STOP = { ...MARKET, kind: 'stop', price: 1.105 };

export function positionsIn({ terminal }: Bench): number {
  return terminal.books().positions.length;
}

export function framed(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/** Rows of the deals that were pushed. */
export function deals(messages: readonly Message[]): Message[] {
  return messages.flatMap((one) => {
    const row = one['deal_row'];
    const isDeal = one['t'] === 'tx' && one['type'] === 'TRADE_TRANSACTION_DEAL_ADD';
    return isDeal && typeof row === 'object' && row !== null ? [{ ...row }] : [];
  });
}
