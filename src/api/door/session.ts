import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { ApiServer } from '../api-server.ts';
import { cookieName, wrongSecret } from './auth.ts';
import { isSameOrigin } from './hosts.ts';
import { noBody } from '../inputs.ts';
import type { LockOut } from './lock-out.ts';
import { Refusal } from '../documents/refusal.ts';
import { SESSION_LIFE_MS, type Session, type SessionStore } from './session-store.ts';
import type { TokenKeeper } from './token-keeper.ts';

const secret = z.string().min(1).max(512);
const sessionBody = z.union([z.strictObject({ code: secret }), z.strictObject({ token: secret })], {
  error: 'expects {"code": "…"} from the printed link, or {"token": "…"}',
});
type SessionBody = z.infer<typeof sessionBody>;

const sessionOpened = z
  .object({
    success: z.literal(true),
    message: z.string(),
    expires_at: z.number().describe('Instant in milliseconds since 1970-01-01 UTC'),
  })
  .meta({ id: 'SessionOpened' });
const sessionEnded = z
  .object({ success: z.literal(true), message: z.string() })
  .meta({ id: 'SessionEnded' });

export interface SessionParts {
  readonly sessions: SessionStore;
  readonly tokens: TokenKeeper;
  readonly lockOut: LockOut;
}

/** The page trades a one-time code, or a token typed in by its owner, for a session cookie. */
export function sessionRoutes(server: ApiServer, parts: SessionParts): void {
  server.post(
    '/api/session',
    {
      config: { isPublic: true, rateLimit: { max: 30, timeWindow: 60_000 } },
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
      const session = opened(request, request.body, parts);
      endPresent(request, parts.sessions);
      void reply.setCookie(cookieName(host), session.id, {
        ...cookieOf(request),
        maxAge: SESSION_LIFE_MS / 1000,
      });
      request.caller = 'page';
      request.grant = session.grant;
      return { success: true as const, message: 'Signed in.', expires_at: session.expiresAt };
    },
  );

  server.delete(
    '/api/session',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'Sign out: the session ends, its streams too',
        tags: ['Access'],
        body: noBody,
        response: { 200: sessionEnded },
      },
    },
    (request, reply: FastifyReply) => {
      endPresent(request, parts.sessions);
      void reply.clearCookie(cookieName(request.headers.host), cookieOf(request));
      return { success: true as const, message: 'Signed out.' };
    },
  );
}

function opened(request: FastifyRequest, body: SessionBody, parts: SessionParts): Session {
  if ('code' in body) {
    const session = parts.sessions.redeem(body.code);
    if (session !== undefined && parts.tokens.isGood(session.grant.id)) return session;
    throw wrongSecret(request, parts.lockOut, CODE_IS_WRONG);
  }
  const grant = parts.tokens.grantOf(body.token);
  if (grant !== undefined) return parts.sessions.open(grant);
  throw wrongSecret(request, parts.lockOut, 'The token is not a good one.');
}

const CODE_IS_WRONG =
  'The code is unknown, used, or older than 10 minutes: start the program again, or "npx kimi-agent ' +
  'link", for a new one.';

/** Whoever signs in again leaves no older session behind that somebody else may hold. */
function endPresent(request: FastifyRequest, sessions: SessionStore): void {
  const id = request.cookies[cookieName(request.headers.host)];
  if (id !== undefined) sessions.end(id);
}

function cookieOf(request: FastifyRequest) {
  return {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    ...(request.protocol === 'https' ? { secure: true } : {}),
  } as const;
}

const codeMade = z
  .object({ success: z.literal(true), code: z.string() })
  .meta({ id: 'SessionCode' });

/** A fresh one-time code for whoever holds a token: `kimi-agent link` prints it. */
export function sessionCodeRoute(server: ApiServer, sessions: SessionStore): void {
  server.post(
    '/api/session/code',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'A one-time code that signs a browser in, with the rights of the token',
        tags: ['Access'],
        response: { 200: codeMade },
      },
    },
    (request) => ({ success: true as const, code: sessions.newCode(request.grant) }),
  );
}
