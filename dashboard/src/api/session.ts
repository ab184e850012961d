import { api, type ApiProblem } from './client.ts';

/** The one-time code in an address such as `…/#code=abc`, if there is one. */
export function codeInHash(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, '')).get('code') ?? undefined;
}

/**
 * Exchange the address's one-time code for the http-only cookie; answers why it was refused. The
 * code leaves the address before anything is sent, so that it stays in no history and is tried once.
 */
export async function openSession(): Promise<ApiProblem | undefined> {
  const code = codeInHash(location.hash);
  if (code === undefined) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  const answer = await api.openSession(code);
  return answer.ok ? undefined : answer.problem;
}
