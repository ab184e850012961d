import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PAGE_SCHEMAS, pageTypes } from '../../../scripts/page-types.ts';
import { openApiText } from './openapi-text.ts';

const FOLDER = join(import.meta.dirname, '../../../dashboard/src/api/generated');

it(
  "the page's types are those of the OpenAPI document: run npm run page-types",
  { timeout: 30_000 },
  async () => {
    const wanted = await pageTypes(await openApiText(''), PAGE_SCHEMAS);
    expect(readdirSync(FOLDER).toSorted()).toEqual([...wanted.keys()].toSorted());
    for (const [name, text] of wanted) {
      expect(readFileSync(join(FOLDER, name), 'utf8').replaceAll('\r\n', '\n')).toBe(text);
    }
  },
);

it('writes a type for each schema, tuples, nulls and references included', async () => {
  const point = { type: 'array', prefixItems: [{ type: 'number' }, { type: 'string' }] };
  const document = {
    components: {
      schemas: {
        WholeAnswer: {
          type: 'object',
          properties: {
            points: { type: 'array', items: point },
            part: { anyOf: [{ $ref: '#/components/schemas/Part' }, { type: 'null' }] },
          },
          required: ['points'],
          additionalProperties: false,
        },
        Part: { type: 'object', properties: {}, additionalProperties: false },
        Other: { type: 'string' },
      },
    },
  };
  const files = await pageTypes(JSON.stringify(document), ['WholeAnswer']);
  expect([...files.keys()].toSorted()).toEqual(['part.ts', 'whole-answer.ts']);
  const text = files.get('whole-answer.ts') ?? '';
  expect(text).toContain("import type { Part } from './part.ts';");
  expect(text).toContain('points: [number, string][];');
  expect(text).toContain('part?: Part | null;');
});

it('refuses a name that the API does not describe', async () => {
  await expect(pageTypes('{"components":{"schemas":{}}}', ['Nothing'])).rejects.toThrow(
    'the API describes no Nothing',
  );
});
