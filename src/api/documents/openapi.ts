import swagger from '@fastify/swagger';
import type { FastifySchema, RouteOptions } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import type { ApiServer } from '../api-server.ts';
import { noBody } from '../inputs.ts';
import { onlyNamedSchemas } from './named-schemas.ts';
import { PROBLEM_CONTENT_TYPE, PROBLEM_SCHEMA } from './problem.ts';

/** Headings under which the calls stand, in the order in which a reader needs them. */
const TAGS = [
  { name: 'Agents', description: 'One agent watches one symbol' },
  { name: 'Trading', description: 'Positions, and the emergency stop' },
  { name: 'Accounts', description: 'Money, limits and all that is going on' },
  { name: 'Signals', description: 'What was seen, and why it was traded or not' },
  { name: 'Market', description: 'Bars with the structures and trades in them' },
  { name: 'Backtests', description: 'What the agents would have done' },
  {
    name: 'Configuration',
    description: 'What the program was told, and a text checked against it.',
  },
  { name: 'Records', description: 'What has happened, and as it happens' },
  { name: 'Simulation', description: 'What may be done to a simulated market, to try the program' },
  { name: 'Access', description: 'Signing in' },
  { name: 'Program', description: 'Its health and its description' },
] as const;

/**
 * Describes every call in OpenAPI 3.1, from the schemas that check requests and answers. To be added
 * before the routes.
 */
export function addOpenApi(server: ApiServer, version: string): void {
  const toJson = createJsonSchemaTransform({});
  const withSchemas = createJsonSchemaTransformObject({});
  void server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Kimi Agent',
        version,
        description:
          'The control panel of a trading program. Times are milliseconds since 1970-01-01 UTC, ' +
          'symbols are written as the broker writes them, and whatever is not answered as asked ' +
          'is a problem document (RFC 9457). docs/api.md shows each call by example.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'The program that served this document' }],
      tags: [...TAGS],
      security: [{ token: [] }, { session: [] }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'A token of the state folder' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'kimi_session_8000',
            description: 'What POST /api/session opens for a browser; the name ends in the port',
          },
        },
      },
    },
    convertConstToEnum: false,
    transform: (input) => {
      const { schema, url } = toJson({ ...input, schema: withoutNoBody(input.schema) });
      if (schema.hide === true) return { schema, url };
      return { schema: { ...schema, ...ofEveryCall(input.route, schema) }, url };
    },
    transformObject: (input) => onlyNamedSchemas(withSchemas(input)),
  });
}

/** A call without a body is described as one; that an empty object passes is courtesy. */
function withoutNoBody(schema: FastifySchema): FastifySchema {
  if (schema.body !== noBody) return schema;
  const { body: _none, ...rest } = schema;
  return rest;
}

/** What all calls have in common: a name, who may call, and how they are refused. */
function ofEveryCall(route: RouteOptions, schema: FastifySchema): FastifySchema {
  const isPublic = route.config?.isPublic === true;
  const takesInput = Boolean(schema.params ?? schema.querystring ?? schema.body);
  const statuses = [
    ...(takesInput ? ['400', '404'] : []),
    ...(isPublic ? [] : ['401']),
    '403',
    'default',
  ];
  const refusals = Object.fromEntries(statuses.map((status) => [status, REFUSAL]));
  const answers = Object.entries((schema.response ?? {}) as Record<string, object>).map(
    ([status, answer]) => [status, { description: 'As asked', ...withContent(answer) }],
  );
  return {
    operationId: nameOf(route),
    ...(isPublic ? { security: [] } : {}),
    response: { ...Object.fromEntries(answers), ...refusals },
  };
}

function withContent(answer: object): object {
  return 'content' in answer ? answer : { content: { 'application/json': { schema: answer } } };
}

const REFUSAL = {
  description: 'Not answered as asked: `type`, `detail` and the other members say why',
  content: {
    [PROBLEM_CONTENT_TYPE]: { schema: { $ref: `#/components/schemas/${PROBLEM_SCHEMA}` } },
  },
};

/** `POST /api/agents/stop/:symbol` is `postAgentsStopSymbol`. */
function nameOf({ method, url }: RouteOptions): string {
  const words = url.split(/[^A-Za-z0-9]+/).filter((word) => word !== '' && word !== 'api');
  const capital = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return [String(method).toLowerCase(), ...capital].join('');
}
