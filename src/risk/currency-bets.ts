import type { Instrument } from '../market/instrument.ts';
import { signOf, type Side } from '../market/quote.ts';
import type { Currency, Money } from '../market/units.ts';
import type { Refused, Sizing } from './approval.ts';
import type { OpenRisk } from './exposure.ts';
import { inMoney, refusal } from './refusal.ts';
import type { RiskContext } from './risk-context.ts';

/** What all bets on one currency may lose to their stops, in account currency. */
export interface CurrencyBet {
  readonly currency: Currency;
  /** Bets for it less bets against it: negative when more is against it. */
  readonly net: Money;
  /** Both added. */
  readonly gross: Money;
}

interface Bet {
  net: number;
  gross: number;
}

/**
 * What bets on each currency may lose to their stops, in account currency. A buy of EURUSD bets for
 * the euro and against the dollar, each with the whole amount; an index in its own currency bets on
 * none.
 */
export class CurrencyBets {
  readonly #bets = new Map<Currency, Bet>();

  add({ baseCurrency, profitCurrency }: Instrument, side: Side, amount: number): void {
    if (baseCurrency === profitCurrency) return;
    const signed = signOf(side) * amount;
    this.#bet(baseCurrency, signed);
    this.#bet(profitCurrency, -signed);
  }

  /** Amounts for less against (net) and for plus against (gross). */
  of(currency: Currency): Readonly<Bet> {
    return this.#bets.get(currency) ?? { net: 0, gross: 0 };
  }

  /** Every currency that something bets on, the largest bet first. */
  all(): readonly CurrencyBet[] {
    const bets = [...this.#bets].map(([currency, { net, gross }]) => {
      return { currency, net: net as Money, gross: gross as Money };
    });
    return bets.toSorted((one, other) => other.gross - one.gross);
  }

  #bet(currency: Currency, signed: number): void {
    const bet = this.#bets.get(currency) ?? { net: 0, gross: 0 };
    bet.net += signed;
    bet.gross += Math.abs(signed);
    this.#bets.set(currency, bet);
  }
}

/** The trade's two currencies with it, net and gross, against their caps. Refused, not shrunk. */
export function checkCurrencies(
  side: Side,
  sizing: Sizing,
  open: OpenRisk,
  context: RiskContext,
): Refused | undefined {
  const { baseCurrency, profitCurrency } = context.instrument;
  if (baseCurrency === profitCurrency) return undefined;
  const signed = signOf(side) * sizing.lots * sizing.lossPerLot;
  return (
    checkOne(baseCurrency, signed, open, context) ??
    checkOne(profitCurrency, -signed, open, context)
  );
}

function checkOne(
  bet: Currency,
  signed: number,
  open: OpenRisk,
  { account, limits, currency }: RiskContext,
): Refused | undefined {
  const before = open.bets.of(bet);
  const net = before.net + signed;
  const gross = before.gross + Math.abs(signed);
  const netAllowed = (account.equity * limits.max_currency_risk_pct) / 100;
  const grossAllowed = (account.equity * limits.max_currency_gross_pct) / 100;
  // What lessens a bet is no reason to refuse, however large the bet still is.
  const netTooLarge =
    Math.abs(net) > netAllowed * (1 + 1e-9) && Math.abs(net) > Math.abs(before.net);
  if (!netTooLarge && gross <= grossAllowed * (1 + 1e-9)) return undefined;
  const numbers = { net, gross, netBefore: before.net, netAllowed, grossAllowed };
  const direction = net >= 0 ? 'for' : 'against';
  const told = netTooLarge
    ? `${inMoney(Math.abs(net), currency)} ${direction} ${bet}; allowed are ` +
      `${inMoney(netAllowed, currency)}, ${limits.max_currency_risk_pct} % of equity ` +
      '(max_currency_risk_pct)'
    : `${inMoney(gross, currency)} for and against ${bet} together; allowed are ` +
      `${inMoney(grossAllowed, currency)}, ${limits.max_currency_gross_pct} % of equity ` +
      '(max_currency_gross_pct)';
  return refusal('currency-exposure', `with this trade the account would risk ${told}`, numbers);
}
