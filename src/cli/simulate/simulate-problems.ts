import { type ConfigProblem, shown } from '../../config/problem.ts';
import { instantOf, instrumentProblems } from '../../config/instruments.ts';
import { stopOutProblems } from '../../config/stop-out-fields.ts';
import { barDefect, type Bar } from '../../market/bar.ts';
import { shippedInstrument, shippedSymbols } from '../../market/instruments.ts';
import { quoteDefect, type Quote } from '../../market/quote.ts';
import { timeframeMs } from '../../market/timeframe.ts';
import { checkedBy } from '../schema-file.ts';
import { scenarioSchema, type Scenario, type ScenarioBar } from './simulate-scenario.ts';

export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** A scenario that can be played, or everything that is wrong with it. */
export function readScenario(written: unknown): ReadScenario {
  const checked = checkedBy(scenarioSchema, written, SEE);
  if (!checked.ok) return checked;
  const problems = crossCheck(checked.value);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, scenario: checked.value };
}

const SEE = 'schemas/simulate-scenario.schema.json lists all keys; docs/simulate.md explains them.';

function crossCheck(scenario: Scenario): readonly ConfigProblem[] {
  return [
    ...stopOutProblems(scenario.account, 'account'),
    ...instrumentProblems(scenario.instruments),
    ...checkPrices(scenario),
    ...checkBars(scenario.bars, 'bars'),
    ...checkBars(scenario.lower_timeframe_bars, 'lower_timeframe_bars'),
    ...checkRequests(scenario),
    ...checkSpread(scenario),
  ];
}

function checkPrices(scenario: Scenario): readonly ConfigProblem[] {
  const known = new Set<string>(scenario.instruments.map(({ symbol }) => symbol));
  const isKnown = (symbol: string): boolean =>
    known.has(symbol) || shippedInstrument(symbol) !== undefined;
  const lists = ['quotes', 'bars', 'lower_timeframe_bars', 'requests'] as const;
  const unknown = lists.flatMap((list) =>
    scenario[list].flatMap((item, index) => {
      if (!('symbol' in item) || isKnown(item.symbol)) return [];
      const allowed = `${shippedSymbols().join(', ')}, or a symbol described in instruments`;
      return [problem(`${list}[${index}].symbol`, item.symbol, allowed)];
    }),
  );
  const crossed = scenario.quotes.flatMap((quote, index) => {
    const defect = quoteDefect({ ...quote, time: instantOf(quote.time) } as Quote);
    if (defect === undefined) return [];
    return [problem(`quotes[${index}]`, defect, 'a bid that is not above the ask')];
  });
  return [...unknown, ...crossed];
}

function checkBars(bars: readonly ScenarioBar[], list: string): readonly ConfigProblem[] {
  const ends = new Map<string, number>();
  return bars.flatMap((bar, index) => {
    const at = `${list}[${index}]`;
    const time = instantOf(bar.time);
    const defect = barDefect({ ...bar, time, volume: 0, spread: 0 } as unknown as Bar);
    if (defect !== undefined) {
      return [problem(at, defect, 'open and close between low and high')];
    }
    const before = ends.get(bar.symbol) ?? -Infinity;
    ends.set(bar.symbol, time + timeframeMs(bar.timeframe));
    if (time >= before) return [];
    const allowed = 'bars of a symbol in order of time, none opening before the one above ended';
    return [problem(`${at}.time`, bar.time, allowed)];
  });
}

function checkRequests({ requests }: Scenario): readonly ConfigProblem[] {
  const ids = new Map(requests.map((request, index) => [idOf(request.id, index), index]));
  return requests.flatMap((request, index) => {
    const at = `requests[${index}]`;
    const problems: ConfigProblem[] = [];
    if (ids.get(idOf(request.id, index)) !== index) {
      problems.push(problem(`${at}.id`, request.id, 'an id that no other request has'));
    }
    for (const key of ['position', 'order', 'by'] as const) {
      const meant = (request as Partial<Record<typeof key, string>>)[key];
      if (meant === undefined || ids.has(meant)) continue;
      problems.push(
        problem(`${at}.${key}`, meant, `the id of a request: ${[...ids.keys()].join(', ')}`),
      );
    }
    if (
      request.action === 'modify' &&
      (request.position === undefined) === (request.order === undefined)
    ) {
      problems.push(problem(at, request, 'either position or order'));
    }
    return problems;
  });
}

function checkSpread({ settings }: Scenario): readonly ConfigProblem[] {
  const { model, points } = settings.spread;
  if (model !== 'fixed' || points !== undefined) return [];
  return [problem('settings.spread.points', undefined, 'the points of a fixed spread')];
}

/** The name by which a request is meant. */
export function idOf(id: string | undefined, index: number): string {
  return id ?? `request-${index + 1}`;
}

function problem(key: string, found: unknown, allowed: string): ConfigProblem {
  return { key, found: shown(found), allowed, mend: SEE };
}
