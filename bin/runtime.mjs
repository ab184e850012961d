// Finds the Node that this project brings along and runs things with it.
// Must be readable by Node 20.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './install.mjs';

/** The oldest Node that runs our TypeScript as it stands. */
const OLDEST_MAJOR = 24;
const SHELL_SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGBREAK'];

/**
 * The Node to run the project with: the pinned one where a package exists for this platform, else
 * the system's if it is new enough.
 */
export function findNode({ platform, arch, version, execPath }, pins, packageFolder) {
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  if (pins[name] !== undefined) {
    const binary = join(packageFolder, name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(binary)) return { ok: true, node: binary };
  }
  if (Number.parseInt(version, 10) >= OLDEST_MAJOR) return { ok: true, node: execPath };
  const why =
    pins[name] === undefined
      ? `there is no ready-made Node for ${platform} ${arch}`
      : `the optional package ${name} was not installed`;
  return {
    ok: false,
    why: `${why}, and the Node found is ${version}. Install Node ${OLDEST_MAJOR} or newer from nodejs.org and run the command again.`,
  };
}

export function projectNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const here = {
    platform: process.platform,
    arch: process.arch,
    version: process.versions.node,
    execPath: process.execPath,
  };
  return findNode(here, optionalDependencies ?? {}, join(ROOT, 'node_modules'));
}

/** Where Node keeps what it has compiled: a start then costs half. */
const COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'kimi-agent');

/** Run a script in a process of its own; the answer is its exit code. Signals are passed on. */
export function runWith(node, script, args) {
  const follow = pathToFileURL(join(ROOT, 'bin', 'follow-parent.mjs')).href;
  const child = spawn(node, ['--import', follow, script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env },
  });
  const passOn = (signal) => child.kill(signal);
  for (const signal of SHELL_SIGNALS) process.on(signal, passOn);
  // On a terminal Ctrl-C reaches the child by itself; twice would read as impatience.
  process.on('SIGINT', (signal) => (process.stdin.isTTY ? undefined : passOn(signal)));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`kimi-agent: ${node} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/**
 * Run our own command line. When this already is the right Node, as under every npm script once the
 * packages are there, it runs in this very process: one start less, and signals need no messenger.
 */
export async function runCommandLine(args) {
  const found = projectNode();
  if (!found.ok) {
    process.stderr.write(`kimi-agent: ${found.why}\n`);
    return 1;
  }
  const main = join(ROOT, 'src', 'cli', 'main.ts');
  if (found.node !== process.execPath) return runWith(found.node, main, args);
  process.argv = [process.execPath, main, ...args];
  process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE; // for the trading threads
  nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(pathToFileURL(main).href);
  return undefined;
}
