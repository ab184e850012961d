import { InvalidArgumentError } from 'commander';
import type { InstrumentConfig } from '../config/instrument-fields.ts';
import { instrumentOf } from '../config/instruments.ts';
import { CLOCK_RULE_HELP, parseClockRule } from '../market/clock-rule.ts';
import { shippedSymbols } from '../market/instruments.ts';
import type { Instrument } from '../market/instrument.ts';
import { isTimeframe, TIMEFRAMES, type Timeframe } from '../market/timeframe.ts';
import type { UtcMs } from '../market/units.ts';
import type { BrokerAddress } from '../runtime/broker-process/broker-wire.ts';
import { CommandError } from './exit-codes.ts';

/** Readers of option values: each says what was found and what is allowed. */

export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= from && value <= to && text.trim() !== '') return value;
    throw new InvalidArgumentError(`Allowed is a whole number from ${from} to ${to}.`);
  };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Allowed is a number above 0.');
}

export function numberBetween(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Allowed is a number from ${from} to ${to}.`);
  };
}

export function clockName(text: string): string {
  if (parseClockRule(text)) return text;
  throw new InvalidArgumentError(`Allowed are ${CLOCK_RULE_HELP}.`);
}

export function timeframeName(text: string): Timeframe {
  if (isTimeframe(text)) return text;
  throw new InvalidArgumentError(`Allowed are ${TIMEFRAMES.join(', ')}.`);
}

/** `2021-03-01` (midnight UTC) or a full ISO time with its offset. */
export function instant(text: string): UtcMs {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const value = isDate || isTime ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(value)) return value as UtcMs;
  throw new InvalidArgumentError(
    'Allowed are a date such as 2021-03-01 (midnight UTC) or a time such as 2021-03-01T08:00Z.',
  );
}

/** `127.0.0.1:8010`. */
export function networkAddress(text: string): BrokerAddress {
  const match = /^([^\s:]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] && port > 0 && port <= 65_535) {
    return { host: match[1].replace(/^\[|\]$/g, ''), port };
  }
  throw new InvalidArgumentError('Allowed is HOST:PORT, such as 127.0.0.1:8010.');
}

/** A calendar date, `2026-01-06`. */
export function dayName(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text));
  if (isDay) return text;
  throw new InvalidArgumentError('Allowed is a date such as 2026-01-06.');
}

/** The instrument of that name: as the configuration describes it (`own`), else as it is shipped. */
export function instrumentNamed(symbol: string, own: readonly InstrumentConfig[] = []): Instrument {
  const instrument = instrumentOf(symbol, own);
  if (instrument) return instrument;
  const known = [...new Set([...shippedSymbols(), ...own.map((one) => one.symbol)])].join(', ');
  throw new CommandError(
    `There is no instrument ${symbol}. Known are ${known} (capital letters, no broker suffix).`,
  );
}

/** `XAUUSD=GOLD`, as often as it is given. */
export function symbolPair(text: string, before: ReadonlyMap<string, string>): Map<string, string> {
  const [, ours, theirs] = /^([^=\s]+)=([^=]+)$/.exec(text) ?? [];
  if (ours !== undefined && theirs !== undefined)
    return new Map([...before, [ours, theirs.trim()]]);
  throw new InvalidArgumentError(
    "Allowed is SYMBOL=NAME, such as XAUUSD=GOLD: our name, the broker's.",
  );
}
