import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundTerminal } from './find-terminals.ts';

export type Compiled =
  | { readonly ok: true; readonly words: string }
  /** What stood in the way; a person presses F7. */
  | { readonly ok: false; readonly why: string };

const EDITORS = ['metaeditor64.exe', 'MetaEditor64.exe'];
const WITHIN_MS = 120_000;

/** Wine of the bundle of MetaQuotes for macOS. */
const MAC_WINE = '/Applications/MetaTrader 5.app/Contents/SharedSupport/wine/bin/wine64';

/**
 * Compile by the terminal's own MetaEditor. Its exit code says nothing certain: what counts is that the
 * compiled file is new and what the log says.
 */
export function compileBridge(
  terminal: FoundTerminal,
  source: string,
  wine: string = existsSync(MAC_WINE) ? MAC_WINE : 'wine',
): Compiled {
  const { programFolder, winePrefix } = terminal;
  if (programFolder === undefined) return { ok: false, why: 'its program folder is not known' };
  const editor = EDITORS.map((name) => join(programFolder, name)).find((path) => existsSync(path));
  if (editor === undefined) return { ok: false, why: `${programFolder} holds no MetaEditor` };
  const compiled = source.replace(/mq5$/, 'ex5');
  const log = source.replace(/mq5$/, 'log');
  const before = modifiedAt(compiled);
  rmSync(log, { force: true });
  const named = winePrefix === undefined ? (path: string) => path : windowsPath(winePrefix);
  const quote = winePrefix === undefined && process.platform === 'win32' ? '"' : '';
  const words = [`/compile:${quote}${named(source)}${quote}`, `/log:${quote}${named(log)}${quote}`];
  const [program, ...parameters] = winePrefix === undefined ? [editor] : [wine, editor];
  const { error } = spawnSync(program ?? editor, [...parameters, ...words], {
    timeout: WITHIN_MS,
    stdio: 'ignore',
    // MetaEditor wants the quotes behind the colon, and the program's own name stays quoted too.
    windowsVerbatimArguments: true,
    argv0: `${quote}${program ?? editor}${quote}`,
    ...(winePrefix === undefined ? {} : { env: { ...process.env, WINEPREFIX: winePrefix } }),
  });
  if (error) return { ok: false, why: `MetaEditor cannot be run (${error.message})` };
  const result = resultIn(log);
  const isNew = modifiedAt(compiled) > before;
  if (isNew && (result === undefined || /\b0 errors?\b/i.test(result))) {
    return { ok: true, words: result ?? 'MetaEditor left no log' };
  }
  return { ok: false, why: result ?? 'MetaEditor left neither a compiled file nor a log' };
}

/** The last line of MetaEditor's log that counts errors. */
function resultIn(log: string): string | undefined {
  if (!existsSync(log)) return undefined;
  const bytes = readFileSync(log);
  const text = bytes[0] === 0xff ? bytes.toString('utf16le') : bytes.toString('utf8');
  return text
    .split(/\r?\n/)
    .findLast((line) => /\d+ errors?/i.test(line))
    ?.trim();
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** A path in a folder of Wine, as a Windows program there names it. */
function windowsPath(prefix: string): (path: string) => string {
  const drive = join(prefix, 'drive_c');
  return (path) => `C:${path.slice(drive.length).replaceAll('/', '\\')}`;
}
