import { PROBLEM_CONTENT_TYPE } from './problem.ts';
import { schemaLines } from './schema-lines.ts';

/** The parts of an OpenAPI document that a reader looks at. */
interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Contents };
  readonly responses?: Readonly<Record<string, Answer>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: unknown;
}

interface Answer {
  readonly description?: string;
  readonly content?: Contents;
}

type Contents = Readonly<Record<string, { readonly schema?: unknown }>>;

interface Described {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>> | undefined>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** The document as a page to read: no script, no outside host, every text escaped. */
export function referencePage(document: object, stylePath: string): string {
  const { info, tags = [], paths = {}, components } = document as Described;
  const calls = Object.entries(paths).flatMap(([path, methods = {}]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = tags.map(({ name, description = '' }) => {
    const mine = calls.filter(({ operation }) => operation.tags?.includes(name));
    const list = mine.map(({ path, method, operation }) => call(path, method, operation));
    return `<h2>${escaped(name)}</h2><p>${escaped(description)}</p>${list.join('')}`;
  });
  const schemas = Object.entries(components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="${escaped(name)}"><summary><code>${escaped(name)}</code></summary>${block(schema)}</details>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(info.title)} API</title><link rel="stylesheet" href="${stylePath}"></head>
<body><main><h1>${escaped(info.title)} ${escaped(info.version)}: the API</h1>
<p>${escaped(info.description ?? '')}</p>
<p>For programs: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
${groups.join('\n')}
<h2>Shapes</h2><p>What answers are made of; <code>?</code> marks what may be absent.</p>
${schemas.join('\n')}
</main></body></html>
`;
}

function call(path: string, method: string, operation: Operation): string {
  const { summary = '', description, parameters = [], requestBody, responses = {} } = operation;
  const isOpen = operation.security?.length === 0;
  const parts = [
    description === undefined ? '' : `<p>${escaped(description)}</p>`,
    isOpen ? '<p>Needs no token.</p>' : '',
    parameters.length === 0 ? '' : parameterTable(parameters),
    ...contents('Body', requestBody?.content),
    ...answersOf(responses),
  ];
  return (
    `<details><summary><span class="${escaped(method)}">${escaped(method.toUpperCase())}</span> ` +
    `<code>${escaped(path)}</code> ${escaped(summary)}</summary>${parts.join('')}</details>`
  );
}

/** The refusals of a call are all of one form and need one line only. */
function answersOf(responses: Readonly<Record<string, Answer>>): string[] {
  const all = Object.entries(responses);
  const isRefusal = ([, answer]: [string, Answer]) => answer.content?.[PROBLEM_CONTENT_TYPE];
  const refusals = all.filter(isRefusal);
  const statuses = refusals.map(([status]) => (status === 'default' ? 'any other' : status));
  return [
    ...all
      .filter((one) => !isRefusal(one))
      .flatMap(([status, { description, content }]) =>
        contents(`${status}: ${description ?? ''}`, content),
      ),
    ...contents(statuses.join(', '), refusals[0]?.[1].content),
  ];
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${escaped(one.name)}</code></td><td>${escaped(one.in)}</td>` +
      `<td>${one.required === true ? 'needed' : ''}</td>` +
      `<td>${escaped(one.description ?? '')}</td><td>${block(one.schema)}</td></tr>`,
  );
  return `<table><tr><th>name</th><th>in</th><th></th><th>meaning</th><th>form</th></tr>${rows.join('')}</table>`;
}

function contents(title: string, all: Contents = {}): string[] {
  return Object.entries(all).map(
    ([type, { schema }]) =>
      `<h3>${escaped(title)} <small>${escaped(type)}</small></h3>${block(schema)}`,
  );
}

/** A schema as text, each name in it a link to where it is described. */
function block(schema: unknown): string {
  const text = schemaLines(schema).map(escaped).join('\n');
  return `<pre>${text.replace(/@(\w+)/g, '<a href="#$1">$1</a>')}</pre>`;
}

function escaped(text: string): string {
  const words: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => words[sign] ?? sign);
}

export const REFERENCE_STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid GrayText; }
h3 { margin: 1rem 0 0.25rem; font-size: 0.95rem; }
small { font-weight: normal; opacity: 0.7; }
details { margin: 0.35rem 0; padding: 0.35rem 0.6rem; border: 1px solid GrayText; border-radius: 6px; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary span { display: inline-block; min-width: 3.6rem; font-weight: 700; }
.get { color: light-dark(#0a5c9e, #6cb8f5); }
.post, .patch, .delete { color: light-dark(#9a3b00, #ffab70); }
pre { margin: 0.2rem 0; overflow-x: auto; font-size: 0.85rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: 0.2rem 0.5rem; border-top: 1px solid GrayText; }
`;
