import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import * as z from 'zod';

/** What a test reads of the document that the server itself describes its calls with. */
export interface ApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedCall>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export interface DescribedCall {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly DescribedParameter[];
  readonly requestBody?: { readonly content: Contents };
  readonly responses: Readonly<Record<string, { readonly content?: Contents }>>;
}

export interface DescribedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: object;
}

type Contents = Readonly<Record<string, { readonly schema: object }>>;

export async function documentOf(server: FastifyInstance): Promise<ApiDocument> {
  await server.ready();
  return server.swagger() as unknown as ApiDocument;
}

/** Throws when an answer is not one that the document describes for the call. */
export async function mustConform(
  server: FastifyInstance,
  method: string,
  url: string,
  answer: LightMyRequestResponse,
): Promise<void> {
  const document = await documentOf(server);
  const call = callAt(document, method, url.split('?', 1)[0] ?? '');
  const type = String(answer.headers['content-type']).split(';', 1)[0] ?? '';
  if (call === undefined) {
    if (answer.statusCode < 400) return; // the page's own files
    schemaOf(document, { $ref: '#/components/schemas/Problem' }).parse(answer.json());
    return;
  }
  const described = call.responses[String(answer.statusCode)] ?? call.responses['default'];
  const content = described?.content?.[type];
  if (content === undefined) {
    throw new Error(`${method} ${url}: no ${answer.statusCode} ${type} is described`);
  }
  if (!type.endsWith('json')) return; // what is in it is checked where it is made
  const checked = schemaOf(document, content.schema).safeParse(answer.json());
  if (!checked.success) throw new Error(`${method} ${url}: ${z.prettifyError(checked.error)}`);
}

function callAt(document: ApiDocument, method: string, path: string): DescribedCall | undefined {
  const found = Object.entries(document.paths).filter(([template]) => fits(template, path));
  // A fixed part is nearer than one that stands for anything: /agents/status, not /agents/{symbol}.
  const [nearest] = found.toSorted(([left], [right]) => holes(left) - holes(right));
  return nearest?.[1][method.toLowerCase()];
}

function fits(template: string, path: string): boolean {
  const wanted = template.split('/');
  const parts = path.split('/');
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => part.startsWith('{') || part === parts[index])
  );
}

function holes(template: string): number {
  return template.split('{').length;
}

const made = new Map<string, z.ZodType>();

/** A schema of the document, ready to check with. */
export function schemaOf(document: ApiDocument, schema: object): z.ZodType {
  const key = JSON.stringify(schema);
  const known = made.get(key);
  if (known) return known;
  const whole = inlined(document, schema);
  const type = z.fromJSONSchema(whole as Parameters<typeof z.fromJSONSchema>[0]);
  made.set(key, type);
  return type;
}

function inlined(document: ApiDocument, part: unknown): unknown {
  if (Array.isArray(part)) return part.map((one) => inlined(document, one));
  if (typeof part !== 'object' || part === null) return part;
  if ('$ref' in part && typeof part.$ref === 'string') {
    const named = document.components.schemas[part.$ref.split('/').at(-1) ?? ''];
    if (named === undefined) throw new Error(`${part.$ref} leads nowhere`);
    return inlined(document, named);
  }
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, inlined(document, value)]),
  );
}
