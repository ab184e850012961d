import type { DataSource } from './data-file.ts';
import { failure, type Outcome } from './data-problem.ts';
import { pairSides } from './pair-sides.ts';
import { parseSources } from './parse-file.ts';
import type { ParsedFile } from './parsed-file.ts';

/** Reads and pairs the files; what can be said before a clock is named. */
export function loadFiles(sources: readonly DataSource[]): Outcome<ParsedFile[]> {
  if (sources.length === 0) {
    return failure('empty', 'import', undefined, 'no file was given', 'Name at least one file');
  }
  const parsed = parseSources(sources);
  if (!parsed.ok) return parsed;
  const files = pairSides(parsed.value);
  if (!files.ok) return files;
  const odd = files.value.find((file) => file.content !== files.value[0]?.content);
  if (!odd) return files;
  const reason = `it holds ${odd.content}, the first file ${files.value[0]?.content}`;
  return failure('unknown-format', odd.file, undefined, reason, 'Give files of one kind at a time');
}
