// One backtest on the simulated market of one seed, as `kimi-agent backtest --simulated` runs it, and
// what each of its trades brought with and without costs.
import { TradeLedger } from '../../src/agents/trade-ledger.ts';
import { BacktestRunner, type BacktestRun } from '../../src/backtest/runner.ts';
import { DEFAULT_SIMULATED_BROKER } from '../../src/brokers/simulated/settings.ts';
import { backtestAccount } from '../../src/cli/backtest/backtest-account.ts';
import { simulatedData } from '../../src/cli/backtest/backtest-data.ts';
import { conversionRates } from '../../src/cli/backtest/backtest-rates.ts';
import type { AccountConfig } from '../../src/config/schema.ts';
import { hashTrades } from '../../src/evidence/result.ts';
import type { Side } from '../../src/market/quote.ts';
import type { SymbolName } from '../../src/market/units.ts';
import { SmcStrategy } from '../../src/signals/smc-strategy.ts';
import { TradeValuer } from './trade-valuer.ts';

export interface SeedTrade {
  readonly symbol: SymbolName;
  readonly side: Side;
  /** Result after costs over the money at risk. */
  readonly netR: number;
  /** The same without commission, swap and spread: what the moves of the middle price brought. */
  readonly grossR: number;
  /**
   * As `grossR`, but ended at the close of the minute in which it ended: no assumption on where
   * inside a bar a stop or target was filled is in it, so on a martingale its mean is zero.
   */
  readonly minuteR: number;
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
  const value = new TradeValuer(data.sources, currency);
  const closed = run.trades.map((trade): SeedTrade => {
    const { symbol, side, risk, exit, closePrice } = trade;
    const minute = value.bidAtMinuteOf(symbol, trade.closedAt);
    return {
      symbol,
      side,
      netR: trade.r,
      grossR: (trade.gross + value.spreadCost(trade, closePrice)) / risk,
      minuteR: value.middleGain(trade, trade.openPrice, minute) / risk,
      exit,
    };
  });
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
function stillOpen(run: BacktestRun, value: TradeValuer, commissionPerLot: number): SeedTrade[] {
  const ledger = new TradeLedger(() => {});
  for (const fact of run.facts) ledger.add(fact);
  return [...ledger.open()].map((trade) => {
    const { symbol, side, risk } = trade;
    const bid = value.lastBid(symbol);
    const gross = value.middleGain(trade, trade.openPrice, bid);
    const costs = trade.commission - commissionPerLot * trade.lots + trade.swap;
    const net = gross - value.spreadCost(trade, bid) + costs;
    const grossR = gross / risk;
    return { symbol, side, netR: net / risk, grossR, minuteR: grossR, exit: 'open' };
  });
}
