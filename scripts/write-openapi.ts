// Writes the description of the API, the one that a running program serves at /api/openapi.json.
//   npm run openapi -- FILE     to a file, the same byte for byte for the same source
//   npm run -s openapi          to the terminal
import { writeFileSync } from 'node:fs';
import { openApiText } from '../src/api/documents/openapi-text.ts';
import { version } from '../src/cli/version.ts';

const [file] = process.argv.slice(2);
const text = await openApiText(version());
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
