"""Times NautilusTrader on a moving average cross over M1 bars.

usage: sma_cross_nautilus.py FILE  columns open, high, low, close as doubles, one column after the other
prints {"seconds": ..., "trades": ...}: the run alone, without reading the file and making its objects
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from nautilus_trader.backtest.engine import BacktestEngine
from nautilus_trader.config import BacktestEngineConfig, LoggingConfig, RiskEngineConfig
from nautilus_trader.indicators import SimpleMovingAverage
from nautilus_trader.model.currencies import USD
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide
from nautilus_trader.model.identifiers import Venue
from nautilus_trader.model.objects import Money
from nautilus_trader.persistence.wranglers import BarDataWrangler
from nautilus_trader.test_kit.providers import TestInstrumentProvider
from nautilus_trader.trading.strategy import Strategy

UNITS = 10_000
SPREAD = 0.00008
DISTANCE = 0.006

SIM = Venue("SIM")
EURUSD = TestInstrumentProvider.default_fx_ccy("EUR/USD", SIM)
BID = BarType.from_str("EUR/USD.SIM-1-MINUTE-BID-EXTERNAL")
ASK = BarType.from_str("EUR/USD.SIM-1-MINUTE-ASK-EXTERNAL")


class SmaCross(Strategy):
    def __init__(self):
        super().__init__()
        self.fast = SimpleMovingAverage(10)
        self.slow = SimpleMovingAverage(30)
        self.above = None

    def on_start(self):
        self.register_indicator_for_bars(BID, self.fast)
        self.register_indicator_for_bars(BID, self.slow)
        self.subscribe_bars(BID)

    def on_bar(self, bar):
        if not self.slow.initialized:
            return
        above = self.fast.value > self.slow.value
        crossed = self.above is not None and above != self.above
        self.above = above
        if not crossed or not self.portfolio.is_completely_flat():
            return
        price = bar.close.as_double()
        side, way = (OrderSide.BUY, 1) if above else (OrderSide.SELL, -1)
        bracket = self.order_factory.bracket(
            instrument_id=EURUSD.id,
            order_side=side,
            quantity=EURUSD.make_qty(UNITS),
            sl_trigger_price=EURUSD.make_price(price * (1 - way * DISTANCE)),
            tp_price=EURUSD.make_price(price * (1 + way * DISTANCE)),
            tp_post_only=False,
        )
        self.submit_order_list(bracket)


def bars_of(kind, columns, plus):
    times = pd.date_range("2024-01-01 00:01", periods=len(columns[0]), freq="min", tz="UTC")
    names = ["open", "high", "low", "close"]
    frame = pd.DataFrame({name: np.round(c + plus, 5) for name, c in zip(names, columns)}, index=times)
    return BarDataWrangler(kind, EURUSD).process(frame)


columns = np.fromfile(sys.argv[1]).reshape(4, -1)
engine = BacktestEngine(
    BacktestEngineConfig(
        logging=LoggingConfig(bypass_logging=True),
        risk_engine=RiskEngineConfig(bypass=True),
        run_analysis=False,
    )
)
engine.add_venue(
    venue=SIM,
    oms_type=OmsType.HEDGING,
    account_type=AccountType.MARGIN,
    base_currency=USD,
    starting_balances=[Money(1_000_000, USD)],
    bar_execution=True,
)
engine.add_instrument(EURUSD)
# It buys at the ask and sells at the bid of what it is given, so it is given both.
engine.add_data(bars_of(ASK, columns, SPREAD))
engine.add_data(bars_of(BID, columns, 0.0))
engine.add_strategy(SmaCross())
begun = time.perf_counter()
engine.run()
seconds = time.perf_counter() - begun
closed = engine.cache.positions_closed()
print(json.dumps({"seconds": seconds, "trades": len(closed)}))
