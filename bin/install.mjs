// Is what stands in node_modules what package-lock.json asks for, and how to make it so.
// Must be readable by Node 20: it runs before our own Node is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // absent or half-written: both mean that it cannot be relied on
  }
}

/**
 * Why the folder needs `npm ci`, or undefined when it does not. npm notes what it really installed
 * in node_modules/.package-lock.json, as its last act; that note is compared package by package, so
 * an install that was broken off, done by hand, or made before an update is judged alike.
 */
export function installFault(wanted, installed) {
  if (wanted?.packages === undefined) return 'package-lock.json cannot be read';
  if (installed?.packages === undefined) return 'the packages are not installed yet';
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === '' || entry.link) continue;
    const found = installed.packages[path];
    if (found === undefined) {
      if (entry.optional || entry.devOptional || entry.peer) continue; // made for another platform
      return `${path} is missing`;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${path} is ${found.version}, not ${entry.version}`;
    }
  }
  return undefined;
}

/** npm's own script, to be run by the Node that runs npm; undefined when we were not started by it. */
function npmScript() {
  const fromNpm = process.env.npm_execpath;
  if (fromNpm !== undefined && basename(fromNpm) === 'npm-cli.js' && existsSync(fromNpm)) {
    return fromNpm;
  }
  return undefined;
}

function runNpm(args) {
  const script = npmScript();
  const options = { cwd: ROOT, stdio: 'inherit' };
  if (script !== undefined) {
    const node = process.env.npm_node_execpath;
    return spawnSync(
      node && existsSync(node) ? node : process.execPath,
      [script, ...args],
      options,
    );
  }
  // A .cmd file can only be started through a shell; the arguments are ours and need no quoting.
  if (process.platform === 'win32')
    return spawnSync(`npm ${args.join(' ')}`, { ...options, shell: true });
  return spawnSync('npm', args, options);
}

/** Windows cannot delete a program that is running, and `npm ci` begins by deleting everything. */
function mayDeleteEverything() {
  return (
    process.platform !== 'win32' || !process.execPath.startsWith(join(ROOT, 'node_modules') + sep)
  );
}

/** Install what is missing, saying so in one line. Answers with an exit code. */
export function ensureInstalled(say) {
  const fault = installFault(
    readJson(join(ROOT, 'package-lock.json')),
    readJson(join(ROOT, 'node_modules', '.package-lock.json')),
  );
  if (fault === undefined) return 0;
  const args = [mayDeleteEverything() ? 'ci' : 'install'];
  say(`kimi-agent: ${fault}; running npm ${args[0]} once, this takes about half a minute …`);
  const { status, error } = runNpm(args);
  if (status === 0) return 0;
  say(
    error
      ? `kimi-agent: npm could not be started (${error.message}). Install npm, which comes with Node, and try again.`
      : `kimi-agent: npm ${args[0]} failed; its own words stand above. Mend that and run the command again.`,
  );
  return status ?? 1;
}
