import type { OpenRequest } from '../../execution/broker-port.ts';
import { floorToStep, type Instrument } from '../../market/instrument.ts';
import type { Quote, Side } from '../../market/quote.ts';
import type { Lots, Price, UtcMs } from '../../market/units.ts';
import { printed } from './costs.ts';
import { RETCODE, refusal, type Refusal } from './retcodes.ts';
import type { SymbolBook } from './symbol-book.ts';

/** What is wrong with an opening request whatever the market does. */
export function checkForm(book: SymbolBook, request: OpenRequest, now: UtcMs): Refusal | undefined {
  const { instrument, grid } = book;
  const prices = [request.price, request.stopLoss, request.takeProfit];
  if (!prices.every((price) => Number.isFinite(price) && price >= 0)) {
    return refusal(RETCODE.invalid, 'a price is negative or no number');
  }
  const volume = checkVolume(instrument, request.lots);
  if (volume) return volume;
  if (request.kind === 'market' && !fillable(instrument)) {
    return refusal(RETCODE.invalidFill, `${instrument.symbol} allows no filling of market orders`);
  }
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
  if (request.expiresAt !== undefined && request.expiresAt <= now) {
    return refusal(RETCODE.invalidExpiration, 'the expiration has passed');
  }
  return undefined;
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

function fillable({ executionMode, fillingModes }: Instrument): boolean {
  if (executionMode !== 'market') return true; // the others take `return` or what the server has
  return fillingModes.includes('ioc') || fillingModes.includes('fok');
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
export function checkWaitingPrice(book: SymbolBook, request: OpenRequest): Refusal | undefined {
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

/** In modes that know a deviation, a price that ran away further is a requote. */
export function checkDeviation(
  book: SymbolBook,
  request: OpenRequest,
  quote: Quote,
): Refusal | undefined {
  const mode = book.instrument.executionMode;
  if (request.price === 0 || (mode !== 'instant' && mode !== 'request')) return undefined;
  const market = request.side === 'buy' ? quote.ask : quote.bid;
  const away = Math.abs(book.grid.points(request.price, market));
  if (away <= request.deviation) return undefined;
  return refusal(RETCODE.requote, `the price moved ${away} points, ${request.deviation} allowed`);
}
