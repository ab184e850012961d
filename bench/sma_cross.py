"""Times backtesting.py on a moving average cross over M1 bars.

usage: sma_cross.py FILE      columns open, high, low, close as doubles, one column after the other
prints {"seconds": ..., "trades": ...}: the run alone, without reading the file
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from backtesting import Backtest, Strategy
from backtesting.lib import crossover

UNITS = 10_000
SPREAD = 0.00008 / 1.1
COMMISSION = 3.5 / 110_000
DISTANCE = 0.006


def mean(values, length):
    return pd.Series(values).rolling(length).mean()


class SmaCross(Strategy):
    def init(self):
        self.fast = self.I(mean, self.data.Close, 10)
        self.slow = self.I(mean, self.data.Close, 30)

    def next(self):
        if self.position:
            return
        price = self.data.Close[-1]
        if crossover(self.fast, self.slow):
            self.buy(size=UNITS, sl=price * (1 - DISTANCE), tp=price * (1 + DISTANCE))
        elif crossover(self.slow, self.fast):
            self.sell(size=UNITS, sl=price * (1 + DISTANCE), tp=price * (1 - DISTANCE))


columns = np.fromfile(sys.argv[1]).reshape(4, -1)
bars = pd.DataFrame(dict(zip(["Open", "High", "Low", "Close"], columns)))
test = Backtest(bars, SmaCross, cash=1_000_000, spread=SPREAD, commission=COMMISSION)
begun = time.perf_counter()
result = test.run()
print(json.dumps({"seconds": time.perf_counter() - begun, "trades": len(result["_trades"])}))
