import type { OpenRequest } from '../../execution/broker-port.ts';
import { floorToStep, type FillingMode, type Instrument } from '../../market/instrument.ts';
import type { Side } from '../../market/quote.ts';
import type { Lots, UtcMs } from '../../market/units.ts';
import { RETCODE, refusal, type Refusal } from '../retcodes.ts';
import type { SymbolBook } from './symbol-book.ts';

/** Does the instrument's trade mode let this order in? `reduces` is one that only reduces a net. */
export function checkTradeMode(
  { symbol, tradeMode }: Instrument,
  side: Side,
  reduces: boolean,
): Refusal | undefined {
  if (tradeMode === 'disabled') {
    return refusal(RETCODE.tradeDisabled, `trade in ${symbol} is disabled`);
  }
  if (tradeMode === 'full' || reduces) return undefined;
  if (tradeMode === 'close-only') {
    return refusal(RETCODE.closeOnly, `positions of ${symbol} may only be closed`);
  }
  if (tradeMode === 'long-only' && side === 'sell') {
    return refusal(RETCODE.longOnly, `${symbol} may only be bought`);
  }
  if (tradeMode === 'short-only' && side === 'buy') {
    return refusal(RETCODE.shortOnly, `${symbol} may only be sold`);
  }
  return undefined;
}

/** Does the instrument take this kind of order, with a stop or target? */
export function checkOrderMode(
  { symbol, orderModes }: Instrument,
  request: OpenRequest,
): Refusal | undefined {
  if (!orderModes.includes(request.kind)) {
    return refusal(RETCODE.invalidOrder, `${symbol} takes no ${request.kind} orders`);
  }
  if (request.stopLoss > 0 && !orderModes.includes('stop-loss')) {
    return refusal(RETCODE.invalidStops, `${symbol} takes no stop loss`);
  }
  if (request.takeProfit > 0 && !orderModes.includes('take-profit')) {
    return refusal(RETCODE.invalidStops, `${symbol} takes no take profit`);
  }
  return undefined;
}

/** A waiting order's life has to be of an allowed kind and must not be over. */
export function checkLifetime(
  { symbol, expirationModes }: Instrument,
  request: OpenRequest,
  now: UtcMs,
): Refusal | undefined {
  if (request.kind === 'market') return undefined;
  const { expiresAt } = request;
  const lifetime = request.lifetime ?? (expiresAt === undefined ? 'gtc' : 'specified');
  const no = (detail: string): Refusal => refusal(RETCODE.invalidExpiration, detail);
  if (!expirationModes.includes(lifetime)) return no(`${symbol} takes no ${lifetime} orders`);
  if (lifetime === 'gtc' || lifetime === 'day') return undefined;
  if (expiresAt === undefined) return no('the expiration is missing');
  return expiresAt <= now ? no('the expiration has passed') : undefined;
}

/** A market order or a close is filled as the execution mode and the instrument allow. */
export function checkFilling(
  instrument: Instrument,
  asked: FillingMode | undefined,
): Refusal | undefined {
  const { symbol, executionMode, fillingModes } = instrument;
  const no = (detail: string): Refusal => refusal(RETCODE.invalidFill, detail);
  // Instant and request execution take every filling, whatever the flags say.
  if (executionMode === 'instant' || executionMode === 'request') return undefined;
  const returns = executionMode === 'exchange';
  if (asked === undefined) {
    const fills = fillingModes.some((mode) => mode !== 'return') || returns;
    return fills ? undefined : no(`${symbol} allows no filling of market orders`);
  }
  const allowed = asked === 'return' ? returns : fillingModes.includes(asked);
  return allowed ? undefined : no(`${symbol} does not fill market orders by ${asked}`);
}

/** Positions and waiting orders of one direction may not exceed the instrument's volume limit. */
export function checkVolumeLimit(book: SymbolBook, side: Side, lots: Lots): Refusal | undefined {
  const { volumeLimit } = book.instrument;
  if (volumeLimit === 0) return undefined;
  let sum: number = lots;
  for (const { position } of book.positions) if (position.side === side) sum += position.lots;
  for (const order of book.orders) if (order.side === side) sum += order.lots;
  if (floorToStep(book.instrument, sum) <= volumeLimit) return undefined;
  const detail = `${floorToStep(book.instrument, sum)} lots in one direction, ${volumeLimit} allowed`;
  return refusal(RETCODE.limitVolume, detail);
}
