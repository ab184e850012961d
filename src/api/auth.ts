import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { ApiServer } from './api-server.ts';
import { hostName, isLoopback, isSameOrigin } from './hosts.ts';
import { Refusal } from './refusal.ts';
import type { SessionStore } from './session-store.ts';

/** How a request was let in. */
type Caller = 'nobody' | 'token' | 'page';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
    /** When the session that let the request in ends; undefined for a token. */
    sessionEndsAt: number | undefined;
  }
}

export interface AuthOptions {
  readonly token: string;
  readonly sessions: SessionStore;
  /** Names beside loopback under which the panel is reached. */
  readonly hosts: readonly string[];
}

export function addAuth(server: ApiServer, options: AuthOptions): void {
  const hosts = new Set(options.hosts.map((host) => host.toLowerCase()));
  const isToken = tokenCheck(options.token);
  server.decorateRequest('caller', 'nobody');
  server.decorateRequest('sessionEndsAt', undefined);
  server.addHook('onRequest', async (request) => {
    checkHost(request, hosts);
    if (isOpen(request)) return;
    const bearer = bearerOf(request.headers.authorization);
    if (bearer !== undefined) {
      if (!isToken(bearer)) throw notAuthorised('The token is not the right one.');
      request.caller = 'token';
      return;
    }
    const id = request.cookies[cookieName(request.headers.host)];
    const endsAt = id === undefined ? undefined : options.sessions.expiryOf(id);
    if (endsAt === undefined) throw notAuthorised('There is no token and no session.');
    checkOrigin(request);
    request.caller = 'page';
    request.sessionEndsAt = endsAt;
  });
}

/** Compares digests, so that neither content nor length shows in the time it takes. */
export function tokenCheck(token: string): (candidate: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return (candidate) => timingSafeEqual(digest(candidate), expected);
}

/**
 * Browsers share cookies between the ports of a host: with the port in the name, two panels on one
 * machine do not sign each other out.
 */
export function cookieName(host: string | undefined): string {
  const port = /:([0-9]{1,5})$/.exec(host ?? '')?.[1] ?? '80';
  return `kimi_session_${port}`;
}

/**
 * A foreign page can make a name of its own point to 127.0.0.1 and so be "same origin" with us;
 * its requests still carry that name.
 */
function checkHost(request: FastifyRequest, hosts: ReadonlySet<string>): void {
  const name = hostName(request.headers.host);
  if (name !== undefined && (isLoopback(name) || hosts.has(name))) return;
  const detail = 'The Host header names neither this machine nor a host this panel is set up for.';
  throw new Refusal(403, 'foreign-host', detail);
}

/** The page, /health, and paths outside /api that lead nowhere. */
function isOpen(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  if (path === '/api' || path.startsWith('/api/')) {
    return request.routeOptions.config.isPublic === true && request.routeOptions.url !== '/*';
  }
  return request.is404 || request.routeOptions.config.isPublic === true;
}

function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  // Any other scheme counts as a wrong token rather than as none.
  return /^bearer +(.+)$/i.exec(header)?.[1] ?? '';
}

/** A cookie goes along with whatever page asks; a request that changes something must be ours. */
function checkOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (origin === undefined ? isRead : isSameOrigin(origin, host)) return;
  const detail = 'The request comes from another site: its Origin header must name this panel.';
  throw new Refusal(403, 'foreign-origin', detail);
}

function notAuthorised(found: string): Refusal {
  const detail =
    `${found} Send "Authorization: Bearer TOKEN" with the token from the file "token" in the ` +
    'state folder, or open the link that the program prints when it starts.';
  const headers = { 'www-authenticate': 'Bearer realm="kimi-agent"' };
  return new Refusal(401, 'not-authorised', detail, { headers });
}
