import type { AgentSettingsView } from '../../api/agent-settings.ts';
import { CommandError } from '../exit-codes.ts';
import { accountQuery, programOf, type PanelOptions } from './panel-options.ts';
import { sayJson, utcWords } from './panel-words.ts';
import { order, read } from '../running-program.ts';
import { tableText, type Column } from '../table.ts';

interface Done {
  readonly account: string;
  readonly symbol: string;
  readonly message: string;
}

/** Create, stop or restart an agent of the running program. */
export async function orderAgent(
  verb: 'create' | 'stop' | 'restart',
  symbol: string,
  options: PanelOptions,
): Promise<void> {
  const running = programOf(options);
  const name = encodeURIComponent(symbol);
  const query = accountQuery(options);
  const path =
    verb === 'create'
      ? `/api/agents/create?symbol=${name}${query.replace('?', '&')}`
      : `/api/agents/${verb}/${name}${query}`;
  const done = (await order(running, path)) as Done;
  if (options.json === true) return sayJson(done);
  process.stdout.write(`${done.account} ${done.symbol}: ${done.message}\n`);
}

export interface SettingsOptions extends PanelOptions {
  readonly confidence?: number;
  readonly risk?: number;
  readonly reset?: boolean;
}

/** Show an agent's settings, or make them stricter. */
export async function agentSettings(symbol: string, options: SettingsOptions): Promise<void> {
  const { confidence, risk, reset } = options;
  const isChange = confidence !== undefined || risk !== undefined;
  if (reset === true && isChange) {
    throw new CommandError('Either --reset, or new values: --confidence, --risk, or both.');
  }
  const running = programOf(options);
  const path = `/api/agents/${encodeURIComponent(symbol)}/settings${accountQuery(options)}`;
  const body =
    reset === true
      ? { confidence_threshold: null, risk_per_trade_pct: null }
      : { confidence_threshold: confidence, risk_per_trade_pct: risk };
  const answer = (
    isChange || reset === true
      ? await order(running, path, { method: 'PATCH', body })
      : await read(running, path)
  ) as AgentSettingsView & { readonly message?: string };
  if (options.json === true) return sayJson(answer);
  if (answer.message !== undefined) {
    process.stdout.write(`${answer.account} ${symbol}: ${answer.message}\n`);
  }
  process.stdout.write(`${tableText(Object.entries(answer.settings), SETTING_COLUMNS)}\n`);
}

type Setting = AgentSettingsView['settings'][keyof AgentSettingsView['settings']];

const SETTING_COLUMNS: readonly Column<[string, Setting]>[] = [
  { title: 'setting', of: ([name]) => name },
  { title: 'in force', right: true, of: ([, { value }]) => String(value) },
  { title: 'configured', right: true, of: ([, { configured }]) => String(configured) },
  {
    title: 'set by',
    of: ([, { set_by, by, at }]) =>
      set_by === 'yaml' ? 'the configuration' : `${by ?? 'a person'}, ${at ? utcWords(at) : '?'}`,
  },
];
