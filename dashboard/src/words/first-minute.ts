/** Words of what is told to somebody who sees the page for the first time. */
export const firstMinute = {
  title: 'Your first minute',
  done: 'Understood',
  lived: (days: string) =>
    `This account has already lived ${days} in a simulated market, at full speed, by the same rules as now.`,
  brought: (n: number, won: number, net: string) =>
    `It closed ${n} ${n === 1 ? 'trade' : 'trades'}, ${won} with a gain; together ${net}, costs included. So few trades prove nothing.`,
  noTrade: 'It has closed no trade yet.',
  refused: (symbol: string, side: string, confidence: string) =>
    `It refused ${side} ${symbol} (confidence ${confidence}):`,
  taken: (symbol: string, side: string, confidence: string) =>
    `It took ${side} ${symbol} (confidence ${confidence}):`,
  takenSays: (stop: string, target: string, risk: string) =>
    `stop ${stop}, target ${target}, ${risk} lost if the stop is hit.`,
  next: 'Each candidate stands under Signals with its reasons, each trade under Trades. Under “Try it out” you can gap the price, cut the broker link or kill the program, and see what it does.',
  why: 'Why?',
};
