import { pathToFileURL } from 'node:url';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { ChangingCalendar } from '../../market/changing-calendar.ts';
import { CheckedStrategy, type StrategyFactory } from '../../signals/checked-strategy.ts';
import { readStructure } from '../../signals/read-structure.ts';
import type { ClosedBar, StrategyContext } from '../../signals/strategy.ts';
import type { FromStrategy, ToStrategy } from './strategy-worker-messages.ts';

/**
 * The entry of a thread in which a strategy of a user's own runs and nothing else. Its only line to
 * the account is a port that its file cannot get at, so that what it prints or posts reaches nobody.
 */
const parent = parentPort;
if (!parent) throw new Error("a strategy's thread is started by its account, not by hand");

parent.once('message', (port: MessagePort) => {
  parent.close();
  const post = port.postMessage.bind(port) as (message: FromStrategy) => void;
  silence();
  let strategy: CheckedStrategy | undefined;
  let calendar: ChangingCalendar | undefined;
  const take = async (message: ToStrategy): Promise<void> => {
    if (message.type === 'begin') {
      if (message.calendar) calendar = new ChangingCalendar(message.calendar);
      const { file, context } = message;
      strategy = await load(file, calendar ? { ...context, calendar } : context);
      const { timeframes, historyBars } = strategy;
      post({ type: 'needs', timeframes, historyBars });
    } else if (message.type === 'calendar') {
      calendar?.say(message.word);
    } else if (strategy) {
      const loaded = strategy;
      post({ type: 'said', said: message.bars.map((closed) => answerTo(closed, loaded)) });
    }
  };
  port.on('message', (message: ToStrategy) => {
    take(message).catch((error: unknown) => post({ type: 'fault', detail: wordsOf(error) }));
  });
});

async function load(file: string, context: StrategyContext): Promise<CheckedStrategy> {
  const module = (await import(pathToFileURL(file).href)) as { readonly strategy?: unknown };
  if (typeof module.strategy !== 'function') {
    throw new TypeError('the strategy file exports no function called strategy');
  }
  return new CheckedStrategy(module.strategy as StrategyFactory, context);
}

function answerTo(closed: ClosedBar, strategy: CheckedStrategy): unknown {
  const candidates = strategy.onBar(closed);
  const { withdrawals, confirmed } = strategy;
  if (candidates.length === 0 && withdrawals.length === 0 && confirmed.length === 0) {
    return undefined;
  }
  return { candidates, withdrawals, confirmed: readStructure(confirmed) };
}

/** Whatever is printed would be carried through the trading thread, line by line. */
function silence(): void {
  const drop = (): boolean => true;
  process.stdout.write = drop;
  process.stderr.write = drop;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
