import { type Finding, lineAt } from './source-file.ts';

interface WordingRule {
  readonly pattern: RegExp;
  readonly message: string;
}

// Written in pieces, so that this file does not find itself.
const LEFTOVERS = ['FIX.ME', 'TO.DO', 'XX.X'].map(spelt);
const STORES = ['regi.stry', 'artifact.ory'].map(spelt);
const MACHINE_FOLDERS = ['work', 'root', 'home'];

const RULES: readonly WordingRule[] = [
  {
    pattern: new RegExp(`\\b(${LEFTOVERS.join('|')})\\b`, 'g'),
    message: 'left for later: do it now, or write an issue',
  },
  {
    pattern: new RegExp(`(?<![\\w.~$}-])/(${MACHINE_FOLDERS.join('|')})/`, 'g'),
    message: 'a path of one machine: use a path relative to the project',
  },
  {
    pattern: new RegExp(`https?://[^\\s"'\`)]*(${STORES.join('|')})`, 'gi'),
    message: "an address of a package store: leave it to npm's own settings",
  },
];

/** A word without its dot: how these rules write what they look for. */
export function spelt(pieces: string): string {
  return pieces.replace('.', '');
}

/** Words that have no place in anything we hand on. */
export function badWording(path: string, text: string): readonly Finding[] {
  return RULES.flatMap(({ pattern, message }) =>
    [...text.matchAll(pattern)].map((match) => ({
      path,
      line: lineAt(text, match.index),
      message: `${match[0]}: ${message}`,
    })),
  );
}

/** Package addresses other than npm's public one bind the lock file to somebody's network. */
export function foreignAddresses(lockText: string): readonly string[] {
  const usual = `https://${spelt('regi.stry')}.npmjs.org/`;
  return [...lockText.matchAll(/"resolved":\s*"([^"]*)"/g)].flatMap(([, address = '']) =>
    address.startsWith(usual) ? [] : address,
  );
}
