import { resolve } from 'node:path';
import { type FoundTerminal, hasPrograms } from './find-terminals.ts';

export type ChosenTerminal =
  | { readonly ok: true; readonly terminal: FoundTerminal }
  /** A question to the person, or what to do. */
  | { readonly ok: false; readonly message: string };

/** The one terminal that is meant: the one named, or the only one. Nothing is guessed. */
export function chooseTerminal(
  found: readonly FoundTerminal[],
  named: string | undefined,
): ChosenTerminal {
  if (named !== undefined) return namedTerminal(found, resolve(named));
  const [only, ...others] = found;
  if (!only) {
    return refused(
      'No MetaTrader 5 terminal is found. Start it once after it was installed, look at its menu ' +
        'File > Open Data Folder, and name that folder: --terminal DIR',
    );
  }
  if (others.length === 0) return { ok: true, terminal: only };
  const lines = found.map((terminal) => `  --terminal "${terminal.dataFolder}"${whose(terminal)}`);
  return refused(
    `${found.length} terminals are found. Which one? Its menu File > Open Data Folder shows its ` +
      `folder. Add one of:\n${lines.join('\n')}`,
  );
}

function namedTerminal(found: readonly FoundTerminal[], folder: string): ChosenTerminal {
  const known = found.find(({ dataFolder }) => dataFolder === folder);
  if (known) return { ok: true, terminal: known };
  const data = found.filter(({ programFolder }) => programFolder === folder);
  if (data.length > 0) {
    const lines = data.map(({ dataFolder }) => `  --terminal "${dataFolder}"`);
    return refused(
      `${folder} holds the program; its Expert Advisors belong into its data folder. Name that:\n` +
        lines.join('\n'),
    );
  }
  if (!hasPrograms(folder)) {
    return refused(
      `${folder} is not the data folder of a terminal: it holds no folder MQL5. The terminal's ` +
        'menu File > Open Data Folder shows the right one (a portable terminal: start it once)',
    );
  }
  const terminal = {
    dataFolder: folder,
    programFolder: folder,
    isPortable: true,
    winePrefix: prefixOf(folder),
  };
  return { ok: true, terminal };
}

/** The folder of Wine that a path lies in. */
function prefixOf(path: string): string | undefined {
  const at = path.search(/[/\\]drive_c[/\\]/);
  return at < 0 ? undefined : path.slice(0, at);
}

function whose({ programFolder, isPortable }: FoundTerminal): string {
  if (isPortable) return '  (portable)';
  return programFolder === undefined ? '' : `  (program: ${programFolder})`;
}

function refused(message: string): ChosenTerminal {
  return { ok: false, message };
}
