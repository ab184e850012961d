import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Another program answers at once; what takes longer will not. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * What tells a process from a later one that was given the same id: when it was started, as the
 * operating system has it. Undefined when there is no such process, or nothing can be told of it.
 */
export function processIdentity(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return linuxStart(pid);
    const text = process.platform === 'win32' ? windowsStart(pid) : psStart(pid);
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Ticks since the machine's own start, and which start that was. */
function linuxStart(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program stands in brackets and may hold anything: count behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (ticks === undefined || state === 'Z' || state === 'X') return undefined; // dead, not yet buried
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${ticks}`;
}

function psStart(pid: number): string {
  const env = { ...process.env, LC_ALL: 'C' };
  return say('ps', ['-o', 'lstart=', '-p', String(pid)], env);
}

function windowsStart(pid: number): string {
  const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  return say('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
}

function say(program: string, args: readonly string[], env = process.env): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    env,
    timeout: ANSWER_WITHIN_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
