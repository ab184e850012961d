import { isTimeframe } from '../../market/timeframe.ts';
import type { TerminalQuestion } from '../mt5/terminal-port.ts';
import type { Asked } from '../mt5/terminal-requests.ts';
import { closedCandles } from './candles.ts';
import type { MetaApiLine } from './metaapi-line.ts';
import { whenItMay } from './patience.ts';
import type { Session } from './session.ts';
import { specificationOf } from './specification-of.ts';

type MarketQuestion = Exclude<TerminalQuestion, { readonly t: 'find' }>;

/** What MetaApi tells of the market, in the words of a terminal. Throws what the SDK throws. */
export async function marketAnswer(
  line: MetaApiLine,
  question: MarketQuestion,
): Promise<Asked<unknown>> {
  const { session } = line;
  if (!session) return { ok: false, code: 'E_LINK', why: 'MetaApi is not connected' };
  switch (question.t) {
    case 'sub': {
      const specification = await subscribed(line, session, question.symbol);
      return { ok: true, parts: [specification] };
    }
    case 'bars': {
      const { symbol, tf } = question;
      if (!isTimeframe(tf)) return { ok: false, code: 'E_PARAM', why: `no timeframe ${tf}` };
      const span = 'count' in question ? { count: question.count } : { from: question.from };
      const wish = { symbol, timeframe: tf, closedUntil: line.certainServerMs, ...span };
      const rows = await closedCandles(session.account, wish);
      if (tf === 'M1') line.watchMinutes(symbol, rows.at(-1)?.[0] ?? 0);
      return { ok: true, parts: [{ rows }] };
    }
    case 'cal':
      return { ok: false, code: 'E_TYPE', why: 'MetaApi has no economic calendar' };
  }
}

async function subscribed(line: MetaApiLine, { rpc, stream }: Session, symbol: string) {
  const specification = await whenItMay(() => rpc.getSymbolSpecification(symbol));
  // It answers with the first quote, which on a closed market does not come: not waited for.
  void line.subscribe(symbol);
  return specificationOf(specification, stream.terminalState.price(symbol));
}
