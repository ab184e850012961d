import type { BacktestSetup } from '../../backtest/runner.ts';
import type { BarSource } from '../../backtest/bar-source.ts';
import { convert, conversionSymbols } from '../../market/conversion.ts';
import { shippedInstrument } from '../../market/instruments.ts';
import type { Quote } from '../../market/quote.ts';
import type { Currency, SymbolName, UtcMs } from '../../market/units.ts';
import { CommandError } from '../exit-codes.ts';

type Rates = BacktestSetup['rates'];

/**
 * The constant rates a person gave for conversion, checked to be enough: money that cannot be counted
 * in the account's currency would make every trade a guess.
 */
export function conversionRates(
  sources: readonly BarSource[],
  currency: Currency,
  given: readonly string[],
): Rates {
  const rates = given.map(parseRate);
  const known = new Map<SymbolName, Quote>();
  const time = 0 as UtcMs;
  for (const { instrument, bid, ask } of rates) {
    known.set(instrument.symbol, { symbol: instrument.symbol, time, bid, ask });
  }
  for (const { instrument, bars } of sources) {
    const bid = bars.open[0] ?? 1;
    known.set(instrument.symbol, { symbol: instrument.symbol, time, bid, ask: bid });
  }
  for (const { instrument } of sources) {
    for (const needed of [instrument.profitCurrency, instrument.marginCurrency]) {
      if (convert(1, needed, currency, known) !== undefined) continue;
      const [example] = conversionSymbols(needed, currency);
      throw new CommandError(
        `${instrument.symbol} is counted in ${needed} and the account in ${currency}: give a rate, ` +
          `such as --rate ${example}=1.25, or another account currency with --currency.`,
      );
    }
  }
  return rates.filter(({ instrument }) =>
    sources.every((source) => source.instrument.symbol !== instrument.symbol),
  );
}

function parseRate(text: string): Rates[number] {
  const match = /^([A-Z]{6})=(\d+(?:\.\d+)?)$/.exec(text);
  const price = Number(match?.[2]);
  if (!match || !(price > 0)) {
    throw new CommandError(`--rate ${text}: allowed is PAIR=PRICE, such as GBPUSD=1.27.`);
  }
  const symbol = match[1] as SymbolName;
  const model = shippedInstrument(symbol) ?? shippedInstrument('EURUSD');
  if (!model) throw new Error('the shipped instruments lack EURUSD');
  const instrument = {
    ...model,
    symbol,
    baseCurrency: symbol.slice(0, 3) as Currency,
    profitCurrency: symbol.slice(3) as Currency,
    marginCurrency: symbol.slice(0, 3) as Currency,
  };
  return { instrument, bid: price, ask: price };
}
