"""Times the library smartmoneyconcepts on a file of bars: one pass of its eight functions.

usage: smart_money_concepts.py FILE RUNS HISTORY
prints {"pass": seconds, "update": seconds}: medians; an update is one pass over the last HISTORY
bars, which is what a live user runs for each new bar, as the library has no incremental call.
"""

import json
import statistics
import sys
import time

import pandas as pd
from smartmoneyconcepts import smc


def read(file):
    bars = pd.read_csv(file)
    bars.columns = [name.lower() for name in bars.columns]
    return bars.set_index(pd.to_datetime(bars["date"], format="%Y.%m.%d %H:%M:%S"))


def one_pass(bars):
    swings = smc.swing_highs_lows(bars, swing_length=5)
    smc.fvg(bars)
    smc.bos_choch(bars, swings)
    smc.ob(bars, swings)
    smc.liquidity(bars, swings)
    smc.previous_high_low(bars, time_frame="1D")
    smc.sessions(bars, session="London")
    smc.retracements(bars, swings)


def median_seconds(runs, bars):
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        one_pass(bars)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


bars, runs, history = read(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
whole = median_seconds(runs, bars)
update = median_seconds(runs * 10, bars.iloc[-history:])
print(json.dumps({"pass": whole, "update": update}))
