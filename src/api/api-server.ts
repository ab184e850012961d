import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Grant, Scope } from './door/grant.ts';

/** A Fastify server whose routes take their types from zod schemas. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered without a token or session. */
    isPublic?: boolean;
    /** Answered without a token to programs of this machine. */
    isOpenHere?: boolean;
    /** Asks with a body and changes nothing: leaves no record. */
    changesNothing?: boolean;
    /** Scope that a call needs; left out, `read` for reading and `trade` for all else. */
    needs?: Scope;
  }
  interface FastifyInstance {
    /** A fresh one-time code that the page exchanges for a session cookie. */
    oneTimeCode(grant?: Grant): string;
  }
}
