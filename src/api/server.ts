import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { accountRoutes } from './accounts.ts';
import { agentRoutes } from './agents.ts';
import type { ApiServer } from './api-server.ts';
import { addAuth } from './auth.ts';
import { addBodyParsing, BODY_BYTES_MAX } from './body-parsing.ts';
import { candleRoute } from './candles.ts';
import { breakerRearmRoute } from './breaker-rearm.ts';
import type { ControlRoom } from './control-room.ts';
import { emergencyStopRoute } from './emergency-stop.ts';
import { eventRoute } from './events.ts';
import { digestRoute } from './digest.ts';
import { documentRoutes } from './documents.ts';
import { healthRoute } from './health.ts';
import { limitsRoute } from './limits.ts';
import { addOpenApi } from './openapi.ts';
import { pageRoutes } from './page.ts';
import { positionRoutes } from './positions.ts';
import { answerError } from './problem.ts';
import { addRequestLog } from './request-log.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { SessionStore } from './session-store.ts';
import { sessionCodeRoute, sessionRoute } from './session.ts';
import { signalRoute } from './signals.ts';
import { STREAM_LIMITS, type StreamLimits } from './sse-hub.ts';
import { streamRoute } from './stream.ts';
import { addUnknownCalls } from './unknown-call.ts';
import { SIGNAL_ID_CHARACTERS, whyRoutes } from './why.ts';

export interface ServerOptions {
  readonly room: ControlRoom;
  /** The bearer token, 16 characters at least; whoever has it may trade. */
  readonly token: string;
  /** Folder of the built page, or undefined when it is not built. */
  readonly pageDir: string | undefined;
  readonly version: string;
  readonly log?: FastifyBaseLogger;
  /** Host names beside loopback under which the panel is reached. */
  readonly hosts?: readonly string[];
  readonly sessions?: SessionStore;
  readonly streamLimits?: Partial<StreamLimits>;
}

const TOKEN_CHARACTERS_MIN = 16;

/** The control panel's server, ready to listen; it knows trading only through `options.room`. */
export function buildServer(options: ServerOptions): FastifyInstance {
  // An empty token would let in everyone who sends an empty one.
  if (options.token.length < TOKEN_CHARACTERS_MIN) {
    throw new RangeError(`the API's token must have at least ${TOKEN_CHARACTERS_MIN} characters`);
  }
  const instance: FastifyInstance = Fastify({
    ...(options.log === undefined ? { logger: false } : { loggerInstance: options.log }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: SIGNAL_ID_CHARACTERS },
    requestTimeout: 30_000,
    // Streams never end by themselves and must not hold up the end of the program.
    forceCloseConnections: true,
    frameworkErrors: answerError,
  });
  const server: ApiServer = instance.withTypeProvider<ZodTypeProvider>();
  const sessions = options.sessions ?? new SessionStore();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(answerError);
  server.decorate('oneTimeCode', () => sessions.newCode());
  addBodyParsing(server);
  addUnknownCalls(server);
  addRequestLog(server);
  addSecurityHeaders(server);
  void server.register(cookie);
  addOpenApi(server, options.version);
  server.after(() => {
    addAuth(server, { token: options.token, sessions, hosts: options.hosts ?? [] });
    addRoutes(server, options, sessions);
  });
  return instance;
}

function addRoutes(server: ApiServer, options: ServerOptions, sessions: SessionStore): void {
  const { room } = options;
  documentRoutes(server);
  healthRoute(server, room);
  sessionRoute(server, sessions, options.token);
  sessionCodeRoute(server, sessions);
  accountRoutes(server, room);
  agentRoutes(server, room);
  emergencyStopRoute(server, room);
  breakerRearmRoute(server, room);
  limitsRoute(server, room);
  positionRoutes(server, room);
  candleRoute(server, room);
  signalRoute(server, room);
  whyRoutes(server, room);
  digestRoute(server, room);
  eventRoute(server, room);
  streamRoute(server, room, { ...STREAM_LIMITS, ...options.streamLimits });
  pageRoutes(server, options.pageDir, options.version);
}
