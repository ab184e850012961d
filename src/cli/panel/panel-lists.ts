import type { SignalRecord } from '../../api/control-room.ts';
import type { AgentView, PositionView } from '../../api/views.ts';
import type { PanelOptions } from './panel-options.ts';
import { panelReader, type PanelReader } from './panel-reader.ts';
import { NOTHING_RUNS, rWords, sayJson, signed, utcWords } from './panel-words.ts';
import { tableText, type Column } from '../table.ts';

interface List<Row> {
  readonly name: string;
  readonly read: (reader: PanelReader) => Promise<readonly Row[]>;
  readonly columns: readonly Column<Row>[];
  readonly none: string;
}

/** Print a list of the program's: as a table, or as the JSON that the API answers. */
async function print<Row>(list: List<Row>, options: PanelOptions): Promise<void> {
  const reader = await panelReader(options);
  const rows = await list.read(reader);
  if (options.json === true) {
    return sayJson({ success: true, source: reader.source, [list.name]: rows });
  }
  if (reader.source === 'journal') process.stderr.write(NOTHING_RUNS);
  process.stdout.write(`${rows.length === 0 ? list.none : tableText(rows, list.columns)}\n`);
}

export function agents(options: PanelOptions): Promise<void> {
  const columns: Column<AgentView>[] = [
    { title: 'account', of: ({ account }) => account },
    { title: 'symbol', of: ({ symbol }) => symbol },
    { title: 'state', of: ({ state }) => state },
    { title: 'open', right: true, of: ({ openPositions }) => String(openPositions) },
    { title: 'bars', right: true, of: ({ barsSeen }) => String(barsSeen) },
    { title: 'last decision', of: decisionWords },
    { title: 'why', of: ({ why }) => why },
  ];
  const none = 'There is no agent. Make one: kimi-agent agents create EURUSD, or on the page.';
  return print({ name: 'agents', read: (reader) => reader.agents(), columns, none }, options);
}

function decisionWords({ lastDecision }: AgentView): string {
  if (!lastDecision) return 'none yet';
  const { side, confidence, taken, reason, time } = lastDecision;
  const what = `${side} ${confidence.toFixed(2)} ${taken ? 'taken' : reason}`;
  return `${utcWords(time).slice(5, 16)} ${what}`;
}

export function positions(options: PanelOptions): Promise<void> {
  const none = 'No position is open.';
  const read = (reader: PanelReader) => reader.positions();
  return print({ name: 'positions', read, columns: POSITION_COLUMNS, none }, options);
}

export const POSITION_COLUMNS: readonly Column<PositionView>[] = [
  { title: 'account', of: ({ account }) => account },
  { title: 'ticket', of: ({ ticket }) => ticket },
  { title: 'symbol', of: ({ symbol }) => symbol },
  { title: 'side', of: ({ type }) => type },
  { title: 'lots', right: true, of: ({ volume }) => String(volume) },
  { title: 'open', right: true, of: ({ price_open: price }) => String(price) },
  { title: 'now', right: true, of: ({ price_current: price }) => String(price ?? 'unknown') },
  { title: 'stop', right: true, of: ({ sl }) => (sl > 0 ? String(sl) : 'NONE') },
  { title: 'target', right: true, of: ({ tp }) => (tp > 0 ? String(tp) : 'none') },
  {
    title: 'profit',
    right: true,
    of: ({ profit }) => (profit === null ? 'unknown' : signed(profit)),
  },
  { title: 'r', right: true, of: ({ r }) => (r === null ? 'unknown' : rWords(r)) },
  { title: 'opened (UTC)', of: ({ opened_at: at }) => utcWords(at) },
  { title: 'whose', of: ({ ours }) => (ours ? 'ours' : 'not ours') },
];

export interface SignalsOptions extends PanelOptions {
  readonly limit: number;
}

export function signals(options: SignalsOptions): Promise<void> {
  const columns: Column<SignalRecord>[] = [
    { title: 'time (UTC)', of: ({ signal }) => utcWords(signal.time) },
    { title: 'symbol', of: ({ signal }) => signal.symbol },
    { title: 'side', of: ({ signal }) => signal.side },
    { title: 'confidence', right: true, of: ({ signal }) => signal.confidence.toFixed(2) },
    { title: 'answer', of: ({ verdict }) => (verdict.taken ? 'TAKEN' : verdict.by) },
    { title: 'id', of: ({ signal }) => signal.id },
    { title: 'why', of: verdictWords },
  ];
  const none = 'There is no signal yet. Why not: kimi-agent digest';
  const read = (reader: PanelReader) => reader.signals(options.limit);
  return print({ name: 'signals', read, columns, none }, options);
}

function verdictWords({ verdict }: SignalRecord): string {
  return verdict.taken
    ? `${verdict.lots} lots as order ${verdict.number}, ${verdict.risk.toFixed(2)} at risk`
    : `${verdict.reason}: ${verdict.detail}`;
}
