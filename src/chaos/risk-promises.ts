import type { AccountCore } from '../agents/account-core.ts';
import type { AccountSettings } from '../agents/account-settings.ts';
import { isUnderway, type OrderRecord } from '../agents/account-state.ts';
import type { Magic } from '../execution/order.ts';
import type { Instrument } from '../market/instrument.ts';
import { notionalOf, profitOf } from '../market/profit.ts';
import { closingPrice, openingPrice, signOf, type Side } from '../market/quote.ts';
import type { Lots, Money, SymbolName } from '../market/units.ts';
import type { RiskLimits } from '../risk/risk-limits.ts';
import { promise } from './violation.ts';

const NOISE = 1 + 1e-6;

interface Held {
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly lots: Lots;
  readonly stopLoss: number;
  readonly from: number;
  readonly sidesToPay: number;
}

/** Equity by our own sum of what the core knows; undefined without a quote that it needs. */
export function equityKnown({ desk }: AccountCore): number | undefined {
  const { state, instruments, quotes, settings } = desk;
  let sum = state.balance + (state.account?.credit ?? 0);
  for (const { position } of state.positions.values()) {
    const { symbol, side, lots, openPrice, swap } = position;
    const instrument = instruments.get(symbol);
    const quote = quotes.get(symbol);
    if (!instrument || !quote) return undefined;
    const price = closingPrice(quote, side);
    const gain = profitOf(instrument, side, lots, openPrice, price, settings.currency, quotes);
    if (gain === undefined) return undefined;
    sum += gain + swap;
  }
  return sum;
}

/** Every cap of the account, counted anew at the moment in which an order was decided. */
export function promiseCaps(
  core: AccountCore,
  order: OrderRecord,
  { limits }: AccountSettings,
): void {
  const { opening } = order;
  if (!opening) return;
  const { state } = core.desk;
  const equity = equityKnown(core) ?? Number.NaN;
  const worth = Math.min(state.balance, equity);
  const one = heldOf(core, opening.order, opening.lots, true);
  const risk = lossOf(core, one);
  const allowed = (worth * limits.risk_per_trade_pct) / 100;
  const name = `order ${order.number} (${one.symbol} ${one.side} ${one.lots} lots)`;
  promise(risk <= allowed * NOISE, () => `${name} risks ${risk}, allowed is ${allowed}`);
  promise(one.lots <= limits.max_position_size, () => `${name} is above max_position_size`);
  const all = [...allHeld(core, order.magic), one];
  const total = all.reduce((sum, held) => sum + lossOf(core, held), 0);
  const exposure = (equity * limits.max_total_exposure_pct) / 100;
  promise(total <= exposure * NOISE, () => `with ${name} open risk is ${total} of ${exposure}`);
  const left = equity - (state.breaker?.limit ?? Infinity);
  promise(total <= left * NOISE, () => `with ${name} open risk is ${total}, the day has ${left}`);
  promise(all.length <= limits.max_positions, () => `${name} is number ${all.length}`);
  const same = all.filter(({ symbol }) => symbol === one.symbol).length;
  promise(same <= limits.max_positions_per_symbol, () => `${name} is number ${same} of its symbol`);
  promiseBets(core, one, all, equity, limits, name);
  const notional = all.reduce((sum, held) => sum + valueOf(core, held), 0);
  const most = equity * limits.max_leverage;
  promise(notional <= most * NOISE, () => `with ${name} the notional is ${notional} of ${most}`);
}

/** What the bets on both currencies of the trade may lose: net, where it adds to the bet, and gross. */
function promiseBets(
  core: AccountCore,
  one: Held,
  all: readonly Held[],
  equity: number,
  { max_currency_risk_pct, max_currency_gross_pct }: RiskLimits,
  name: string,
): void {
  const { instruments } = core.desk;
  for (const currency of currenciesOf(instruments.get(one.symbol))) {
    let net = 0;
    let gross = 0;
    let last = 0;
    for (const held of all) {
      const [base, profit] = currenciesOf(instruments.get(held.symbol));
      if (currency !== base && currency !== profit) continue;
      const sign = signOf(held.side) * (currency === base ? 1 : -1);
      last = sign * lossOf(core, held);
      net += last;
      gross += Math.abs(last);
    }
    const lessens = Math.abs(net) <= Math.abs(net - last);
    promise(lessens || Math.abs(net) <= ((equity * max_currency_risk_pct) / 100) * NOISE, () => {
      return `with ${name} the bet on ${currency} is ${net}`;
    });
    promise(gross <= ((equity * max_currency_gross_pct) / 100) * NOISE, () => {
      return `with ${name} the bets on ${currency} are ${gross} together`;
    });
  }
}

function currenciesOf(instrument: Instrument | undefined): readonly string[] {
  if (!instrument || instrument.baseCurrency === instrument.profitCurrency) return [];
  return [instrument.baseCurrency, instrument.profitCurrency];
}

/** All that is open or may come to be, except the order `but`. */
function allHeld(core: AccountCore, but: Magic): Held[] {
  const { state, quotes } = core.desk;
  const all: Held[] = [];
  for (const { position } of state.positions.values()) {
    const quote = quotes.get(position.symbol);
    const from = quote ? closingPrice(quote, position.side) : position.openPrice;
    all.push({ ...position, from, sidesToPay: 1 });
  }
  const ours = new Set<number>();
  for (const order of state.orders.values()) {
    if (!order.opening || !isUnderway(order)) continue;
    ours.add(order.magic);
    if (order.magic !== but) all.push(heldOf(core, order.opening.order, order.opening.lots, false));
  }
  for (const order of state.pending.values()) {
    if (!ours.has(order.magic)) all.push({ ...order, from: order.price, sidesToPay: 2 });
  }
  return all;
}

function heldOf(
  { desk }: AccountCore,
  order: NonNullable<OrderRecord['opening']>['order'],
  lots: Lots,
  atQuote: boolean,
): Held {
  const { symbol, side, kind, price, stopLoss } = order;
  const quote = desk.quotes.get(symbol);
  const dealing = quote ? openingPrice(quote, side) : price;
  const from = atQuote && kind === 'market' ? dealing : price;
  return { symbol, side, lots, stopLoss, from, sidesToPay: 2 };
}

/** What is lost from here to the stop, commission still to be paid included. */
function lossOf(
  core: AccountCore,
  { symbol, side, lots, stopLoss, from, sidesToPay }: Held,
): number {
  const { settings, quotes, instruments } = core.desk;
  const instrument = instruments.get(symbol) as Instrument;
  const to = stopLoss === 0 ? 0 : stopLoss;
  const gain = profitOf(instrument, side, lots, from, to, settings.currency, quotes);
  const costs = sidesToPay * settings.commissionPerLotSide * lots;
  return Math.max(0, -(gain ?? (-Infinity as Money))) + costs;
}

function valueOf({ desk }: AccountCore, { symbol, lots, from }: Held): number {
  const instrument = desk.instruments.get(symbol) as Instrument;
  return notionalOf(instrument, lots, from, desk.settings.currency, desk.quotes) ?? Infinity;
}
