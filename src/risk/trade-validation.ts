import { pointsOf, type Instrument } from '../market/instrument.ts';
import { openingPrice, signOf, type Quote } from '../market/quote.ts';
import type { Price } from '../market/units.ts';
import type { Refused } from './approval.ts';
import { inPoints, inPrice, refusal } from './refusal.ts';
import type { Proposal } from './risk-context.ts';
import type { RiskLimits } from './risk-limits.ts';

/** Distances are compared with a hair of tolerance in points, for prices carry float noise. */
const NOISE = 1e-6;

/** The price the trade is counted from: the dealing side of the quote, or the limit price. */
export function entryOf(order: Proposal, quote: Quote): Price {
  return order.kind === 'market' ? openingPrice(quote, order.side) : order.price;
}

/** What is wrong with the trade's own prices and its spread, if anything is. */
export function validateTrade(
  order: Proposal,
  instrument: Instrument,
  quote: Quote,
  limits: RiskLimits,
): Refused | undefined {
  const entry = entryOf(order, quote);
  const spread = quote.ask - quote.bid;
  return (
    checkStopSide(order, instrument, entry) ??
    checkStopDistance(order, instrument, entry, spread, limits) ??
    checkTarget(order, instrument, entry, spread) ??
    checkSpread(instrument, spread, limits)
  );
}

function checkStopSide(order: Proposal, instrument: Instrument, entry: Price): Refused | undefined {
  const { stopLoss, side } = order;
  if (stopLoss === 0) {
    return refusal('stop-missing', `the ${side} of ${order.symbol} has no stop loss`, { entry });
  }
  const distance = pointsOf(instrument, signOf(side) * (entry - stopLoss));
  const told = `stop ${inPrice(stopLoss, instrument)}, entry ${inPrice(entry, instrument)}`;
  if (Math.abs(distance) < NOISE) {
    return refusal('stop-at-entry', `the stop is at the entry: ${told}`, { entry, stopLoss });
  }
  if (distance < 0) {
    const where = side === 'buy' ? 'below' : 'above';
    return refusal(
      'stop-on-wrong-side',
      `the stop of a ${side} must be ${where} its entry: ${told}`,
      {
        entry,
        stopLoss,
      },
    );
  }
  return undefined;
}

/**
 * A stop is triggered by the side a position closes at, one spread nearer than the entry; the
 * broker's stops level is counted from there. `min_stop_distance` is counted from the entry.
 */
function checkStopDistance(
  order: Proposal,
  instrument: Instrument,
  entry: Price,
  spread: Price,
  limits: RiskLimits,
): Refused | undefined {
  const distance = pointsOf(instrument, Math.abs(entry - order.stopLoss));
  const toTrigger = distance - pointsOf(instrument, spread);
  const { stopsLevel } = instrument;
  if (toTrigger < NOISE) {
    return refusal(
      'stop-inside-stops-level',
      `the stop is ${inPoints(distance)} from the entry, inside the spread of ` +
        `${inPoints(pointsOf(instrument, spread))}: it would be hit at once`,
      { distance, spread: pointsOf(instrument, spread), stopsLevel },
    );
  }
  if (toTrigger < stopsLevel - NOISE) {
    return refusal(
      'stop-inside-stops-level',
      `the stop is ${inPoints(toTrigger)} from the closing price; the broker asks for ` +
        inPoints(stopsLevel),
      { distance: toTrigger, stopsLevel },
    );
  }
  if (distance < limits.min_stop_distance - NOISE) {
    return refusal(
      'stop-inside-stops-level',
      `the stop is ${inPoints(distance)} from the entry; min_stop_distance is ` +
        inPoints(limits.min_stop_distance),
      { distance, minStopDistance: limits.min_stop_distance },
    );
  }
  return undefined;
}

function checkTarget(
  order: Proposal,
  instrument: Instrument,
  entry: Price,
  spread: Price,
): Refused | undefined {
  const { takeProfit, side } = order;
  if (takeProfit === 0) return undefined;
  const distance = pointsOf(instrument, signOf(side) * (takeProfit - entry));
  if (distance < NOISE) {
    const where = side === 'buy' ? 'above' : 'below';
    return refusal(
      'target-on-wrong-side',
      `the target of a ${side} must be ${where} its entry: target ` +
        `${inPrice(takeProfit, instrument)}, entry ${inPrice(entry, instrument)}`,
      { entry, takeProfit },
    );
  }
  const fromClosing = distance + pointsOf(instrument, spread);
  if (fromClosing < instrument.stopsLevel - NOISE) {
    return refusal(
      'stop-inside-stops-level',
      `the target is ${inPoints(fromClosing)} from the closing price; the broker asks for ` +
        inPoints(instrument.stopsLevel),
      { distance: fromClosing, stopsLevel: instrument.stopsLevel },
    );
  }
  return undefined;
}

function checkSpread(
  instrument: Instrument,
  spread: Price,
  limits: RiskLimits,
): Refused | undefined {
  const points = pointsOf(instrument, spread);
  const allowed = limits.max_spread_ratio * instrument.typicalSpread;
  // A specification that states no typical spread gives nothing to compare with.
  if (instrument.typicalSpread === 0 || points <= allowed + NOISE) return undefined;
  return refusal(
    'spread-too-wide',
    `the spread of ${instrument.symbol} is ${inPoints(points)}; allowed are ` +
      `${inPoints(allowed)}, ${limits.max_spread_ratio} times its typical ` +
      inPoints(instrument.typicalSpread),
    { spread: points, allowed, typicalSpread: instrument.typicalSpread },
  );
}
