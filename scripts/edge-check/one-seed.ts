// One backtest on the simulated market of one seed, as `kimi-agent backtest --simulated` runs it, and
// what each of its trades brought with and without costs.
import { TradeLedger } from '../../src/agents/trade-ledger.ts';
import type { BarSource } from '../../src/backtest/bar-source.ts';
import { BacktestRunner, type BacktestRun } from '../../src/backtest/runner.ts';
import { DEFAULT_SIMULATED_BROKER } from '../../src/brokers/simulated/settings.ts';
import { backtestAccount } from '../../src/cli/backtest-account.ts';
import { simulatedData } from '../../src/cli/backtest-data.ts';
import { conversionRates } from '../../src/cli/backtest-rates.ts';
import type { AccountConfig } from '../../src/config/schema.ts';
import { hashTrades } from '../../src/evidence/result.ts';
import { profitOf } from '../../src/market/profit.ts';
import type { Quote, Side } from '../../src/market/quote.ts';
import type { Currency, Lots, Money, Price, SymbolName, UtcMs } from '../../src/market/units.ts';
import { SmcStrategy } from '../../src/signals/smc-strategy.ts';

export interface SeedTrade {
  readonly symbol: SymbolName;
  readonly side: Side;
  /** Result after costs over the money at risk. */
  readonly netR: number;
  /** The same without commission, swap and spread: what the moves of the middle price brought. */
  readonly grossR: number;
  /** How it ended; `open` when the data ended first and it is valued at the last price. */
  readonly exit: string;
}

export interface SeedResult {
  readonly seed: number;
  readonly bars: number;
  readonly trades: readonly SeedTrade[];
  /** Sum of the closed trades' results after costs, in SIM. */
  readonly net: number;
  /** Hash of the closed trades, as the command prints it. */
  readonly tradesSha256: string;
}

interface Held {
  readonly symbol: SymbolName;
  readonly side: Side;
  readonly lots: Lots;
  readonly risk: Money;
}

export function runSeed(account: AccountConfig, seed: number, weeks: number): SeedResult {
  const data = simulatedData({ seed, weeks }, account.symbols);
  const { settings, balance } = backtestAccount(account, {}, data);
  const { currency, commissionPerLotSide } = settings;
  const run = new BacktestRunner({
    settings,
    broker: {
      ...DEFAULT_SIMULATED_BROKER,
      currency,
      initialBalance: balance,
      leverage: settings.limits.max_leverage,
      commissionPerLot: commissionPerLotSide,
    },
    sources: data.sources,
    rates: conversionRates(data.sources, currency, []),
    spreadPoints: (instrument) => instrument.typicalSpread,
    strategyFor: (context) => new SmcStrategy(context, settings.signal),
  }).run();
  const value = new Valuer(data.sources, currency);
  const closed = run.trades.map(({ exit, closePrice, ...trade }) => ({
    symbol: trade.symbol,
    side: trade.side,
    netR: trade.r,
    grossR: (trade.gross + value.spreadCost(trade, closePrice)) / trade.risk,
    exit,
  }));
  return {
    seed,
    bars: run.bars,
    trades: [...closed, ...stillOpen(run, value, commissionPerLotSide)],
    net: run.trades.reduce((sum, trade) => sum + trade.net, 0),
    tradesSha256: hashTrades(run.trades),
  };
}

/**
 * Trades the end of the data found open, at its last prices. To leave them out would leave out more
 * winners than losers, for a target lies farther away than a stop and takes longer to reach.
 */
function stillOpen(run: BacktestRun, value: Valuer, commissionPerLot: number): SeedTrade[] {
  const ledger = new TradeLedger(() => {});
  for (const fact of run.facts) ledger.add(fact);
  return [...ledger.open()].map((trade) => {
    const gross = value.openProfit(trade, trade.openPrice);
    const costs = trade.commission - commissionPerLot * trade.lots + trade.swap;
    return {
      symbol: trade.symbol,
      side: trade.side,
      netR: (gross + costs) / trade.risk,
      grossR: (gross + value.spreadCost(trade, value.lastBid(trade.symbol))) / trade.risk,
      exit: 'open',
    };
  });
}

/** Turns prices into the account's money, at the last prices of the data. */
class Valuer {
  readonly #sources: ReadonlyMap<SymbolName, BarSource>;
  readonly #quotes: Map<SymbolName, Quote>;
  readonly #currency: Currency;

  constructor(sources: readonly BarSource[], currency: Currency) {
    this.#sources = new Map(sources.map((source) => [source.instrument.symbol, source]));
    this.#currency = currency;
    this.#quotes = new Map(
      [...this.#sources.keys()].map((symbol) => [
        symbol,
        this.#quoteAt(symbol, this.lastBid(symbol)),
      ]),
    );
  }

  lastBid(symbol: SymbolName): Price {
    const { bars } = this.#source(symbol);
    return bars.at(bars.length - 1).close;
  }

  /** What crossing the spread once cost: half of it on the way in, half on the way out. */
  spreadCost({ symbol, lots }: Held, closePrice: Price): number {
    const { bid, ask } = this.#quoteAt(symbol, closePrice);
    // The trade's own price converts it, where its own symbol does.
    const quotes = new Map(this.#quotes).set(symbol, { symbol, time: 0 as UtcMs, bid, ask });
    const { instrument } = this.#source(symbol);
    return profitOf(instrument, 'buy', lots, bid, ask, this.#currency, quotes) ?? Number.NaN;
  }

  openProfit({ symbol, side, lots }: Held, openPrice: Price): number {
    const { instrument } = this.#source(symbol);
    const { bid, ask } = this.#quoteAt(symbol, this.lastBid(symbol));
    const close = side === 'buy' ? bid : ask;
    const profit = profitOf(instrument, side, lots, openPrice, close, this.#currency, this.#quotes);
    return profit ?? Number.NaN;
  }

  #quoteAt(symbol: SymbolName, bid: Price): Quote {
    const { instrument } = this.#source(symbol);
    const ask = bid + instrument.typicalSpread * instrument.point;
    return { symbol, time: 0 as UtcMs, bid, ask };
  }

  #source(symbol: SymbolName): BarSource {
    const source = this.#sources.get(symbol);
    if (!source) throw new Error(`no bars of ${symbol}`);
    return source;
  }
}
