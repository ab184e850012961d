import type { EventView, SnapshotView } from '../../api/views.ts';
import { CommandError, EXIT } from '../exit-codes.ts';
import { programOf, type PanelOptions } from './panel-options.ts';
import { panelReader } from './panel-reader.ts';
import { NOTHING_RUNS, utcWords } from './panel-words.ts';
import type { RunningProgram } from '../running-program.ts';
import { serverSentEvents } from './server-sent-events.ts';
import { paint } from '../table.ts';

export interface LogsOptions extends PanelOptions {
  readonly limit: number;
  readonly follow?: boolean;
}

/** Tell what has happened, a line for each fact that a person reads, and go on with `--follow`. */
export async function logs(options: LogsOptions): Promise<void> {
  const reader = await panelReader(options);
  if (reader.source === 'journal' && options.json !== true) process.stderr.write(NOTHING_RUNS);
  const told = new Told(options);
  for (const event of await reader.events(options.limit)) told.tell(event);
  if (options.follow === true) await follow(options, told);
}

async function follow(options: LogsOptions, told: Told): Promise<void> {
  const running = programOf(options);
  const response = await streamOf(running, options.account);
  if (!response.body) throw new CommandError('The stream has no body.', EXIT.failed);
  for await (const { event, data } of serverSentEvents(response.body)) {
    // The stream begins with what is known: what came since the list was read is in there.
    if (event === 'snapshot') {
      const { snapshot } = JSON.parse(data) as { snapshot: SnapshotView };
      for (const one of snapshot.events) told.tell(one);
    }
    if (event === 'event') told.tell((JSON.parse(data) as { event: EventView }).event);
  }
  process.stderr.write('kimi-agent: the program has ended\n');
}

async function streamOf({ url, token }: RunningProgram, account?: string): Promise<Response> {
  const query = account === undefined ? '' : `?account=${encodeURIComponent(account)}`;
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/stream${query}`, { headers });
  if (response.ok) return response;
  throw new CommandError(
    `${url} answered ${response.status}: ${await response.text()}`,
    EXIT.failed,
  );
}

/** How bad it is, in words too: colour is never the only sign. */
const LEVELS = { info: '', good: '', warning: 'WARNING ', danger: 'DANGER ' } as const;

/** Tells each event once: the list and the stream overlap. */
class Told {
  readonly #json: boolean;
  readonly #newest = new Map<string, number>();

  constructor({ json }: LogsOptions) {
    this.#json = json === true;
  }

  tell(event: EventView): void {
    if (event.seq <= (this.#newest.get(event.account) ?? 0)) return;
    this.#newest.set(event.account, event.seq);
    process.stdout.write(`${this.#json ? JSON.stringify(event) : lineOf(event)}\n`);
  }
}

function lineOf({ time, account, level, text }: EventView): string {
  const line = `${utcWords(time)}  ${account}  ${LEVELS[level]}${text}`;
  if (level === 'danger') return paint('red', line);
  return level === 'warning' ? paint('yellow', line) : line;
}
