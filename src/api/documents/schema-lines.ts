/** What of JSON Schema our documents use. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly description?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
}

/** A JSON schema as a person reads it, much like a type; `@Name` stands for a named schema. */
export function schemaLines(schema: unknown, indent = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return ['anything'];
  const one = schema as Schema;
  if (one.$ref !== undefined) return [`@${one.$ref.split('/').at(-1) ?? ''}`];
  if (one.const !== undefined) return [JSON.stringify(one.const)];
  if (one.enum) return [one.enum.map((value) => JSON.stringify(value)).join(' | ')];
  const either = one.anyOf ?? one.oneOf ?? one.allOf;
  if (either) return alternatives(either, one.allOf ? ' & ' : ' | ', indent);
  if (one.properties) return objectLines(one, indent);
  if (one.prefixItems) {
    return [`[${one.prefixItems.map((item) => schemaLines(item, indent).join(' ')).join(', ')}]`];
  }
  if (one.items) {
    const [first = '', ...rest] = schemaLines(one.items, indent);
    return [`list of ${first}`, ...rest];
  }
  if (typeof one.additionalProperties === 'object') {
    const [first = '', ...rest] = schemaLines(one.additionalProperties, indent);
    return [`by name: ${first}`, ...rest];
  }
  return [plain(one)];
}

function plain({ type, pattern, minimum, maximum, default: usual }: Schema): string {
  const name = typeof type === 'string' ? type : (type?.join(' | ') ?? 'anything');
  const bounds = [
    // Zod names the range of whole numbers that a double can hold; a reader does not need it.
    minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? '' : ` from ${minimum}`,
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`,
    pattern === undefined ? '' : ` like ${pattern}`,
    usual === undefined ? '' : `, ${JSON.stringify(usual)} when left out`,
  ];
  return name + bounds.join('');
}

function alternatives(either: readonly Schema[], sign: string, indent: string): string[] {
  return either.flatMap((one, index) => {
    const [first = '', ...rest] = schemaLines(one, indent);
    return [(index === 0 ? '' : `${indent}${sign.trimStart()}`) + first, ...rest];
  });
}

function objectLines({ properties = {}, required = [] }: Schema, indent: string): string[] {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).flatMap(([key, value]) => {
    const mark = required.includes(key) ? '' : '?';
    const [first = '', ...rest] = schemaLines(value, inner);
    const said = value.description === undefined ? '' : `   — ${value.description}`;
    return [`${inner}${key}${mark}: ${first}${said}`, ...rest];
  });
  return ['{', ...lines, `${indent}}`];
}
