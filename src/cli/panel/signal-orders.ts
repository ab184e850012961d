import type { WaitingSignalView } from '../../api/signal-view.ts';
import { accountQuery, programOf, type PanelOptions } from './panel-options.ts';
import { sayJson, utcWords } from './panel-words.ts';
import { order, read } from '../running-program.ts';
import { tableText, type Column } from '../table.ts';

const COLUMNS: readonly Column<WaitingSignalView>[] = [
  { title: 'account', of: ({ account }) => account },
  { title: 'symbol', of: ({ signal }) => signal.symbol },
  { title: 'side', of: ({ signal }) => signal.side },
  { title: 'confidence', right: true, of: ({ signal }) => signal.confidence.toFixed(2) },
  { title: 'entry', right: true, of: ({ signal }) => String(signal.entry.price) },
  { title: 'stop', right: true, of: ({ signal }) => String(signal.stopLoss) },
  { title: 'target', right: true, of: ({ signal }) => String(signal.takeProfit) },
  { title: 'expires (UTC)', of: ({ until }) => utcWords(until) },
  { title: 'id', of: ({ signal }) => signal.id },
];

/** List the signals that wait for a person. */
export async function waitingSignals(options: PanelOptions): Promise<void> {
  const path = `/api/signals/waiting${accountQuery(options)}`;
  const { signals } = (await read(programOf(options), path)) as { signals: WaitingSignalView[] };
  if (options.json === true) return sayJson({ success: true, signals });
  const none = 'No signal waits for approval.';
  process.stdout.write(`${signals.length === 0 ? none : tableText(signals, COLUMNS)}\n`);
}

/** Approve or decline one of them. */
export async function answerSignal(
  verb: 'approve' | 'decline',
  id: string,
  options: PanelOptions,
): Promise<void> {
  const path = `/api/signals/${encodeURIComponent(id)}/${verb}`;
  const done = (await order(programOf(options), path)) as { account: string; message: string };
  if (options.json === true) return sayJson(done);
  process.stdout.write(`${done.account}: ${done.message}\n`);
}
