import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseTerminal } from './choose-terminal.ts';
import { findTerminals } from './find-terminals.ts';

const ID = 'D0E8209F77C8CF37AD8BF550E51FF075';
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'alerts-terminals-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** An installed terminal: its data folder, and its program where `origin` says. */
function dataFolder(roaming: string, origin?: string, id = ID): string {
  const folder = join(home, roaming, 'MetaQuotes/Terminal', id);
  mkdirSync(join(folder, 'MQL5/Experts'), { recursive: true });
  if (origin !== undefined) {
    writeFileSync(join(folder, 'origin.txt'), `\uFEFF${origin}`, 'utf16le');
  }
  return folder;
}

function programFolder(path: string): string {
  const folder = join(home, path);
  mkdirSync(join(folder, 'MQL5/Experts'), { recursive: true });
  writeFileSync(join(folder, 'terminal64.exe'), '');
  return folder;
}

describe('findTerminals', () => {
  it('finds on Windows what is installed, and what is portable beside it', () => {
    const program = programFolder('Programs/MetaTrader 5');
    const data = dataFolder('Roaming', program);
    const portable = programFolder('Programs/Broker B');
    mkdirSync(join(home, 'Roaming/MetaQuotes/Terminal/Common'), { recursive: true });
    const environment = { APPDATA: join(home, 'Roaming'), ProgramFiles: join(home, 'Programs') };
    expect(findTerminals({ platform: 'win32', environment, home })).toEqual([
      { dataFolder: data, programFolder: program, isPortable: false, winePrefix: undefined },
      { dataFolder: portable, programFolder: portable, isPortable: true, winePrefix: undefined },
    ]);
  });

  it('finds on macOS the bundle’s own Wine folder', () => {
    const prefix = 'Library/Application Support/net.metaquotes.wine.metatrader5';
    const folder = programFolder(`${prefix}/drive_c/Program Files/MetaTrader 5`);
    expect(findTerminals({ platform: 'darwin', environment: {}, home })).toEqual([
      {
        dataFolder: folder,
        programFolder: folder,
        isPortable: true,
        winePrefix: join(home, prefix),
      },
    ]);
  });

  it('finds under Wine each folder, the named one and the usual ones, each once', () => {
    const program = programFolder('.wine/drive_c/Program Files/MetaTrader 5');
    const data = dataFolder(
      '.wine/drive_c/users/ann/AppData/Roaming',
      'C:\\Program Files\\MetaTrader 5',
    );
    const second = programFolder('.wine-two/drive_c/mt5-b');
    const script = programFolder('.mt5/drive_c/Program Files/MetaTrader 5');
    const environment = { WINEPREFIX: join(home, '.wine') };
    const found = findTerminals({ platform: 'linux', environment, home });
    expect(found).toEqual([
      {
        dataFolder: data,
        programFolder: program,
        isPortable: false,
        winePrefix: join(home, '.wine'),
      },
      {
        dataFolder: second,
        programFolder: second,
        isPortable: true,
        winePrefix: join(home, '.wine-two'),
      },
      {
        dataFolder: script,
        programFolder: script,
        isPortable: true,
        winePrefix: join(home, '.mt5'),
      },
    ]);
  });

  it('finds nothing where nothing is, and does not know a program whose folder names none', () => {
    expect(findTerminals({ platform: 'win32', environment: {}, home })).toEqual([]);
    const data = dataFolder('Roaming');
    const environment = { APPDATA: join(home, 'Roaming') };
    expect(findTerminals({ platform: 'win32', environment, home })).toEqual([
      { dataFolder: data, programFolder: undefined, isPortable: false, winePrefix: undefined },
    ]);
  });
});

describe('chooseTerminal', () => {
  const terminal = (name: string) => ({
    dataFolder: join(home, name),
    programFolder: join(home, `${name}-program`),
    isPortable: false,
    winePrefix: undefined,
  });

  it('takes the only one, and asks when there are two', () => {
    expect(chooseTerminal([terminal('a')], undefined)).toEqual({
      ok: true,
      terminal: terminal('a'),
    });
    const asked = chooseTerminal([terminal('a'), terminal('b')], undefined);
    expect(asked.ok).toBe(false);
    const message = asked.ok ? '' : asked.message;
    expect(message).toContain('2 terminals are found. Which one?');
    expect(message).toContain(`--terminal "${join(home, 'a')}"`);
    expect(message).toContain(`--terminal "${join(home, 'b')}"`);
  });

  it('takes the one that is named, found or not, and never a folder without MQL5', () => {
    expect(chooseTerminal([terminal('a'), terminal('b')], join(home, 'b'))).toEqual({
      ok: true,
      terminal: terminal('b'),
    });
    const folder = programFolder('drive_c/mine');
    expect(chooseTerminal([], folder)).toEqual({
      ok: true,
      terminal: { dataFolder: folder, programFolder: folder, isPortable: true, winePrefix: home },
    });
    expect(chooseTerminal([], home)).toMatchObject({ ok: false });
    expect(chooseTerminal([], undefined)).toMatchObject({ ok: false });
  });

  it('sends from the program to its data folder', () => {
    const chosen = chooseTerminal([terminal('a')], join(home, 'a-program'));
    expect(chosen.ok ? '' : chosen.message).toContain(`--terminal "${join(home, 'a')}"`);
  });
});
