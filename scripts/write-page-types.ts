// Writes the page's types of the API from the OpenAPI document:  npm run page-types
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiText } from '../src/api/documents/openapi-text.ts';
import { PAGE_SCHEMAS, pageTypes } from './page-types.ts';

const folder = join(import.meta.dirname, '../dashboard/src/api/generated');
const files = await pageTypes(await openApiText(''), PAGE_SCHEMAS);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of files) writeFileSync(join(folder, name), text);
