import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysAt } from './schema-keys.ts';

const EXAMPLE = join(import.meta.dirname, '../../config/kimi.example.yaml');

interface Block {
  readonly indent: number;
  readonly path: readonly (string | number)[];
}

let known: ReadonlyMap<string, string> | undefined;

function keyDescriptions(): ReadonlyMap<string, string> {
  known ??= descriptionsIn(readFileSync(EXAMPLE, 'utf8'));
  return known;
}

/** What a key is for; where nothing stands above it, what its block is for. */
export function describeKey(path: readonly (string | number)[]): string {
  for (let length = path.length; length > 0; length -= 1) {
    const words = keyDescriptions().get(descriptionName(path.slice(0, length)));
    if (words) return words;
  }
  return '';
}

function descriptionName(path: readonly (string | number)[]): string {
  return path.filter((part) => typeof part === 'string').join('.');
}

/**
 * What each key is for, in the words that stand above it in a file like config/kimi.example.yaml, by
 * its name without numbers (`accounts.limits.max_leverage`). Keys below one comment share it.
 */
export function descriptionsIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let blocks: Block[] = [];
  let comment: string[] = [];
  let shared = { indent: -1, words: '' };
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      comment = [];
      shared = { indent: -1, words: '' };
      continue;
    }
    const key = keyIn(line, blocks);
    if (!key) {
      const words = /^\s*(- )?(#\s*)+(.*)$/.exec(line)?.[3];
      if (words !== undefined) comment.push(words.trim());
      continue;
    }
    const words = comment.length > 0 ? comment.join(' ') : wordsAbove(shared, key.indent);
    found.set(descriptionName(key.path), words);
    blocks = [...blocks.filter(({ indent }) => indent < key.indent), key];
    comment = [];
    shared = { indent: key.indent, words };
  }
  return found;
}

function wordsAbove(shared: { readonly indent: number; readonly words: string }, indent: number) {
  return shared.indent === indent ? shared.words : '';
}

/** The key that a line sets, also one that is commented out; undefined for any other line. */
function keyIn(line: string, blocks: readonly Block[]): Block | undefined {
  const [, space = '', item = '', hash = '', more = '', key] =
    /^(\s*)(- )?(# )?(\s*)([a-z_0-9]+):( |$)/.exec(line) ?? [];
  if (key === undefined) return undefined;
  // A comment sign stands where the key would: it adds nothing to the indent of what it hides.
  const indent = space.length + item.length + (hash === '' ? 0 : more.length);
  const above = blocks.findLast((block) => block.indent < indent)?.path ?? [];
  const home = keysAt(above).includes(key) ? above : [...above, 0];
  return keysAt(home).includes(key) ? { indent, path: [...home, key] } : undefined;
}
