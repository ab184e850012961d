import type { Quote } from '../../../src/market/quote.ts';

/** An M1 bar by the server's clock: seconds of its open, prices, ticks. */
export interface MinuteBar {
  readonly time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  ticks: number;
}

/** The terminal's price history of one symbol: its ticks, and the minutes made of them. */
export class PriceHistory {
  readonly ticks: { readonly time: number; readonly bid: number; readonly ask: number }[] = [];
  readonly minutes: MinuteBar[] = [];

  /** `time` is the server's, in milliseconds. */
  take({ bid, ask }: Quote, time: number): void {
    this.ticks.push({ time, bid, ask });
    const minute = Math.floor(time / 60_000) * 60;
    const last = this.minutes.at(-1);
    if (last?.time === minute) {
      last.high = Math.max(last.high, bid);
      last.low = Math.min(last.low, bid);
      last.close = bid;
      last.ticks += 1;
    } else {
      this.minutes.push({ time: minute, open: bid, high: bid, low: bid, close: bid, ticks: 1 });
    }
  }

  /** Bars of so many seconds, oldest first; the last one may still be forming. */
  bars(seconds: number): MinuteBar[] {
    const bars: MinuteBar[] = [];
    for (const minute of this.minutes) {
      const time = Math.floor(minute.time / seconds) * seconds;
      const last = bars.at(-1);
      if (last?.time !== time) {
        bars.push({ ...minute, time });
        continue;
      }
      last.high = Math.max(last.high, minute.high);
      last.low = Math.min(last.low, minute.low);
      last.close = minute.close;
      last.ticks += minute.ticks;
    }
    return bars;
  }
}
