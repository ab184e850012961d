import type {
  AgentSettings as AgentSettingsAnswer,
  BacktestComparison,
  BacktestList,
  CandlesView,
  ConfigurationAnswer,
  ConfigurationCheck,
  DigestAnswer,
  EventList,
  LimitsList,
  PropFirmPresetList,
  SignalList,
  SnapshotAnswer,
  TradeCourse,
  TradeList,
  WaitingList,
} from './types.ts';

/** Why a call did not succeed. `status` 0 means that no answer came. */
export interface ApiProblem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

export type ApiResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ApiProblem };

/** What a successful action answers. */
export interface Done {
  readonly success: boolean;
  readonly message?: string;
  /** Of the first of two steps: to be sent back to have it done. */
  readonly confirmation?: string;
}

/** A text, or the one that runs; with a setting written into it. */
export interface ConfigurationToCheck {
  readonly text?: string;
  readonly set?: { readonly key: string; readonly value: unknown };
}

export type Query = Readonly<Record<string, string | number | undefined>>;

const TIMEOUT_MS = 15_000;

/** Address of an API path, relative to where the page itself was served. */
export function apiUrl(path: string, query: Query = {}): string {
  const url = new URL(`api/${path}`, document.baseURI);
  url.hash = '';
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** A problem document's words, or what can be said without one. */
export function problemFrom(status: number, body: unknown): ApiProblem {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  return { status, title: text('title') || `HTTP ${status}`, detail: text('detail') };
}

/** Ask the API; never throws. `key` lets the program know a call that is sent again. */
export async function call<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  { body, key }: { readonly body?: unknown; readonly key?: string } = {},
): Promise<ApiResult<T>> {
  try {
    const response = await fetch(url, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) return { ok: false, problem: problemFrom(response.status, answer) };
    return { ok: true, value: answer as T };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: { status: 0, title: '', detail } };
  }
}

export const api = {
  snapshot: () => call<SnapshotAnswer>('GET', apiUrl('snapshot')),
  openSession: (code: string) => call<Done>('POST', apiUrl('session'), { body: { code } }),
  candles: (account: string, symbol: string, timeframe: string, limit: number) =>
    call<CandlesView>('GET', apiUrl('candles', { account, symbol, timeframe, limit })),
  signals: (account: string, limit: number) =>
    call<SignalList>('GET', apiUrl('signals', { account, limit })),
  /** Newest last. */
  events: (account: string, limit: number) =>
    call<EventList>('GET', apiUrl('events', { account, limit })),
  limits: (account: string) => call<LimitsList>('GET', apiUrl('limits', { account })),
  presets: () => call<PropFirmPresetList>('GET', apiUrl('prop-firms')),
  configuration: () => call<ConfigurationAnswer>('GET', apiUrl('configuration')),
  /** Changes nothing: it may be asked as often as one types. */
  checkConfiguration: (body: ConfigurationToCheck) =>
    call<ConfigurationCheck>('POST', apiUrl('configuration/check'), { body }),
  trades: (account: string, limit: number) =>
    call<TradeList>('GET', apiUrl('trades', { account, limit })),
  tradeCourse: (account: string, position: string) =>
    call<TradeCourse>('GET', apiUrl(`trades/${encodeURIComponent(position)}/course`, { account })),
  agentSettings: (account: string, symbol: string) =>
    call<AgentSettingsAnswer>(
      'GET',
      apiUrl(`agents/${encodeURIComponent(symbol)}/settings`, { account }),
    ),
  compareBacktests: (left: string, right: string) =>
    call<BacktestComparison>('GET', apiUrl('backtests/compare', { left, right })),
  backtests: () => call<BacktestList>('GET', apiUrl('backtests')),
  waiting: (account: string) => call<WaitingList>('GET', apiUrl('signals/waiting', { account })),
  digest: (account: string) => call<DigestAnswer>('GET', apiUrl('digest', { account })),
};
