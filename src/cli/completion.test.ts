import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Program } from '../../test/e2e/program.ts';

const scriptFor = async (shell: string): Promise<string> => {
  const { code, out } = await Program.run(['completion', shell]);
  expect(code).toBe(0);
  return out;
};

const has = (command: string): boolean => spawnSync(command, ['--version']).error === undefined;

/** What bash proposes after these words. */
function proposed(script: string, ...words: readonly string[]): string[] {
  const run = `${script}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kimi_agent; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, status } = spawnSync('bash', ['-c', run, 'bash', 'kimi-agent', ...words], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
  expect(status).toBe(0);
  return stdout.split('\n').filter((line) => line !== '');
}

describe.skipIf(!has('bash'))('completion in bash', () => {
  it('knows commands, commands below them, options and their values', async () => {
    const script = await scriptFor('bash');
    expect(proposed(script, 'stat')).toEqual(['status']);
    expect(proposed(script, 'data', 'im')).toEqual(['import']);
    expect(proposed(script, 'close', '--a')).toEqual(['--account', '--all']);
    expect(proposed(script, 'backtest', '--spread', '')).toEqual(['typical', 'data', 'profile']);
    expect(proposed(script, 'completion', 'p')).toEqual(['powershell']);
    expect(proposed(script, 'status', '--account', 'x', '--js')).toEqual(['--json']);
  });

  it('proposes files where a file is named', async () => {
    expect(proposed(await scriptFor('bash'), 'start', '--config', 'completion-w')).toEqual([
      'completion-words.ts',
    ]);
  });
});

/** Other shells that may be there, and how each checks a script without running it. */
const CHECKS = [
  { shell: 'zsh', option: '-n' },
  { shell: 'fish', option: '--no-execute' },
];

describe('--help', () => {
  it('parts the commands by what a person wants to do', async () => {
    const { code, out } = await Program.run(['--help']);
    expect(code).toBe(0);
    const headings = [...out.matchAll(/^([A-Z][a-z ]+):$/gm)].map(([, name]) => name);
    expect(headings).toEqual(
      expect.arrayContaining(['Trade', 'Look', 'Keep and tell', 'Test and prove']),
    );
    const trade = out.slice(out.indexOf('Trade:'), out.indexOf('Look:'));
    for (const name of ['start', 'stop', 'emergency-stop', 'close']) expect(trade).toContain(name);
  });
});

describe('completion in other shells', () => {
  const there = CHECKS.filter(({ shell }) => has(shell));

  it.skipIf(there.length === 0)('is a script that they can read', async () => {
    for (const { shell, option } of there) {
      const script = await scriptFor(shell);
      expect(spawnSync(shell, [option, '-c', script]).status).toBe(0);
    }
  });

  it('names every command and option', async () => {
    for (const shell of ['zsh', 'fish', 'powershell']) {
      const script = await scriptFor(shell);
      for (const word of ['status', 'close', 'spread', 'profile']) expect(script).toContain(word);
    }
  });

  it('refuses a shell that it does not know', async () => {
    const { code, err } = await Program.run(['completion', 'csh']);
    expect(code).toBe(2);
    expect(err).toContain('bash, zsh, fish, powershell');
  });
});
