import type { Fact, FactBody, Verdict } from '../agents/fact.ts';
import type { Signal } from '../signals/signal.ts';
import type { EventView } from '../api/views.ts';

type Line = Pick<EventView, 'text' | 'level' | 'symbol'>;

/** A fact in one plain sentence, for the event list, or undefined for what only machines read. */
export function describeFact(fact: Fact, currency: string): EventView | undefined {
  const line = lineOf(fact.body, currency);
  if (!line) return undefined;
  return { account: fact.account, seq: fact.seq, time: fact.time, kind: fact.body.kind, ...line };
}

function lineOf(body: FactBody, currency: string): Line | undefined {
  switch (body.kind) {
    case 'session-started':
      return info(`Started in ${body.mode} mode, version ${body.version}`);
    case 'agent-created':
      return info(`Agent for ${body.symbol} created`, body.symbol);
    case 'agent-state':
      return agentLine(body);
    case 'signal':
      return signalLine(body.signal, body.verdict, currency);
    case 'signal-approval':
      return approvalLine(body, currency);
    case 'order-intended':
      return info(
        `Order ${body.number}: ${body.order.side} ${body.lots} lots ${body.order.symbol}, stop ` +
          `${body.order.stopLoss}, target ${body.order.takeProfit}, ` +
          `${body.risk.toFixed(2)} ${currency} at risk`,
        body.order.symbol,
      );
    case 'reduction-intended':
      return info(`Request ${body.number}: ${body.reduction.type} (${body.reduction.why})`);
    case 'order-state':
      return orderLine(body);
    case 'deal':
      return dealLine(body, currency);
    case 'charge':
      return chargeLine(body, currency);
    case 'reconciled':
      return reconciledLine(body);
    case 'day-started':
      return info(
        `Day ${body.day} began at ${body.baseline.toFixed(2)} ${currency}; trading stops at ` +
          body.limit.toFixed(2),
      );
    case 'breaker':
      return {
        text: `Circuit breaker ${body.state}: ${body.why}`,
        level: body.state === 'tripped' ? 'danger' : 'warning',
        symbol: null,
      };
    case 'emergency-stop':
    case 'flatten':
      return stopLine(body);
    case 'link':
      return {
        text: body.up ? `Linked to the broker: ${body.detail}` : `No broker link: ${body.detail}`,
        level: body.up ? 'info' : 'warning',
        symbol: null,
      };
    case 'command':
      return {
        text: `${body.by} asked for ${body.command.type}: ${body.answer.message}`,
        level: body.answer.ok ? 'info' : 'warning',
        symbol: 'symbol' in body.command ? body.command.symbol : null,
      };
    case 'elsewhere':
      return undefined;
    case 'fault':
      return { text: `Fault in ${body.where}: ${body.detail}`, level: 'danger', symbol: null };
    case 'instrument-changed':
      return info(`The broker has changed ${body.symbol}: ${body.changes.join('; ')}`, body.symbol);
    case 'account-read':
      return info(`Account balance is ${body.account.balance.toFixed(2)} ${currency}`);
    case 'position-changed':
    case 'pending-changed':
      return changedLine(body);
  }
}

function info(text: string, symbol: string | null = null): Line {
  return { text, level: 'info', symbol };
}

function agentLine({ symbol, state, why }: Extract<FactBody, { kind: 'agent-state' }>): Line {
  const level = state === 'QUARANTINED' || state === 'DEGRADED' ? 'danger' : 'info';
  return { text: `Agent for ${symbol} is ${state}: ${why}`, level, symbol };
}

function stopLine(body: Extract<FactBody, { kind: 'emergency-stop' | 'flatten' }>): Line {
  const what = body.kind === 'flatten' ? 'Flattening' : 'EMERGENCY STOP';
  const level = body.kind === 'flatten' ? 'warning' : 'danger';
  const text = body.state === 'begun' ? `${what} by ${body.by}` : `${what}: done, by the books`;
  return { text, level, symbol: null };
}

function signalLine(signal: Signal, verdict: Verdict, currency: string): Line {
  const what = `${signal.symbol} ${signal.side}, confidence ${signal.confidence.toFixed(2)}`;
  if (verdict.taken) {
    const warned = verdict.warnings?.map(({ detail }) => `. Mind: ${detail}`).join('') ?? '';
    const terms = `${verdict.lots} lots, ${verdict.risk.toFixed(2)} ${currency} at risk`;
    return {
      text: `Signal taken: ${what}; ${terms}${warned}`,
      level: warned === '' ? 'good' : 'warning',
      symbol: signal.symbol,
    };
  }
  if (verdict.waitsUntil !== undefined) {
    const until = new Date(verdict.waitsUntil).toISOString().slice(0, 16).replace('T', ' ');
    const text = `Signal waits for approval until ${until} UTC: ${what}; ${verdict.detail}`;
    return { text, level: 'warning', symbol: signal.symbol };
  }
  const text = `Signal not taken: ${what}; ${verdict.by} said ${verdict.reason}: ${verdict.detail}`;
  return info(text, signal.symbol);
}

function approvalLine(
  { signal, outcome, by, detail, verdict }: Extract<FactBody, { kind: 'signal-approval' }>,
  currency: string,
): Line {
  const { symbol, side } = signal;
  const words = `Waiting signal ${symbol} ${side} ${outcome} by ${by}`;
  if (!verdict) return info(`${words}: ${detail}`, symbol);
  const line = signalLine(signal, verdict, currency);
  return { ...line, text: `${words}. ${line.text}` };
}

function changedLine(
  body: Extract<FactBody, { kind: 'position-changed' | 'pending-changed' }>,
): Line {
  if (body.kind === 'pending-changed') {
    return info(`Waiting order ${body.order.ticket} ${body.state}`, body.order.symbol);
  }
  const { ticket, stopLoss, takeProfit, symbol } = body.position;
  return info(`Position ${ticket} has stop ${stopLoss}, target ${takeProfit}`, symbol);
}

function orderLine(body: Extract<FactBody, { kind: 'order-state' }>): Line {
  const code = body.retcode === undefined ? '' : ` (${body.retcode})`;
  const detail = body.detail === '' ? '' : `: ${body.detail}`;
  return {
    text: `Request ${body.number} is ${body.state}${code}${detail}`,
    level: body.state === 'unknown' || body.state === 'rejected' ? 'warning' : 'info',
    symbol: null,
  };
}

function dealLine({ deal }: Extract<FactBody, { kind: 'deal' }>, currency: string): Line {
  const what = `${deal.lots} lots ${deal.symbol} at ${deal.price}`;
  if (deal.entry === 'in') {
    return info(`Opened ${deal.side} ${what}`, deal.symbol);
  }
  const gain = deal.profit + deal.commission + deal.swap;
  return {
    text: `Closed ${what} by ${deal.reason}: ${gain >= 0 ? '+' : ''}${gain.toFixed(2)} ${currency}`,
    level: gain >= 0 ? 'good' : 'warning',
    symbol: deal.symbol,
  };
}

function chargeLine({ charge }: Extract<FactBody, { kind: 'charge' }>, currency: string): Line {
  const { kind, amount, comment } = charge;
  const sum = `${amount >= 0 ? '+' : ''}${amount.toFixed(2)} ${currency}`;
  const said = comment === '' ? '' : ` (${comment})`;
  return {
    text: `Booked without a trade: ${kind.replaceAll('-', ' ')} ${sum}${said}`,
    level: amount >= 0 ? 'good' : 'warning',
    symbol: null,
  };
}

function reconciledLine(body: Extract<FactBody, { kind: 'reconciled' }>): Line {
  if (body.differences.length === 0) return info("The broker's books agree with ours");
  return {
    text: `The broker's books differ from ours and are right: ${body.differences.join('; ')}`,
    level: 'warning',
    symbol: null,
  };
}
