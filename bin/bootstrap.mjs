// What `npm start`, `npm test` and npm's own `prepare` run. Needs nothing but Node 20: it sees to the
// packages first, then hands over to the Node that they contain.
import { join } from 'node:path';
import { ensureInstalled, ROOT } from './install.mjs';
import { projectNode, runCommandLine, runWith } from './runtime.mjs';

const say = (line) => process.stderr.write(`${line}\n`);
const [task, ...args] = process.argv.slice(2);

function withProjectNode(script, scriptArgs) {
  const found = projectNode();
  if (found.ok) return runWith(found.node, script, scriptArgs);
  say(`kimi-agent: ${found.why}`);
  return 1;
}

async function run() {
  // Part of an install that is under way: it must neither start another nor make this one fail.
  if (task === 'page') {
    const code = await withProjectNode(join(ROOT, 'scripts', 'build-page.ts'), []);
    if (code !== 0) say('kimi-agent: the page was not built; the first start tries again.');
    return 0;
  }
  if (task !== 'start' && task !== 'test') {
    say('usage: node bin/bootstrap.mjs start|test [options]');
    return 2;
  }
  const installed = ensureInstalled(say);
  if (installed !== 0) return installed;
  if (task === 'start') return runCommandLine(['start', ...args]);
  return withProjectNode(join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), ['run', ...args]);
}

const code = await run();
// Undefined means that the program now runs in this process and sets its own code.
if (code !== undefined) process.exitCode = code;
