import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Environment } from '../../config/secrets.ts';

/** Where MetaTrader 5 terminals are looked for. All of it is handed in: nothing is guessed of this machine. */
export interface TerminalSearch {
  readonly platform: string;
  readonly environment: Environment;
  /** Folder of the person. */
  readonly home: string;
}

/** A terminal and the folder that its programs and files belong into. */
export interface FoundTerminal {
  /** Holds `MQL5`; what File > Open Data Folder shows. */
  readonly dataFolder: string;
  /** Holds `terminal64.exe` and MetaEditor; undefined where it is not known. */
  readonly programFolder: string | undefined;
  /** The program's folder is its data folder, as after a start with `/portable`. */
  readonly isPortable: boolean;
  /** The folder that Wine takes for a Windows of its own; undefined on Windows. */
  readonly winePrefix: string | undefined;
}

/** The bundle of MetaQuotes for macOS, and the one before it. */
const MAC_PREFIXES = [
  'Library/Application Support/net.metaquotes.wine.metatrader5',
  'Library/Application Support/MetaTrader 5/Bottles/metatrader5',
];
/** Where the Linux script of MetaQuotes installs. */
const LINUX_PREFIX = '.mt5';

/** The terminals of this machine that can be found, in a fixed order, each once. */
export function findTerminals({
  platform,
  environment,
  home,
}: TerminalSearch): readonly FoundTerminal[] {
  if (platform === 'win32') {
    const { APPDATA: roaming, SystemDrive: drive } = environment;
    const programs = [environment['ProgramFiles'], environment['ProgramFiles(x86)']];
    const drives = drive === undefined ? [] : [`${drive}/`];
    return terminalsOf({
      roaming: roaming === undefined ? [] : [roaming],
      around: [...programs.filter((path) => path !== undefined), ...drives, home],
      here: (windowsPath) => windowsPath,
      winePrefix: undefined,
    });
  }
  const prefixes = platform === 'darwin' ? MAC_PREFIXES.map((path) => join(home, path)) : [];
  const own = foldersOf(home).filter((path) => /[/\\]\.wine[^/\\]*$/.test(path));
  const named = environment['WINEPREFIX'];
  const all = [...prefixes, ...(named ? [named] : []), ...own, join(home, LINUX_PREFIX)];
  return [...new Set(all.map((path) => resolve(path)))].flatMap(inPrefix);
}

/** The terminals in one folder of Wine. */
function inPrefix(prefix: string): readonly FoundTerminal[] {
  const drive = join(prefix, 'drive_c');
  const roaming = foldersOf(join(drive, 'users')).map((user) => join(user, 'AppData/Roaming'));
  const around = ['Program Files', 'Program Files (x86)', ''].map((path) => join(drive, path));
  return terminalsOf({
    roaming,
    around,
    here: (path) => join(drive, path.replace(/^[a-z]:/i, '').replaceAll('\\', '/')),
    winePrefix: prefix,
  });
}

interface Places {
  readonly roaming: readonly string[];
  /** Folders whose subfolders may be programs. */
  readonly around: readonly string[];
  /** A path as a Windows program writes it, as a path of this machine. */
  readonly here: (windowsPath: string) => string;
  readonly winePrefix: string | undefined;
}

function terminalsOf({ roaming, around, here, winePrefix }: Places): readonly FoundTerminal[] {
  const installed = roaming.flatMap((path) =>
    foldersOf(join(path, 'MetaQuotes/Terminal'))
      .filter(hasPrograms)
      .map((dataFolder) => {
        const origin = originOf(dataFolder);
        const programFolder = origin === undefined ? undefined : here(origin);
        return { dataFolder, programFolder, isPortable: false, winePrefix };
      }),
  );
  const known = new Set(installed.map(({ programFolder }) => programFolder));
  const portable = around
    .flatMap(foldersOf)
    .filter((path) => existsSync(join(path, 'terminal64.exe')) && hasPrograms(path))
    // An installer puts an MQL5 folder beside the program too; the data folder names its program.
    .filter((path) => !known.has(path))
    .map((path) => ({ dataFolder: path, programFolder: path, isPortable: true, winePrefix }));
  return [...installed, ...portable];
}

/** Is this the data folder of a terminal? */
export function hasPrograms(folder: string): boolean {
  return existsSync(join(folder, 'MQL5'));
}

/** What the data folder says of where its program is installed. The terminal writes UTF-16. */
function originOf(dataFolder: string): string | undefined {
  try {
    const bytes = readFileSync(join(dataFolder, 'origin.txt'));
    const text = bytes[0] === 0xff ? bytes.toString('utf16le') : bytes.toString('utf8');
    return text.replaceAll('\uFEFF', '').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Folders in a folder by name; none where it cannot be read. */
function foldersOf(path: string): readonly string[] {
  try {
    return readdirSync(path)
      .toSorted()
      .map((name) => join(path, name))
      .filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true);
  } catch {
    return [];
  }
}
