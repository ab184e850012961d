import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { type ProblemName, Refusal } from './refusal.ts';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';
/** Name of the schema in the OpenAPI document. */
export const PROBLEM_SCHEMA = 'Problem';

const problemSchema = z
  .looseObject({
    type: z.string().describe('urn:kimi-agent:problem: and a short name that does not change'),
    title: z.string().describe("The status code's usual words"),
    status: z.number(),
    detail: z.string().describe('What is wrong and what to do, for a person'),
    instance: z.string().describe('The path that was asked for'),
    success: z.literal(false),
  })
  .meta({ id: PROBLEM_SCHEMA });

/** An answer that is not a success, as RFC 9457 has it, with our `success` beside. */
type ProblemDocument = Readonly<z.infer<typeof problemSchema>>;

function problemDocument(refusal: Refusal, instance: string): ProblemDocument {
  return {
    type: `urn:kimi-agent:problem:${refusal.problem}`,
    title: STATUS_CODES[refusal.status] ?? 'Error',
    status: refusal.status,
    detail: refusal.message,
    instance,
    success: false,
    ...refusal.extras.members,
  };
}

/** Path of a request without its query: a query may hold what must not be repeated. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  void reply
    .code(refusal.status)
    .headers({ 'cache-control': 'no-store', ...refusal.extras.headers })
    .type(PROBLEM_CONTENT_TYPE)
    // Text, so that no answer schema of the route is applied to it.
    .send(JSON.stringify(problemDocument(refusal, pathOf(request))));
}

/** The one place where what handlers throw, and what the framework refuses, becomes an answer. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error);
  if (refusal.status >= 500 && !(error instanceof Refusal)) {
    request.log.error({ err: error, path: pathOf(request) }, 'request failed');
  }
  sendProblem(request, reply, refusal);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalidInput(error);
  const status = statusOf(error);
  if (error instanceof Error && status >= 400 && status < 500) {
    return new Refusal(status, nameOfStatus(status), error.message);
  }
  const detail = 'The program failed on this request; its log has the details.';
  return new Refusal(500, 'failed', detail);
}

function invalidInput(error: FastifyError): Refusal {
  const where = error.validationContext === 'querystring' ? 'query' : error.validationContext;
  const errors = (error.validation ?? []).map((issue) => ({
    in: where ?? 'request',
    name: issue.instancePath.replace(/^\//, ''),
    message: issue.message ?? 'is not valid',
  }));
  const words = errors.map((entry) => `${entry.in} ${entry.name}`.trim() + `: ${entry.message}`);
  return new Refusal(400, 'bad-request', words.join('; '), { members: { errors } });
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
  return typeof error.statusCode === 'number' ? error.statusCode : 500;
}

function nameOfStatus(status: number): ProblemName {
  return status === 404 ? 'no-such-call' : 'bad-request';
}
