import type { PositionView } from '../../api/views.ts';
import { meantHint } from '../../market/nearest-name.ts';
import { confirm } from '../confirm.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { POSITION_COLUMNS } from './panel-lists.ts';
import { accountQuery, programOf, type PanelOptions } from './panel-options.ts';
import { sayJson, signed } from './panel-words.ts';
import { order, read, type RunningProgram } from '../running-program.ts';
import { tableText } from '../table.ts';

export interface CloseOptions extends PanelOptions {
  readonly all?: boolean;
  readonly yes?: boolean;
}

/** Close one position, or all after a person has confirmed it. Agents go on. */
export async function close(ticket: string | undefined, options: CloseOptions): Promise<void> {
  if ((ticket === undefined) === (options.all !== true)) {
    throw new CommandError(
      'Name one ticket (kimi-agent close TICKET; kimi-agent positions lists them), or --all.',
    );
  }
  const running = programOf(options);
  const open = await openPositions(running, options);
  if (ticket === undefined) return closeAll(running, open, options);
  const [found, another] = open.filter((position) => position.ticket === ticket);
  if (!found) throw noSuch(ticket, open);
  if (another) {
    throw new CommandError(`Several accounts have a position ${ticket}: name one with --account.`);
  }
  const outcome = await closeOne(running, found);
  if (outcome.exitCode !== EXIT.done) throw new CommandError(outcome.message, outcome.exitCode);
  tell([outcome], options);
}

async function openPositions(
  running: RunningProgram,
  options: CloseOptions,
): Promise<readonly PositionView[]> {
  const answer = await read(running, `/api/positions${accountQuery(options)}`);
  return (answer as { positions: PositionView[] }).positions;
}

function noSuch(ticket: string, open: readonly PositionView[]): CommandError {
  if (open.length === 0) return new CommandError(`No position is open, and none is ${ticket}.`);
  const tickets = open.map((position) => position.ticket);
  const hint = meantHint(ticket, tickets);
  return new CommandError(
    `There is no open position ${ticket}.${hint} Open: ${tickets.join(', ')}.`,
  );
}

interface Outcome {
  readonly account: string;
  readonly ticket: string;
  readonly symbol: string;
  readonly message: string;
  readonly exitCode: number;
}

async function closeOne(running: RunningProgram, position: PositionView): Promise<Outcome> {
  const { account, ticket, symbol } = position;
  const path = `/api/positions/${encodeURIComponent(ticket)}/close?account=${account}`;
  try {
    const { message } = (await order(running, path)) as { message: string };
    return { account, ticket, symbol, message, exitCode: EXIT.done };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { account, ticket, symbol, message: error.message, exitCode: error.exitCode };
  }
}

async function closeAll(
  running: RunningProgram,
  open: readonly PositionView[],
  options: CloseOptions,
): Promise<void> {
  if (open.length === 0) return tell([], options);
  const word = `close ${open.length}`;
  await confirm({ what: words(open), word, yes: options.yes === true });
  // One refused must not keep the others open.
  const outcomes = await Promise.all(open.map((position) => closeOne(running, position)));
  tell(outcomes, options);
  const bad = outcomes.filter(({ exitCode }) => exitCode !== EXIT.done);
  if (bad.length === 0) return;
  const isUnsure = bad.some(({ exitCode }) => exitCode === EXIT.notConfirmed);
  throw new CommandError(
    `${bad.length} of ${open.length} positions were NOT confirmed as closing. Look at them: ` +
      'kimi-agent positions; or close them at the broker.',
    isUnsure ? EXIT.notConfirmed : EXIT.refused,
  );
}

/** What a person sees before confirming: each position, and what closing them brings now. */
function words(open: readonly PositionView[]): string {
  const sum = open.reduce((total, { profit }) => total + (profit ?? 0), 0);
  return (
    `${tableText(open, POSITION_COLUMNS)}\n\nAll ${open.length} will be closed at market, together ` +
    `${signed(sum)} now. Agents go on and may open others; kimi-agent emergency-stop stops them too.`
  );
}

function tell(outcomes: readonly Outcome[], { json }: CloseOptions): void {
  if (json === true) {
    const isGood = outcomes.every(({ exitCode }) => exitCode === EXIT.done);
    return sayJson({
      success: isGood,
      closed: outcomes.map(({ exitCode, ...rest }) => ({ ...rest, done: exitCode === EXIT.done })),
    });
  }
  const lines = outcomes.map(
    ({ account, ticket, symbol, message }) => `${account} ${ticket} ${symbol}: ${message}`,
  );
  process.stdout.write(`${lines.length === 0 ? 'No position is open.' : lines.join('\n')}\n`);
}
