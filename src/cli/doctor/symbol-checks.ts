import type { ExaminedSymbol, LinkedTerminal } from '../../api/terminal-view.ts';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import type { TerminalAccountConfig } from './ground.ts';
import { moneyChecks } from './money-checks.ts';
import { candidateWords, digitWords } from './settle-symbols.ts';

/** Of a symbol of an account, to be completed by the item. */
export type About = (item: string) => Pick<Finding, 'group' | 'item' | 'account' | 'symbol'>;

/** Each symbol at this broker: what it is called there, what it allows, what it costs, what is known of it. */
export function symbolChecks(
  account: TerminalAccountConfig,
  linked: LinkedTerminal,
  isRunning: boolean,
): Finding[] {
  return linked.symbols.flatMap((examined) => {
    const { symbol } = examined;
    const about: About = (item) => ({ group: 'symbols', item, account: account.name, symbol });
    const mapping = mappingCheck(about('mapping'), examined, isRunning);
    if (mapping.state === 'failing') return [mapping];
    return [
      mapping,
      tradingCheck(about('trading'), examined),
      ...moneyChecks(about, account, linked, examined),
      ...historyChecks(about, examined),
      ...conversionChecks(about, examined),
    ];
  });
}

type Subject = ReturnType<About>;

const BY: Readonly<Record<NonNullable<ExaminedSymbol['mappedBy']>, string>> = {
  configuration: 'as mt5.symbols says',
  kept: 'as kept',
  found: 'found, and kept from now on',
};

function mappingCheck(subject: Subject, examined: ExaminedSymbol, isRunning: boolean): Finding {
  const { symbol, name, mappedBy, candidates, trouble, specification, question } = examined;
  if (trouble !== null) return failing(subject, trouble, troubleTodo(examined));
  if (name === null || mappedBy === null || specification === null) {
    return question ? questionFinding(subject, examined) : absence(subject, examined);
  }
  const { base, profit, digits, contractSize } = specification;
  const told = `${base} in ${profit}, ${digitWords(digits)}, ${contractSize} a lot`;
  const chosen = candidates.find((one) => one.name === name);
  const others = candidates.filter((one) => one.name !== name && one.verdict === 'confirmed');
  const also =
    others.length === 0 ? '' : `; also there: ${others.map((one) => one.name).join(', ')}`;
  const later = isRunning && mappedBy === 'found' && name !== symbol;
  const seen = `${name}, ${BY[mappedBy]}: ${told}${also}`;
  if (later) {
    return warning(subject, seen, 'The running program uses it after its next start: restart it.');
  }
  // Of what a person has written or settled nothing unusual is said again.
  if (chosen?.verdict !== 'doubtful' || mappedBy !== 'found') return ok(subject, seen);
  const todo = `If it is not meant, write the right one under mt5: symbols: { ${symbol}: NAME }`;
  return warning(subject, `${seen}; unusual: ${chosen.why}`, todo);
}

function troubleTodo({ symbol, mappedBy }: ExaminedSymbol): string {
  if (mappedBy === 'configuration')
    return `Correct mt5: symbols: { ${symbol}: … } in the configuration.`;
  if (mappedBy === 'kept') return `Choose anew: kimi-agent doctor --map ${symbol}=NAME`;
  return `Write the broker's name of it under mt5: symbols: { ${symbol}: NAME }, or take it out of symbols.`;
}

/** Nothing is guessed: a person says which of them is meant. */
function questionFinding(subject: Subject, { symbol, candidates }: ExaminedSymbol): Finding {
  const lines = candidates.map((one) => `  ${candidateWords(one)}`);
  const [first] = candidates;
  const how =
    candidates.length === 1
      ? `one symbol may be ${symbol}, and is unusual:`
      : `${candidates.length} symbols may be ${symbol}, and nothing is guessed:`;
  const example = first?.name ?? 'NAME';
  return failing(
    subject,
    [how, ...lines].join('\n'),
    `Say which: kimi-agent doctor --map ${symbol}=${example}\n` +
      `or write under mt5: symbols: { ${symbol}: ${example} }`,
  );
}

function absence(subject: Subject, { symbol, candidates }: ExaminedSymbol): Finding {
  const rejected = candidates.map(({ name, why }) => `${name} (${why})`).join(', ');
  const seen = `the broker has no symbol that is ${symbol}`;
  const todo =
    'Look for its name in Market Watch > Symbols (Ctrl+U) and write it under ' +
    `mt5: symbols: { ${symbol}: NAME }, or take ${symbol} out of symbols.`;
  return failing(subject, rejected === '' ? seen : `${seen}; not it: ${rejected}`, todo);
}

/** May it be traded, and how? */
function tradingCheck(subject: Subject, { specification, name }: ExaminedSymbol): Finding {
  if (!specification) return notChecked(subject, 'nothing is known of it');
  const { tradeMode, executionMode, fillingModes, stopsLevel } = specification;
  const stops =
    stopsLevel === 0 ? 'no least distance of stops' : `stops at least ${stopsLevel} points away`;
  const how = `${executionMode} execution, filling ${fillingModes.join(' or ')}, ${stops}`;
  const ask = `Ask the broker why ${name ?? 'it'} is shut, or map another: mt5.symbols.`;
  switch (tradeMode) {
    case 'full':
      return ok(subject, how);
    case 'long-only':
    case 'short-only': {
      const way = tradeMode === 'long-only' ? 'bought' : 'sold';
      return warning(
        subject,
        `it may only be ${way}; ${how}`,
        'Signals of the other side will be refused.',
      );
    }
    default:
      return failing(subject, `its trade mode is ${tradeMode}: nothing can be opened`, ask);
  }
}

/** Bars without which nothing at all can be measured. */
const LEAST_BARS = 50;

function historyChecks(about: About, { history, name }: ExaminedSymbol): Finding[] {
  const more =
    `In the terminal: Tools > Options > Charts, Max bars in chart: Unlimited; open a chart of ${name ?? 'it'}, ` +
    'press Home until it goes no further back.';
  return history.map(({ timeframe, wanted, found, why }) => {
    const subject = about(`history-${timeframe.toLowerCase()}`);
    if (found === null)
      return failing(subject, `no bars: ${why}`, `Run it again in a minute. ${more}`);
    const seen = `${found} of ${wanted} bars`;
    if (found >= wanted) return ok(subject, seen);
    if (found < LEAST_BARS) return failing(subject, `${seen}: too few to measure by`, more);
    return warning(subject, `${seen}: what is older is not known to its agent`, more);
  });
}

function conversionChecks(about: About, { conversions, symbol }: ExaminedSymbol): Finding[] {
  return conversions.map(({ from, to, wanted, found, question }) => {
    const subject = about(`conversion-${from.toLowerCase()}`);
    const pairs = wanted.join(', ');
    if (found) return ok(subject, `${from} is counted in ${to} by ${found.name}`);
    const first = wanted[0] ?? `${from}${to}`;
    const todo = `Write the broker's name under mt5: symbols: { ${first}: NAME }`;
    const bad = question
      ? `several symbols could count ${from} in ${to}: nothing is guessed`
      : `the broker has none of ${pairs}: ${from} cannot be counted in ${to}`;
    return failing(subject, `${bad}, and nothing of ${symbol} can be sized`, todo);
  });
}
