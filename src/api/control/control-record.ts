import { STATUS_CODES } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { ApiServer } from '../api-server.ts';
import type { ControlStore } from './control-store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Number of its audit record, once there is one. */
    auditId: number | undefined;
    /** What the answer says, for the record: a message, or a problem's name and detail. */
    said: { readonly result: string; readonly detail: string } | undefined;
  }
}

/**
 * Records each control action: before it is carried out and once it is answered. A record that cannot
 * be written is told in the log and holds nothing up: an emergency stop must not fail on a full disk.
 */
export function addControlRecord(server: ApiServer, store: ControlStore): void {
  server.decorateRequest('auditId', undefined);
  server.decorateRequest('said', undefined);
  server.addHook('preHandler', async (request) => {
    if (isControl(request)) unlessBroken(request, () => begin(request, store));
  });
  server.addHook('onSend', async (request, _reply, payload) => {
    if (isControl(request) && typeof payload === 'string') request.said = saidBy(payload);
  });
  server.addHook('onResponse', async (request, reply) => {
    // Strangers leave no record, or they could fill the disk; the log tells when they are locked out.
    if (!isControl(request) || request.grant === undefined) return;
    unlessBroken(request, () => {
      if (request.auditId === undefined) begin(request, store);
      if (request.auditId === undefined) return;
      const usual = { result: 'failed', detail: STATUS_CODES[reply.statusCode] ?? '' };
      store.end(request.auditId, { status: reply.statusCode, ...(request.said ?? usual) });
    });
  });
}

/** Everything that is not read: it changes something, or was meant to. */
function isControl({ method, url, routeOptions }: FastifyRequest): boolean {
  if (routeOptions.config.changesNothing === true) return false;
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS' && url.startsWith('/api/');
}

function begin(request: FastifyRequest, store: ControlStore): void {
  const { grant, caller, routeOptions, method, ip } = request;
  if (grant === undefined) return;
  request.auditId = store.begin({
    time: Date.now(),
    who: `${caller} ${grant.name}`,
    scope: grant.scope,
    source: ip,
    action: `${method} ${routeOptions.url ?? 'unknown'}`,
    target: targetOf(request),
  });
}

/** A public call's body is a secret: the one that signs in. */
function targetOf(request: FastifyRequest): Record<string, unknown> {
  const { params, query, body, routeOptions } = request;
  const isSecret = routeOptions.config.isPublic === true;
  return { ...asObject(params), ...asObject(query), ...(isSecret ? {} : asObject(body)) };
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function saidBy(payload: string): FastifyRequest['said'] {
  try {
    const { type, detail, message } = JSON.parse(payload) as Record<string, unknown>;
    const name = typeof type === 'string' ? (type.split(':').at(-1) ?? '') : 'done';
    const words = detail ?? message;
    return { result: name, detail: typeof words === 'string' ? words : '' };
  } catch {
    return undefined;
  }
}

function unlessBroken(request: FastifyRequest, write: () => void): void {
  try {
    write();
  } catch (error) {
    request.log.error({ err: error }, 'the audit record could not be written');
  }
}
