import type { SwaggerTransformObject } from '@fastify/swagger';

type Document = ReturnType<SwaggerTransformObject>;

const REFERENCE = '#/components/schemas/';

/** The document without schemas that nothing in it names: each is generated as input and output. */
export function onlyNamedSchemas(document: Document): Document {
  if (!('components' in document)) return document;
  const all = (document.components?.schemas ?? {}) as Readonly<Record<string, unknown>>;
  const named = new Set<string>();
  const waiting: unknown[] = [document.paths];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    for (const name of namesIn(part)) {
      if (named.has(name)) continue;
      named.add(name);
      waiting.push(all[name]);
    }
  }
  const schemas = Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => named.has(name))
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
  return { ...document, components: { ...document.components, schemas } } as Document;
}

function namesIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key !== '$ref' || typeof value !== 'string') return namesIn(value);
    return value.startsWith(REFERENCE) ? [value.slice(REFERENCE.length)] : [];
  });
}
