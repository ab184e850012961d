import { compile, type JSONSchema } from 'json-schema-to-typescript';

/** Schemas of the API that the page uses; what they rest on comes along. */
export const PAGE_SCHEMAS = [
  'AgentSettingsAnswer',
  'BacktestComparison',
  'BacktestList',
  'CandlesAnswer',
  'ConfigurationAnswer',
  'ConfigurationCheck',
  'DigestAnswer',
  'EventList',
  'LimitsList',
  'PropFirmPresetList',
  'SignalList',
  'SnapshotAnswer',
  'StreamMessage',
  'TradeCourseAnswer',
  'TradeList',
  'WaitingList',
] as const;

const REFERENCE = '#/components/schemas/';

/** A part of a JSON schema: an object with other parts in it, or a plain value. */
type Part = { readonly [key: string]: unknown };

interface ApiDocument {
  readonly components: { readonly schemas: Readonly<Record<string, Part>> };
}

/**
 * The types of `names` and of all they rest on, as TypeScript: a file for each, by file name. Written
 * from the OpenAPI document, so that the page cannot believe anything else of the API.
 */
export async function pageTypes(
  documentText: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const document = JSON.parse(documentText) as ApiDocument;
  const files = new Map<string, string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (files.has(fileOf(name))) continue;
    const schema = document.components.schemas[name];
    if (schema === undefined) throw new Error(`the API describes no ${name}`);
    const used = new Set<string>();
    files.set(fileOf(name), await typeText(name, adapted(schema, used) as JSONSchema, used));
    waiting.push(...used);
  }
  return files;
}

function fileOf(name: string): string {
  return `${name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()}.ts`;
}

async function typeText(
  name: string,
  schema: JSONSchema,
  used: ReadonlySet<string>,
): Promise<string> {
  const text = await compile({ ...schema, title: name }, name, {
    additionalProperties: false,
    bannerComment: '',
    style: { singleQuote: true, printWidth: 100, trailingComma: 'all' },
  });
  const imports = [...used]
    .filter((other) => other !== name)
    .toSorted()
    .map((other) => `import type { ${other} } from './${fileOf(other)}';\n`);
  const head = '// Written by `npm run page-types` from the OpenAPI document: not to be edited.\n';
  return `${head}${imports.join('')}\n${text}`;
}

/** A schema as the type writer understands it; `used` collects the other schemas it names. */
function adapted(part: unknown, used: Set<string>): unknown {
  if (Array.isArray(part)) return part.map((item) => adapted(item, used));
  if (typeof part !== 'object' || part === null) return part;
  const { $ref, prefixItems, ...rest } = part as Part;
  if (typeof $ref === 'string') {
    const name = $ref.slice(REFERENCE.length);
    used.add(name);
    return { tsType: name };
  }
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, adapted(value, used)]),
  );
  if (!Array.isArray(prefixItems)) return inner;
  // Tuples are written as the draft has them that the type writer knows.
  const count = prefixItems.length;
  return { ...inner, items: adapted(prefixItems, used), minItems: count, maxItems: count };
}
