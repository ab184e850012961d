import { apiUrl, call, type ApiResult, type Done, type Query } from './client.ts';

/** Something that changes an account, not sent yet. */
export interface Act {
  readonly method?: 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly body?: unknown;
}

export type AgentSetting = 'confidence_threshold' | 'risk_per_trade_pct';

const act = (path: string, query: Query = {}): Act => ({ url: apiUrl(path, query) });
const part = encodeURIComponent;

export const actions = {
  createAgent: (account: string, symbol: string) => act('agents/create', { account, symbol }),
  stopAgent: (account: string, symbol: string) => act(`agents/stop/${part(symbol)}`, { account }),
  restartAgent: (account: string, symbol: string) =>
    act(`agents/restart/${part(symbol)}`, { account }),
  closePosition: (account: string, ticket: string) =>
    act(`positions/${part(ticket)}/close`, { account }),
  approveSignal: (id: string) => act(`signals/${part(id)}/approve`),
  declineSignal: (id: string) => act(`signals/${part(id)}/decline`),
  /** First without a confirmation, which answers one; then with it. */
  rearmBreaker: (account: string, confirmation?: string) =>
    act('breaker/rearm', { account, confirmation }),
  /** A setting that is null goes back to the configured one. */
  setAgent: (
    account: string,
    symbol: string,
    body: Readonly<Partial<Record<AgentSetting, number | null>>>,
  ): Act => ({
    method: 'PATCH',
    url: apiUrl(`agents/${part(symbol)}/settings`, { account }),
    body,
  }),
  startBacktest: (request: Readonly<Record<string, string | number>>): Act => ({
    url: apiUrl('backtests'),
    body: request,
  }),
  cancelBacktest: (id: string): Act => ({ method: 'DELETE', url: apiUrl(`backtests/${part(id)}`) }),
  /** Without an account: all accounts. */
  emergencyStop: (account: string | undefined) => act('emergency-stop', { account }),
  gapPrice: (account: string, symbol: string, pct: number) =>
    act('simulation/gap', { account, symbol, pct }),
  cutLink: (account: string) => act('simulation/cut-link', { account }),
  fireNews: (account: string) => act('simulation/news', { account }),
  tripBreaker: (account: string) => act('simulation/trip-breaker', { account }),
  killProgram: () => act('simulation/kill'),
};

/** Pauses before an act without an answer is sent again. */
const AGAIN_AFTER_MS = [700, 1_500];

/**
 * Send an act. Without an answer it is sent again with the same key: the program carries out a key
 * once, however often it arrives, and gives the first answer again.
 */
export async function sendAct(
  { method = 'POST', url, body }: Act,
  key: string,
): Promise<ApiResult<Done>> {
  let answer = await call<Done>(method, url, { key, body });
  for (const pause of AGAIN_AFTER_MS) {
    if (answer.ok || answer.problem.status !== 0) break;
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
    answer = await call<Done>(method, url, { key, body });
  }
  return answer;
}

/** A key that nobody else makes; `crypto.randomUUID` is not there without TLS on another machine. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
