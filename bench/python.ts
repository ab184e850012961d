import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Python package that we are measured beside; exact versions, so that it does not change under us. */
export interface Peer {
  readonly module: string;
  readonly requirement: string;
}

export type Python =
  | { readonly ok: true; readonly program: string }
  | { readonly ok: false; readonly why: string };

/**
 * A Python that has the peer: KIMI_BENCH_PYTHON when it is set, else an environment of its own
 * under the temporary folder, made on the first run where python3 and its package index can be reached.
 */
export function pythonWith(peer: Peer): Python {
  const { module, requirement } = peer;
  const named = process.env['KIMI_BENCH_PYTHON'];
  if (named !== undefined) return checked(named, peer);
  const folder = join(tmpdir(), `kimi-agent-bench-${module}`);
  const program = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (!existsSync(program)) {
    const made = spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8' });
    if (made.status !== 0)
      return { ok: false, why: 'there is no python3 that can make an environment' };
  }
  const known = checked(program, peer);
  if (known.ok) return known;
  process.stderr.write(`installing ${requirement} into ${folder} …\n`);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const { status } = spawnSync(program, [...install, requirement], { encoding: 'utf8' });
  if (status !== 0) return { ok: false, why: `pip could not install ${requirement}` };
  return checked(program, peer);
}

function checked(program: string, { module }: Peer): Python {
  const found = spawnSync(program, ['-c', `import ${module}`], { encoding: 'utf8' });
  if (found.status === 0) return { ok: true, program };
  return { ok: false, why: `${program} lacks ${module}` };
}

/** Run a script of this folder; what it printed last is JSON. */
export function runPython(program: string, script: string, args: readonly string[]): unknown {
  const file = join(import.meta.dirname, script);
  // The library greets on standard output, and warns on the other.
  const ran = spawnSync(program, [file, ...args], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${script} ended with ${ran.status}: ${ran.stderr}`);
  const printed = ran.stdout.trimEnd();
  return JSON.parse(printed.slice(printed.lastIndexOf('\n') + 1));
}
