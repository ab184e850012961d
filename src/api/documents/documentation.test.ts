import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Panel } from '../test/panel.ts';
import { agentOf, storyOf } from '../test/sample-views.ts';

const text = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');

interface Line {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly hasToken: boolean;
}

/** The calls in the code blocks of one language, in the order in which they stand. */
function callsOf(language: string, isPost: RegExp): Line[] {
  const blocks = text.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'));
  return [...blocks].flatMap(([, block = '']) =>
    block.split('\n').flatMap((line): Line[] => {
      const path = /http:\/\/127\.0\.0\.1:8000([^\s"]*)/.exec(line)?.[1];
      if (path === undefined) return [];
      const method = isPost.test(line) ? 'POST' : 'GET';
      return [{ method, path, hasToken: /Bearer \$TOKEN|-Headers \$headers/.test(line) }];
    }),
  );
}

const curl = callsOf('sh', / -X POST /);
const powershell = callsOf('powershell', / -Method Post /);

test('curl and PowerShell show the same calls', () => {
  expect(powershell).toEqual(curl);
  expect(curl).toHaveLength(18);
});

test.each(curl)('$method $path works as written', async ({ method, path, hasToken }) => {
  const panel = new Panel(['main']);
  if (!path.includes('/create')) panel.room.agentList = [agentOf('main', 'EURUSD')];
  panel.room.addPosition('main', '1001');
  const story = storyOf('main', 'main:EURUSD:M5:1767700500000:buy');
  panel.room.stories.set(story.signal.id, story);
  const answer =
    method === 'POST'
      ? await panel.post(path, hasToken ? undefined : {})
      : await panel.get(path, hasToken ? undefined : {});
  expect(answer.statusCode).toBe(200);
});
