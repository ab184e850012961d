import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { accountRoutes } from './accounts.ts';
import { agentSettingsRoutes } from './agent-settings.ts';
import { agentRoutes } from './agents.ts';
import type { ApiServer } from './api-server.ts';
import { approvalRoutes } from './approval.ts';
import { auditRoute } from './control/audit.ts';
import { addAuth } from './door/auth.ts';
import type { BacktestJobs } from './research/backtest-jobs.ts';
import { backtestReportRoutes } from './research/backtest-reports.ts';
import { backtestRoutes } from './research/backtests.ts';
import { addBodyParsing, BODY_BYTES_MAX } from './door/body-parsing.ts';
import { candleRoute } from './candles.ts';
import { breakerRoutes } from './breaker.ts';
import { configurationRoutes } from './configuration.ts';
import type { StartedWith } from '../config/running-config.ts';
import { addControlRecord } from './control/control-record.ts';
import type { ControlRoom } from './control-room.ts';
import { ControlStore } from './control/control-store.ts';
import { addCrossOrigin } from './door/cross-origin.ts';
import { emergencyStopRoute } from './emergency-stop.ts';
import { eventRoute } from './events.ts';
import { digestRoute } from './digest.ts';
import { documentRoutes } from './documents/documents.ts';
import { healthRoute } from './health/health.ts';
import { historyRoutes } from './history.ts';
import { addIdempotency } from './control/idempotency.ts';
import { limitsRoute } from './limits.ts';
import { LockOut } from './door/lock-out.ts';
import { metricsRoute } from './health/metrics.ts';
import { addOpenApi } from './documents/openapi.ts';
import { pageRoutes } from './page.ts';
import { positionRoutes } from './positions.ts';
import { answerError } from './documents/problem.ts';
import { addRateLimits } from './door/rate-limits.ts';
import { readyRoute } from './health/ready.ts';
import { addRequestLog } from './health/request-log.ts';
import { addSecurityHeaders } from './door/security-headers.ts';
import { SessionStore } from './door/session-store.ts';
import { sessionCodeRoute, sessionRoutes, type SessionParts } from './door/session.ts';
import { signalRoute } from './signals.ts';
import { STREAM_LIMITS, type StreamLimits } from './stream/sse-hub.ts';
import { simulationRoutes } from './simulation.ts';
import { streamRoute } from './stream/stream.ts';
import { terminalRoute } from './terminal.ts';
import { tradeCourseRoute } from './trade-course.ts';
import type { TlsFiles } from './door/tls-files.ts';
import { ownerAlone, type TokenKeeper } from './door/token-keeper.ts';
import { addUnknownCalls } from './door/unknown-call.ts';
import { SIGNAL_ID_CHARACTERS, whyRoutes } from './why.ts';

export interface ServerOptions {
  readonly room: ControlRoom;
  /** The one bearer token, 16 characters at least, which may do everything; or who knows all. */
  readonly token: string | TokenKeeper;
  /** Folder of the built page, or undefined when it is not built. */
  readonly pageDir: string | undefined;
  readonly version: string;
  readonly log?: FastifyBaseLogger;
  /** Certificate and key; left out, the door is not encrypted. */
  readonly tls?: TlsFiles;
  /** Host names beside loopback under which the panel is reached. */
  readonly hosts?: readonly string[];
  /** Other sites whose pages may ask, with a token. */
  readonly origins?: readonly string[];
  /** What was done, kept; left out, for as long as the server lives. */
  readonly controls?: ControlStore;
  /** Left out, no backtest is started over the API. */
  readonly backtests?: BacktestJobs;
  readonly sessions?: SessionStore;
  /** What the program was started with; left out, the defaults. */
  readonly configuration?: StartedWith;
  /** Told of an address that has sent too many wrong tokens. */
  readonly onLockOut?: (address: string) => void;
  /** Has the disk of the state folder room? Left out, nothing is said of it. */
  readonly hasRoom?: () => boolean;
  readonly streamLimits?: Partial<StreamLimits>;
}

const TOKEN_CHARACTERS_MIN = 16;

/** The control panel's server, ready to listen; it knows trading only through `options.room`. */
export function buildServer(options: ServerOptions): FastifyInstance {
  const { tls } = options;
  const instance = Fastify({
    ...(tls === undefined ? {} : { https: tls }),
    ...(options.log === undefined ? { logger: false } : { loggerInstance: options.log }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: SIGNAL_ID_CHARACTERS },
    requestTimeout: 30_000,
    // Streams never end by themselves and must not hold up the end of the program.
    forceCloseConnections: true,
    frameworkErrors: answerError,
  }) as unknown as FastifyInstance;
  const server: ApiServer = instance.withTypeProvider<ZodTypeProvider>();
  const { token, origins = [] } = options;
  const sessions = options.sessions ?? new SessionStore();
  const controls = options.controls ?? new ControlStore(':memory:');
  const tokens = typeof token === 'string' ? ownerAlone(longEnough(token)) : token;
  const parts: SessionParts = {
    sessions,
    tokens,
    lockOut: new LockOut(Date.now, options.onLockOut),
  };
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(answerError);
  server.decorate('oneTimeCode', (grant) => sessions.newCode(grant));
  addBodyParsing(server);
  addUnknownCalls(server);
  addRequestLog(server);
  addSecurityHeaders(server, tls !== undefined);
  void server.register(cookie);
  addOpenApi(server, options.version);
  server.after(() => {
    addCrossOrigin(server, origins);
    addAuth(server, { ...parts, hosts: options.hosts ?? [], origins });
    void addRateLimits(server);
    addControlRecord(server, controls);
    addIdempotency(server, controls);
  });
  server.after(() => addRoutes(server, options, parts, controls));
  return instance;
}

/** An empty token would let in everyone who sends an empty one. */
function longEnough(token: string): string {
  if (token.length >= TOKEN_CHARACTERS_MIN) return token;
  throw new RangeError(`the API's token must have at least ${TOKEN_CHARACTERS_MIN} characters`);
}

function addRoutes(
  server: ApiServer,
  options: ServerOptions,
  parts: SessionParts,
  controls: ControlStore,
): void {
  const { room } = options;
  documentRoutes(server);
  healthRoute(server, room);
  readyRoute(server, room, options.hasRoom ?? (() => true));
  sessionRoutes(server, parts);
  sessionCodeRoute(server, parts.sessions);
  auditRoute(server, controls);
  accountRoutes(server, room);
  agentRoutes(server, room);
  agentSettingsRoutes(server, room);
  emergencyStopRoute(server, room);
  approvalRoutes(server, room);
  breakerRoutes(server, room);
  limitsRoute(server, room);
  configurationRoutes(server, room, options.configuration);
  terminalRoute(server, room);
  positionRoutes(server, room);
  historyRoutes(server, room);
  tradeCourseRoute(server, room);
  candleRoute(server, room);
  backtestRoutes(server, options.backtests);
  backtestReportRoutes(server, options.backtests);
  signalRoute(server, room);
  whyRoutes(server, room);
  digestRoute(server, room);
  eventRoute(server, room);
  simulationRoutes(server, room);
  const hub = streamRoute(server, room, { ...STREAM_LIMITS, ...options.streamLimits });
  metricsRoute(server, room, hub);
  pageRoutes(server, options.pageDir, options.version);
}
