import type { FastifyRequest } from 'fastify';
import type { ApiServer } from '../api-server.ts';
import { isEnough, type Grant, type Scope } from './grant.ts';
import { hostName, isLoopback, isSameOrigin, isThisMachine } from './hosts.ts';
import type { LockOut } from './lock-out.ts';
import { Refusal } from '../documents/refusal.ts';
import type { SessionStore } from './session-store.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** How a request was let in. */
type Caller = 'nobody' | 'token' | 'page';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
    /** The token it came with, or that its session was opened with; undefined for nobody. */
    grant: Grant | undefined;
    /** Whether what let the request in is still good: for answers that go on, as a stream does. */
    isStillAllowed: () => boolean;
  }
}

export interface AuthOptions {
  readonly tokens: TokenKeeper;
  readonly sessions: SessionStore;
  readonly lockOut: LockOut;
  /** Names beside loopback under which the panel is reached. */
  readonly hosts: readonly string[];
  /** Other sites that may ask, such as `https://desk.example`; they must bring a token. */
  readonly origins: readonly string[];
}

export function addAuth(server: ApiServer, options: AuthOptions): void {
  const hosts = new Set(options.hosts.map((host) => host.toLowerCase()));
  const origins = new Set(options.origins);
  server.decorateRequest('caller', 'nobody');
  server.decorateRequest('grant', undefined);
  // A function of its own for each request is set where one is let in.
  server.decorateRequest('isStillAllowed', nobodyIs);
  server.addHook('onRequest', async (request) => {
    checkHost(request, hosts);
    if (isOpen(request) || isOpenHere(request)) return;
    const bearer = bearerOf(request.headers.authorization);
    if (bearer === undefined) letInBySession(request, options);
    else letInByToken(request, bearer, options, origins);
    checkScope(request);
  });
}

function nobodyIs(): boolean {
  return false;
}

function letInByToken(
  request: FastifyRequest,
  secret: string,
  { tokens, lockOut }: AuthOptions,
  origins: ReadonlySet<string>,
): void {
  const grant = tokens.grantOf(secret);
  if (grant === undefined) throw wrongSecret(request, lockOut, 'The token is not a good one.');
  const { origin, host } = request.headers;
  if (origin !== undefined && !isSameOrigin(origin, host) && !origins.has(origin)) {
    throw foreignOrigin();
  }
  request.caller = 'token';
  request.grant = grant;
  request.isStillAllowed = () => tokens.grantOf(secret) !== undefined;
}

function letInBySession(request: FastifyRequest, { sessions, tokens }: AuthOptions): void {
  const id = request.cookies[cookieName(request.headers.host)];
  const session = id === undefined ? undefined : sessions.find(id);
  if (id === undefined || session === undefined || !tokens.isGood(session.grant.id)) {
    throw notAuthorised('There is no token and no session.');
  }
  checkSameSite(request);
  request.caller = 'page';
  request.grant = session.grant;
  request.isStillAllowed = () => sessions.find(id) !== undefined && tokens.isGood(session.grant.id);
}

/** What a call needs: reading asks for less than changing. */
export function neededScope(request: FastifyRequest): Scope {
  return request.routeOptions.config.needs ?? (isRead(request) ? 'read' : 'trade');
}

function checkScope(request: FastifyRequest): void {
  const needed = neededScope(request);
  const { grant } = request;
  if (grant !== undefined && isEnough(grant.scope, needed)) return;
  const detail =
    `This call needs the scope ${needed}, and the token ${grant?.name ?? ''} has ` +
    `${grant?.scope ?? 'none'}. Make one with: kimi-agent token create NAME --scope ${needed}`;
  throw new Refusal(403, 'not-allowed', detail, { members: { needed } });
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
  const isOne = hostHeaders(request) === 1;
  if (name !== undefined && isOne && (isLoopback(name) || hosts.has(name))) return;
  const detail = 'The Host header names neither this machine nor a host this panel is set up for.';
  throw new Refusal(403, 'foreign-host', detail);
}

/** Node takes the first of several; a proxy before it may have looked at another. */
function hostHeaders({ raw: { rawHeaders } }: FastifyRequest): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === 'host') count += 1;
  }
  return count;
}

/** The page, /health, and paths outside /api that lead nowhere. */
function isOpen(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  if (path === '/api' || path.startsWith('/api/')) {
    return request.routeOptions.config.isPublic === true && request.routeOptions.url !== '/*';
  }
  return request.is404 || request.routeOptions.config.isPublic === true;
}

/** Whoever a proxy on this machine speaks for is not of this machine. */
function isOpenHere({ routeOptions, headers, ip }: FastifyRequest): boolean {
  const isForwarded = 'x-forwarded-for' in headers || 'forwarded' in headers || 'via' in headers;
  return routeOptions.config.isOpenHere === true && isThisMachine(ip) && !isForwarded;
}

function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  // Any other scheme counts as a wrong token rather than as none.
  return /^bearer +(.+)$/i.exec(header)?.[1] ?? '';
}

/**
 * A cookie goes along with whatever page asks; a request that changes something must be ours. A page
 * of another port of this machine counts as the same site to a browser, which then sends the cookie
 * with an image or a script and no Origin; it does say what kind of request it is.
 */
function checkSameSite(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  const kind = request.headers['sec-fetch-site'];
  const isOurs = origin === undefined ? isRead(request) : isSameOrigin(origin, host);
  if (isOurs && (kind === undefined || kind === 'same-origin' || kind === 'none')) return;
  throw foreignOrigin();
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function foreignOrigin(): Refusal {
  const detail = 'The request comes from another site: its Origin header must name this panel.';
  return new Refusal(403, 'foreign-origin', detail);
}

/** The answer to a wrong token, or to one of too many. */
export function wrongSecret(request: FastifyRequest, lockOut: LockOut, found: string): Refusal {
  const { retryAfterS, isNew } = lockOut.failed(request.ip);
  if (isNew) {
    request.log.warn({ address: request.ip, retryAfterS }, 'too many wrong tokens');
    lockOut.told(request.ip);
  }
  if (retryAfterS === 0) return notAuthorised(found);
  const detail =
    `Too many wrong tokens came from this address; a wrong one is not looked at for another ` +
    `${retryAfterS} seconds. A right one is.`;
  return new Refusal(429, 'locked-out', detail, {
    headers: { 'retry-after': String(retryAfterS) },
  });
}

function notAuthorised(found: string): Refusal {
  const detail =
    `${found} Send "Authorization: Bearer TOKEN" with the token from the file "token" in the ` +
    'state folder, or open the link that the program prints when it starts.';
  const headers = { 'www-authenticate': 'Bearer realm="kimi-agent"' };
  return new Refusal(401, 'not-authorised', detail, { headers });
}
