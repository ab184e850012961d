import type { SendOutcome } from './channel.ts';

export interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Words that must not appear in a reason: tokens, addresses that hold them. */
  readonly secrets: readonly string[];
}

/** Longest pause that a receiver may ask for. */
const LONGEST_PAUSE_MS = 3_600_000;
const REASON_CHARACTERS = 200;

/** Post JSON once. Redirects are not followed: a secret goes to the address it was given for. */
export async function postJson(post: Post, signal: AbortSignal): Promise<SendOutcome> {
  const { url, body, headers, secrets } = post;
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal,
      redirect: 'manual',
    });
  } catch (error) {
    return { ok: false, retry: 'later', reason: withoutSecrets(faultWords(error), secrets) };
  }
  const text = await response.text().catch(() => '');
  if (response.ok) return { ok: true };
  const said = `answered ${response.status} ${text.slice(0, REASON_CHARACTERS)}`.trim();
  const reason = withoutSecrets(said, secrets);
  const afterMs = retryAfter(response.headers.get('retry-after') ?? pauseIn(text), Date.now());
  // What is malformed stays so. A wrong token or address can be put right, and then it goes out.
  const isHopeless = [400, 413, 415, 422].includes(response.status);
  return {
    ok: false,
    retry: isHopeless ? 'never' : 'later',
    ...(afterMs === undefined ? {} : { afterMs }),
    reason,
  };
}

/** The pause that a `Retry-After` header asks for: seconds, or a date. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_PAUSE_MS) : undefined;
}

/** Telegram and Discord say in the body how many seconds to wait. */
function pauseIn(text: string): string | null {
  return /"retry_after":\s*([0-9.]+)/.exec(text)?.[1] ?? null;
}

/** Why no answer came; the cause says more than "fetch failed". */
export function faultWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time';
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}

export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (clean, secret) => (secret === '' ? clean : clean.replaceAll(secret, '(secret)')),
    text,
  );
}
