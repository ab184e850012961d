import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Exact versions: what we compare with must not change under us. */
const PEERS = ['smartmoneyconcepts==0.0.27', 'backtesting==0.6.6'];

export type Python =
  | { readonly ok: true; readonly program: string }
  | { readonly ok: false; readonly why: string };

/**
 * A Python that has the peers: KIMI_BENCH_PYTHON when it is set, else an environment under the
 * temporary folder, made on the first run where python3 and its package index can be reached.
 */
export function python(): Python {
  const named = process.env['KIMI_BENCH_PYTHON'];
  if (named !== undefined) return checked(named);
  const folder = join(tmpdir(), 'kimi-agent-bench-python');
  const program = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (!existsSync(program)) {
    process.stderr.write(`making ${folder} with ${PEERS.join(' and ')} …\n`);
    const made = spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8' });
    if (made.status !== 0)
      return { ok: false, why: 'there is no python3 that can make an environment' };
  }
  const known = checked(program);
  if (known.ok) return known;
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PEERS];
  const installed = spawnSync(program, install, { encoding: 'utf8' });
  if (installed.status !== 0)
    return { ok: false, why: `pip could not install ${PEERS.join(' and ')}` };
  return checked(program);
}

function checked(program: string): Python {
  const modules = ['smartmoneyconcepts', 'backtesting'];
  const found = spawnSync(program, ['-c', `import ${modules.join(', ')}`], { encoding: 'utf8' });
  if (found.status === 0) return { ok: true, program };
  return { ok: false, why: `${program} lacks ${modules.join(' or ')}` };
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
