import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, readText, ROOT } from './tidy/project-files.ts';

const pages = projectFiles().filter((path) => path.endsWith('.md'));

/** Links to files of the project that are not there; links to the web and to headings are let be. */
function brokenLinks(page: string, markdown: string): readonly string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    const [file = ''] = target.split('#');
    if (file === '' || /^[a-z]+:/i.test(file)) return [];
    return existsSync(join(ROOT, dirname(page), file)) ? [] : `${page}: ${target}`;
  });
}

describe('the pages', () => {
  it.each(pages)('%s has no broken link', (page) => {
    expect(brokenLinks(page, readText(page))).toEqual([]);
  });

  it('would be found out if one had', () => {
    const text = '[a](gone.md) [b](../README.md#x) [c](https://example.org) [d](#here)';
    expect(brokenLinks('docs/limits.md', text)).toEqual(['docs/limits.md: gone.md']);
  });
});

describe('README.md', () => {
  const readme = readText('README.md');

  it('sets up with exactly two commands', () => {
    const commands = [...readme.matchAll(/^ {0,4}(npm [^\n#]*?)\s*(?:#.*)?$/gm)].map(
      ([, command]) => command,
    );
    expect([...new Set(commands)]).toEqual(['npm start', 'npm test']);
  });

  it('says what a user must know before anything else', () => {
    expect(readme).toContain('no language model inside');
    expect(readme).toContain('not affiliated with any model vendor');
    expect(readme).toContain('no telemetry');
    expect(readme).toContain('docs/limits.md');
  });
});
