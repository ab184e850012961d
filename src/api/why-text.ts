import type { OrderStory, SignalStory, StateStory } from '../agents/signal-stories.ts';
import type { Deal, Reduction } from '../execution/order.ts';
import type { ScorePart, Signal } from '../signals/signal.ts';

/** One question about a signal and its answer, in lines that a person reads. */
export interface WhySection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A signal in words: gate by gate, part by part, what risk said and what became of its order. */
export function whySections(story: SignalStory, currency: string): readonly WhySection[] {
  const { signal, order } = story;
  return [
    { title: headline(story), lines: planLines(signal) },
    { title: 'Gates', lines: gateLines(signal) },
    { title: 'Score', lines: scoreLines(story) },
    ...(waited(story) ? [{ title: 'Approval', lines: approvalLines(story) }] : []),
    { title: 'Risk', lines: riskLines(story, currency) },
    ...(order ? [{ title: `Order ${order.number}`, lines: orderLines(order, currency) }] : []),
  ];
}

export function whyText(sections: readonly WhySection[]): string {
  return sections
    .map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)].join('\n'))
    .join('\n\n');
}

/** `2026-01-06 12:00:00 UTC`. */
export function inUtc(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function headline({ signal, verdict }: SignalStory): string {
  const { side, symbol, timeframe, time, id } = signal;
  const what = `${id}\n${side.toUpperCase()} ${symbol} on ${timeframe}, bar closed ${inUtc(time)}`;
  return verdict.taken
    ? `${what}: TAKEN with ${verdict.lots} lots as order ${verdict.number}`
    : `${what}: NOT TAKEN. ${verdict.by} said ${verdict.reason}: ${verdict.detail}`;
}

function planLines({ entry, stopLoss, takeProfit }: Signal): string[] {
  const ratio = Math.abs(takeProfit - entry.price) / Math.abs(entry.price - stopLoss);
  const until = entry.kind === 'limit' ? `, waits until ${inUtc(entry.expiresAt)}` : '';
  return [
    `entry ${entry.kind} at ${entry.price}${until}`,
    `stop ${stopLoss}, target ${takeProfit}: pays ${ratio.toFixed(2)} times the risk`,
  ];
}

function gateLines({ gates }: Signal): string[] {
  if (gates.length === 0) return ['its strategy has none'];
  return gates.map(
    ({ gate, passed, detail }) => `${passed ? 'passed ' : 'REFUSED'}  ${gate}: ${detail}`,
  );
}

function scoreLines({ signal: { score, confidence }, evidence }: SignalStory): string[] {
  const total =
    `confidence ${confidence.toFixed(2)}: a measure of quality from 0 to 1, ` +
    'not a chance of winning';
  const names = Object.entries(evidence ?? {}).map(([name, words]) => `${name} is a ${words}`);
  return [...score.map(partLine), ...names, total];
}

function partLine({ part, weight, value, detail, evidence }: ScorePart): string {
  const share = `${(weight * value).toFixed(3)} = weight ${weight} x value ${value.toFixed(2)}`;
  const rests = evidence.length === 0 ? '' : `; rests on ${evidence.join(', ')}`;
  return `${part}: ${share}; ${detail}${rests}`;
}

function waited({ verdict, approval }: SignalStory): boolean {
  return approval !== undefined || (!verdict.taken && verdict.waitsUntil !== undefined);
}

function approvalLines({ verdict, approval }: SignalStory): string[] {
  if (approval) {
    const { time, outcome, by, detail } = approval;
    return [`${outcome} by ${by} at ${inUtc(time)}: ${detail}`];
  }
  const until = verdict.taken ? undefined : verdict.waitsUntil;
  return until === undefined ? [] : [`waits for approval until ${inUtc(until)}`];
}

function riskLines({ verdict }: SignalStory, currency: string): string[] {
  const money = (amount: number): string => `${amount.toFixed(2)} ${currency}`.trim();
  if (verdict.taken) {
    const { lots, risk, sizing } = verdict;
    const taken = `approved ${lots} lots, which lose ${money(risk)} at the stop`;
    const warned = (verdict.warnings ?? []).map(({ detail }) => `warned: ${detail}`);
    if (!sizing) return [taken, ...warned];
    return [
      taken,
      ...warned,
      `may lose ${money(sizing.allowance)}; one lot loses ${money(sizing.lossPerLot)} from ` +
        `${sizing.entry}, costs included; the volume was set by ${sizing.limitedBy}`,
    ];
  }
  if (verdict.by !== 'risk' && verdict.by !== 'conduct') {
    return [`not asked: ${verdict.by} had said no before`];
  }
  const numbers = Object.entries(verdict.numbers ?? {}).map(([name, value]) => `${name} ${value}`);
  const stage = verdict.by === 'risk' ? 'refused' : 'allowed; conduct refused';
  const refused = `${stage}, ${verdict.reason}: ${verdict.detail}`;
  return numbers.length === 0 ? [refused] : [refused, `its numbers: ${numbers.join(', ')}`];
}

function orderLines(order: OrderStory, currency: string): string[] {
  const moments = [
    {
      time: order.intendedAt,
      line: `intended: ${order.order.kind} ${order.order.side} ${order.lots} lots`,
    },
    ...order.states.map((state) => ({ time: state.time, line: stateWords(state) })),
    ...order.deals.map((deal) => ({ time: deal.time, line: dealWords(deal, currency) })),
    ...order.requests.flatMap((request) => [
      {
        time: request.time,
        line: `request ${request.number}: ${reductionWords(request.reduction)}`,
      },
      ...request.states.map((state) => ({
        time: state.time,
        line: `request ${request.number} ${stateWords(state)}`,
      })),
    ]),
  ].toSorted((left, right) => left.time - right.time);
  return [
    ...moments.map(({ time, line }) => `${inUtc(time)}  ${line}`),
    resultLine(order, currency),
  ];
}

function stateWords({ state, retcode, detail }: StateStory): string {
  const code = retcode === undefined ? '' : ` (retcode ${retcode})`;
  return `${state}${code}${detail === '' ? '' : `: ${detail}`}`;
}

function dealWords(
  { ticket, entry, lots, price, reason, profit, commission, swap }: Deal,
  currency: string,
): string {
  const costs = `profit ${profit.toFixed(2)}, commission ${commission.toFixed(2)}, swap ${swap.toFixed(2)} ${currency}`;
  return `deal ${ticket} ${entry}: ${lots} lots at ${price} by ${reason}; ${costs.trimEnd()}`;
}

function reductionWords(reduction: Reduction): string {
  if (reduction.type !== 'tighten') return `${reduction.type} (${reduction.why})`;
  const { stopLoss, takeProfit, why } = reduction;
  return `stop to ${stopLoss}, target to ${takeProfit} (${why})`;
}

function resultLine({ result, states, deals }: OrderStory, currency: string): string {
  if (result) {
    const sign = result.net > 0 ? '+' : '';
    const net = `${sign}${result.net.toFixed(2)} ${currency}`.trim();
    return `result: ${net} after costs, ${sign}${result.r.toFixed(2)} R`;
  }
  if (deals.length > 0) return 'result: its position is still open';
  const last = states.at(-1)?.state ?? 'intended';
  return `result: none, no deal; the order is ${last}`;
}
