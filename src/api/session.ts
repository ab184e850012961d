import * as z from 'zod';
import type { ApiServer } from './api-server.ts';
import { cookieName, tokenCheck } from './auth.ts';
import { isSameOrigin } from './hosts.ts';
import { Refusal } from './refusal.ts';
import { SESSION_LIFE_MS, type SessionStore } from './session-store.ts';

const secret = z.string().min(1).max(512);
const sessionBody = z.union([z.strictObject({ code: secret }), z.strictObject({ token: secret })], {
  error: 'expects {"code": "…"} from the printed link, or {"token": "…"}',
});
const sessionOpened = z
  .object({
    success: z.literal(true),
    message: z.string(),
    expires_at: z.number().describe('Instant in milliseconds since 1970-01-01 UTC'),
  })
  .meta({ id: 'SessionOpened' });

/** The page trades a one-time code, or the token typed in by its owner, for a session cookie. */
export function sessionRoute(server: ApiServer, sessions: SessionStore, token: string): void {
  const isToken = tokenCheck(token);
  const openFor = (given: string) => (isToken(given) ? sessions.open() : undefined);
  server.post(
    '/api/session',
    {
      config: { isPublic: true },
      schema: {
        summary: 'Trade a one-time code or a token for a session cookie',
        tags: ['Access'],
        body: sessionBody,
        response: { 200: sessionOpened },
      },
    },
    (request, reply) => {
      const { origin, host } = request.headers;
      if (origin !== undefined && !isSameOrigin(origin, host)) {
        throw new Refusal(403, 'foreign-origin', 'A session is opened from the panel itself only.');
      }
      const { body } = request;
      const session = 'code' in body ? sessions.redeem(body.code) : openFor(body.token);
      if (session === undefined) throw notOpened('code' in body);
      void reply.setCookie(cookieName(host), session.id, {
        httpOnly: true,
        sameSite: 'strict',
        path: '/',
        maxAge: SESSION_LIFE_MS / 1000,
      });
      return { success: true as const, message: 'Signed in.', expires_at: session.expiresAt };
    },
  );
}

const codeMade = z
  .object({ success: z.literal(true), code: z.string() })
  .meta({ id: 'SessionCode' });

/** A fresh one-time code for whoever holds the token: `kimi-agent link` prints it. */
export function sessionCodeRoute(server: ApiServer, sessions: SessionStore): void {
  server.post(
    '/api/session/code',
    {
      schema: {
        summary: 'A one-time code that signs a browser in',
        tags: ['Access'],
        response: { 200: codeMade },
      },
    },
    () => ({
      success: true as const,
      code: sessions.newCode(),
    }),
  );
}

function notOpened(isCode: boolean): Refusal {
  const detail = isCode
    ? 'The code is unknown, used, or older than 10 minutes. Sign in with the token from the file ' +
      '"token" in the state folder, or start the program again for a new link.'
    : 'The token is not the right one: it stands in the file "token" of the state folder.';
  return new Refusal(401, 'not-authorised', detail);
}
