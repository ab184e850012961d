import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readRunningNote } from '../../src/runtime/state/running-note.ts';
import { projectNode } from '../../bin/runtime.mjs';
import { Panel } from './panel.ts';
import { eventually, Program, removeFolder, ROOT, stateFolder, tokenOf } from './program.ts';

const hasShell = process.platform !== 'win32';
const FULL = '/dev/full';

let state = '';
let program: Program | undefined;
afterEach(async () => {
  await program?.kill();
  program = undefined;
  if (state !== '') removeFolder(state);
  state = '';
});

/** What a shell line with the program in it does: `"$@"` is the command line of the program. */
function shell(line: string, ...args: readonly string[]) {
  const found = projectNode();
  if (!found.ok) throw new Error(found.why);
  const main = join(ROOT, 'src', 'cli', 'main.ts');
  // A pipeline ends as its last command does: the program's own end goes round it.
  const script = `{ { ${line.replace('PROGRAM', '{ "$@" 4>&-; echo "code $?" >&4; }')}; } 4>&1; }`;
  const { stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', found.node, main, ...args], {
    encoding: 'utf8',
  });
  return { lines: stdout.trimEnd().split('\n'), err: stderr };
}

describe.skipIf(!hasShell)('a reader that has read enough', () => {
  it.each([
    [['simulate', '--schema', 'result']], // 17 kB at once
    [['chaos', '--seeds', '2']], // only tells
    [['completion', 'bash']],
    [['backtest', '--simulated', '--weeks', '1']],
  ])('is no fault of %j', (args) => {
    const { lines, err } = shell('PROGRAM | true', ...args);
    expect({ lines, err: err.replaceAll(/^.*[█░%].*$/gm, '').trim() }).toEqual({
      lines: ['code 0'],
      err: '',
    });
  });

  it('gets the lines that it asked for', () => {
    const { lines, err } = shell('PROGRAM | head -1', 'simulate', '--schema', 'result');
    expect({ lines: lines.toSorted(), err }).toEqual({ lines: ['code 0', '{'], err: '' });
  });

  it('does not make a success of what is wrong', () => {
    expect(shell('PROGRAM 2>&1 | true', 'limits', '--config', '/nowhere.yaml')).toEqual({
      lines: ['code 2'],
      err: '',
    });
  });
});

describe.skipIf(!existsSync(FULL))('a disk that is full behind the output', () => {
  it.each([[['completion', 'bash']], [['chaos', '--seeds', '2']]])('is told of %j', (args) => {
    const { lines, err } = shell(`PROGRAM > ${FULL}`, ...args);
    expect(lines).toEqual(['code 1']);
    expect(err).toMatch(/^kimi-agent: the output cannot be written: ENOSPC: [^\n]*\n$/);
  });
});

/** A program that has nobody to read what it says from its first word on. */
async function unheard(...args: readonly string[]): Promise<string> {
  state = stateFolder();
  const begun = new Program([...args, '--port', '0', '--state', state]);
  program = begun;
  begun.hangUp();
  return eventually(() => {
    if (begun.isOver) throw new Error('it has ended');
    return readRunningNote(state)?.url ?? undefined;
  }, 30_000);
}

describe('a program that nobody reads', { timeout: 90_000 }, () => {
  it('trades on, and ends in good order', async () => {
    const url = await unheard('start', '--speed', '3600', '--flatten-on-stop');
    const panel = new Panel(url, tokenOf(state));
    const first = await eventually(async () => {
      const account = await panel.account();
      return account.state === 'running' ? account : undefined;
    }, 60_000);
    await eventually(async () => {
      return (await panel.account()).lastSeq > first.lastSeq || undefined;
    }, 30_000);
    expect((await panel.agents()).every((agent) => agent.state === 'RUNNING')).toBe(true);
    const stopped = await Program.run(['stop', '--state', state]); // it says what it does then
    expect(stopped.code).toBe(0);
    expect((await program?.ended)?.code).toBe(0);
  });

  it('serves as a broker', async () => {
    const { hostname, port } = new URL(await unheard('broker', '--speed', '3600'));
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.destroy();
        resolve();
      });
      socket.on('error', reject);
    });
    expect((await Program.run(['stop', '--state', state])).code).toBe(0);
    expect((await program?.ended)?.code).toBe(0);
  });
});
