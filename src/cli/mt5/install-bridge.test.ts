import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../version.ts';

let root: string;
let terminal: string;
let state: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'alerts-install-'));
  state = join(root, 'state');
  terminal = terminalAt('.wine/drive_c/mt5-a');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function terminalAt(path: string): string {
  const folder = join(root, path);
  mkdirSync(join(folder, 'MQL5/Experts'), { recursive: true });
  writeFileSync(join(folder, 'terminal64.exe'), '');
  writeFileSync(join(folder, 'metaeditor64.exe'), '');
  return folder;
}

function install(...options: string[]): { status: number | null; out: string; problem: string } {
  const main = join(ROOT, 'src/cli/main.ts');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'mt5', 'install', '--state', state, ...options],
    {
      cwd: root,
      encoding: 'utf8',
      env: { HOME: root, PATH: join(root, 'bin') },
    },
  );
  return { status, out: stdout, problem: stderr };
}

const experts = (): string => join(terminal, 'MQL5/Experts');
const secretOfTerminal = (): string => join(terminal, 'MQL5/Files/KimiBridge/secret.txt');
const secretOfGateway = (): string => join(state, 'accounts/main/mt5-secret');

/** What stands in for Wine: writes what MetaEditor would. */
function wine(log: string, compiles: boolean): void {
  mkdirSync(join(root, 'bin'), { recursive: true });
  const script = [
    '#!/bin/sh',
    `printf '%s\\n' "$WINEPREFIX" "$@" > ${root}/called`,
    `printf '%s\\n' '${log}' > ${experts()}/KimiBridge.log`,
    compiles ? `echo x > ${experts()}/KimiBridge.ex5` : '',
    'exit 1',
  ];
  writeFileSync(join(root, 'bin/wine'), script.join('\n'));
  chmodSync(join(root, 'bin/wine'), 0o755);
}

describe.skipIf(process.platform !== 'linux')('kimi-agent mt5 install', () => {
  it('puts program and secret in place, readable by their owner, and says what to click', () => {
    const { status, out, problem } = install();
    expect(problem).toBe('');
    expect(status).toBe(0);
    expect(readFileSync(join(experts(), 'KimiBridge.mq5'))).toEqual(
      readFileSync(join(ROOT, 'mt5/KimiBridge.mq5')),
    );
    const secret = readFileSync(secretOfTerminal(), 'utf8');
    expect(secret.trim()).toHaveLength(43);
    expect(readFileSync(secretOfGateway(), 'utf8')).toBe(secret);
    for (const file of [secretOfTerminal(), secretOfGateway()]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(out).not.toContain(secret.trim());
    expect(out).toContain('Compiled  no: MetaEditor cannot be run');
    expect(out).toContain('press F7');
    expect(out).toContain('add 127.0.0.1 to its list');
    expect(readdirSync(experts())).toEqual(['KimiBridge.mq5']);
  });

  it('run again, keeps the secret and says so', () => {
    install();
    const secret = readFileSync(secretOfTerminal(), 'utf8');
    const { status, out } = install();
    expect(status).toBe(0);
    expect(readFileSync(secretOfTerminal(), 'utf8')).toBe(secret);
    expect(out).toContain('(unchanged)');
    expect(out).toContain('the one that the gateway had');
  });

  it('touches nothing when the terminal has another secret, until it is told to', () => {
    mkdirSync(join(terminal, 'MQL5/Files/KimiBridge'), { recursive: true });
    writeFileSync(secretOfTerminal(), `${'t'.repeat(32)}\n`);
    const own = join(root, 'own.txt');
    writeFileSync(own, `${'o'.repeat(32)}\n`);
    const refused = install('--secret-file', own);
    expect(refused.status).toBe(2);
    expect(refused.problem).toContain('The terminal has another secret already');
    expect(refused.problem).not.toMatch(/t{32}|o{32}/);
    expect(existsSync(secretOfGateway())).toBe(false);
    expect(readdirSync(experts())).toEqual([]);
    expect(install('--secret-file', own, '--replace-secret').status).toBe(0);
    expect(readFileSync(secretOfTerminal(), 'utf8')).toBe(`${'o'.repeat(32)}\n`);
  });

  it('asks which terminal is meant, and which account', () => {
    terminalAt('.wine/drive_c/mt5-b');
    const two = install();
    expect(two.status).toBe(2);
    expect(two.problem).toContain('2 terminals are found. Which one?');
    const account = 'mode: simulated, currency: SIM, symbols: [EURUSD]';
    writeFileSync(
      join(root, 'kimi.yaml'),
      `accounts:\n  - { name: one, ${account}, magic: 1 }\n  - { name: two, ${account}, magic: 2 }\n`,
    );
    const which = install('--terminal', terminal);
    expect(which.status).toBe(2);
    expect(which.problem).toContain('--account one\n  --account two');
    expect(install('--terminal', terminal, '--account', 'three').problem).toContain('one, two');
    expect(install('--terminal', terminal, '--account', 'two').status).toBe(0);
  });

  it('compiles by MetaEditor under Wine, and trusts the compiled file and the log', () => {
    wine('Result: 0 errors, 0 warnings, 812 ms elapsed', true);
    const { out } = install();
    expect(out).toContain('Compiled  Result: 0 errors, 0 warnings');
    expect(out).not.toContain('F7');
    expect(readFileSync(join(root, 'called'), 'utf8').split('\n')).toEqual([
      join(root, '.wine'),
      join(terminal, 'metaeditor64.exe'),
      String.raw`/compile:C:\mt5-a\MQL5\Experts\KimiBridge.mq5`,
      String.raw`/log:C:\mt5-a\MQL5\Experts\KimiBridge.log`,
      '',
    ]);
  });

  it('does not call it compiled when MetaEditor counts errors', () => {
    wine('Result: 2 errors, 0 warnings', false);
    const { status, out } = install();
    expect(status).toBe(0);
    expect(out).toContain('Compiled  no: Result: 2 errors');
    expect(out).toContain('press F7');
  });
});
