import type { ChargeKind } from '../../execution/charge.ts';

/** What a deal of a terminal's history does to the account. */
export type DealMeaning =
  /** It changes a volume. */
  | 'trade'
  /** Money comes from outside or goes there, or is lent: neither won nor lost. */
  | 'payment'
  /** It moves no money of its own. */
  | 'nothing'
  /** Money is won or lost without a trade. */
  | { readonly charge: ChargeKind };

/** The names of MetaTrader's deal types, less `DEAL_` and `TYPE_`. */
const MEANINGS: Readonly<Record<string, DealMeaning>> = {
  BUY: 'trade',
  SELL: 'trade',
  BALANCE: 'payment',
  CREDIT: 'payment',
  // The broker's gift, taken back at a withdrawal: counted as won, so much more might be lost today.
  BONUS: 'payment',
  // A deal that was undone: its result is set to zero, and the money moves in a deal of its own.
  BUY_CANCELED: 'nothing',
  SELL_CANCELED: 'nothing',
  CHARGE: { charge: 'charge' },
  CORRECTION: { charge: 'correction' },
  COMMISSION: { charge: 'commission' },
  COMMISSION_DAILY: { charge: 'commission' },
  COMMISSION_MONTHLY: { charge: 'commission' },
  COMMISSION_AGENT_DAILY: { charge: 'agent-commission' },
  COMMISSION_AGENT_MONTHLY: { charge: 'agent-commission' },
  INTEREST: { charge: 'interest' },
  DIVIDEND: { charge: 'dividend' },
  DIVIDEND_FRANKED: { charge: 'dividend' },
  TAX: { charge: 'tax' },
};

/**
 * What a deal type means. One that nobody has documented is a charge: money that went and was called
 * paid out would let as much be lost once more.
 */
export function meaningOf(type: string): DealMeaning {
  return MEANINGS[type.replace(/^DEAL_(TYPE_)?/, '')] ?? { charge: 'other' };
}
