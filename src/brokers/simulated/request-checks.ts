import type { OpenRequest } from '../../execution/broker-port.ts';
import { floorToStep, type Instrument } from '../../market/instrument.ts';
import type { Side } from '../../market/quote.ts';
import type { Lots, Price, UtcMs } from '../../market/units.ts';
import { printed } from './costs.ts';
import { RETCODE, refusal, type Refusal } from '../retcodes.ts';
import type { SymbolBook } from './symbol-book.ts';
import { checkFilling, checkLifetime, checkOrderMode } from './trade-permission.ts';

/** What is wrong with an opening request whatever the market does. */
export function checkForm(book: SymbolBook, request: OpenRequest, now: UtcMs): Refusal | undefined {
  const { instrument, grid } = book;
  const prices = [request.price, request.stopLoss, request.takeProfit];
  if (!prices.every((price) => Number.isFinite(price) && price >= 0)) {
    return refusal(RETCODE.invalid, 'a price is negative or no number');
  }
  const volume = checkVolume(instrument, request.lots);
  if (volume) return volume;
  const kind =
    checkOrderMode(instrument, request) ??
    (request.kind === 'market' ? checkFilling(instrument, request.filling) : undefined);
  if (kind) return kind;
  if (request.kind !== 'market' && !(request.price > 0 && grid.holds(request.price))) {
    return refusal(
      RETCODE.invalidPrice,
      `price ${request.price} is not a multiple of the tick size`,
    );
  }
  if (!grid.holds(request.stopLoss) || !grid.holds(request.takeProfit)) {
    const found = `stop ${request.stopLoss} or target ${request.takeProfit}`;
    return refusal(RETCODE.invalidStops, `${found} is not a multiple of the tick size`);
  }
  return checkLimitPrice(book, request) ?? checkLifetime(instrument, request, now);
}

/** A stop-limit order becomes a limit order on the better side of its stop price. */
export function checkLimitPrice(
  { instrument, grid }: SymbolBook,
  { kind, side, price, limitPrice }: Pick<OpenRequest, 'kind' | 'side' | 'price' | 'limitPrice'>,
): Refusal | undefined {
  if (kind !== 'stop-limit') return undefined;
  if (limitPrice === undefined || !(limitPrice > 0 && grid.holds(limitPrice))) {
    const detail = `the limit price ${limitPrice ?? 0} is not a multiple of the tick size`;
    return refusal(RETCODE.invalidPrice, detail);
  }
  const better = grid.points(limitPrice, price) * (side === 'buy' ? 1 : -1);
  if (better >= Math.max(1, instrument.stopsLevel)) return undefined;
  const detail = `${side} limit at ${limitPrice} is too near to its stop price ${price}`;
  return refusal(RETCODE.invalidPrice, detail);
}

export function checkVolume(instrument: Instrument, lots: Lots): Refusal | undefined {
  const { volumeMin, volumeMax, volumeStep } = instrument;
  if (!(lots >= volumeMin && lots <= volumeMax)) {
    return refusal(RETCODE.invalidVolume, `${lots} lots are outside ${volumeMin}..${volumeMax}`);
  }
  if (!onStep(instrument, lots)) {
    return refusal(RETCODE.invalidVolume, `${lots} lots are no multiple of ${volumeStep}`);
  }
  return undefined;
}

/** Volume to close: up to what is open; part of it on the volume step. */
export function checkCloseVolume(
  instrument: Instrument,
  lots: Lots,
  open: Lots,
): Refusal | undefined {
  if (!(lots > 0 && lots <= open)) {
    return refusal(RETCODE.invalidCloseVolume, `${lots} lots to close of ${open} open`);
  }
  if (lots < open && !onStep(instrument, lots)) {
    const detail = `${lots} lots are no multiple of ${instrument.volumeStep}`;
    return refusal(RETCODE.invalidVolume, detail);
  }
  return undefined;
}

function onStep(instrument: Instrument, lots: Lots): boolean {
  return Math.abs(floorToStep(instrument, lots) - lots) < instrument.volumeStep * 1e-6;
}

/**
 * Stop and target must lie on their own side of the price at which the position would be closed, the
 * stops level away or further: of a buy the bid, of a sell the ask.
 */
export function checkStops(
  book: SymbolBook,
  side: Side,
  reference: Price,
  stopLoss: Price,
  takeProfit: Price,
): Refusal | undefined {
  const sign = side === 'buy' ? 1 : -1;
  const least = Math.max(1, book.instrument.stopsLevel);
  const at = printed(book.instrument, reference);
  if (stopLoss > 0 && sign * book.grid.points(stopLoss, reference) < least) {
    return refusal(RETCODE.invalidStops, `stop ${stopLoss} of a ${side} is too near to ${at}`);
  }
  if (takeProfit > 0 && sign * book.grid.points(reference, takeProfit) < least) {
    return refusal(RETCODE.invalidStops, `target ${takeProfit} of a ${side} is too near to ${at}`);
  }
  return undefined;
}

/** A limit waits on the better side of the market, a stop order on the worse. */
export function checkWaitingPrice(
  book: SymbolBook,
  request: Pick<OpenRequest, 'kind' | 'side' | 'price'>,
): Refusal | undefined {
  const buy = request.side === 'buy';
  const market = buy ? book.ask : book.bid;
  const below = buy === (request.kind === 'limit');
  const distance = book.grid.points(request.price, market) * (below ? 1 : -1);
  if (distance >= Math.max(1, book.instrument.stopsLevel)) return undefined;
  const what = `${request.side} ${request.kind} at ${request.price}`;
  const at = printed(book.instrument, market);
  return refusal(RETCODE.invalidPrice, `${what} is too near to the market at ${at}`);
}

/** Nothing within the freeze level of the market may be changed. */
export function checkFreeze(
  book: SymbolBook,
  market: Price,
  levels: readonly Price[],
): Refusal | undefined {
  const { freezeLevel } = book.instrument;
  if (freezeLevel === 0) return undefined;
  const frozen = levels.find(
    (level) => level > 0 && Math.abs(book.grid.points(level, market)) <= freezeLevel,
  );
  if (frozen === undefined) return undefined;
  return refusal(RETCODE.frozen, `${frozen} is within the freeze level of ${freezeLevel} points`);
}

/** In modes that know a deviation, a fill further away than it is a requote. */
export function checkDeviation(
  book: SymbolBook,
  request: OpenRequest,
  price: Price,
): Refusal | undefined {
  const mode = book.instrument.executionMode;
  if (request.price === 0 || (mode !== 'instant' && mode !== 'request')) return undefined;
  const away = Math.abs(book.grid.points(request.price, price));
  if (away <= request.deviation) return undefined;
  return refusal(RETCODE.requote, `the price moved ${away} points, ${request.deviation} allowed`);
}
