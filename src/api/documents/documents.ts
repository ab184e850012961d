import * as z from 'zod';
import type { ApiServer } from '../api-server.ts';
import { REFERENCE_STYLE, referencePage } from './reference-page.ts';

const STYLE_PATH = '/api/reference.css';

const openApiAnswer = z
  .looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) })
  .describe('This document');

/**
 * The API's description, for programs and for persons. Without a token: the same stands in the
 * program's source, and nothing of the accounts is in it.
 */
export function documentRoutes(server: ApiServer): void {
  const written = once(() => JSON.stringify(server.swagger(), null, 2));
  const page = once(() => referencePage(server.swagger(), STYLE_PATH));
  server.get(
    '/api/openapi.json',
    {
      config: { isPublic: true },
      schema: {
        summary: 'This description, in OpenAPI 3.1',
        tags: ['Program'],
        response: { 200: openApiAnswer },
      },
    },
    // Text, so that it is not written anew for each who asks.
    (_request, reply) => {
      void reply.type('application/json; charset=utf-8').send(written() as never);
    },
  );
  server.get(
    '/api/reference',
    { config: { isPublic: true }, schema: { hide: true } },
    (_request, reply) => reply.type('text/html; charset=utf-8').send(page()),
  );
  server.get(
    STYLE_PATH,
    { config: { isPublic: true }, schema: { hide: true } },
    (_request, reply) => reply.type('text/css; charset=utf-8').send(REFERENCE_STYLE),
  );
}

/** Made when first asked for: routes must all be there, and a start must not wait for it. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}
