// The one gate: everything that must hold before a change is handed on.
//   npm run verify               stops at the first step that fails
//   npm run verify -- --static   all steps but the tests, counted, as continuous integration wants
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

interface Step {
  readonly name: string;
  /** Script of the tool, run by the Node that runs this one, so that no shell is needed anywhere. */
  readonly script: string;
  readonly args: readonly string[];
}

const STATIC_STEPS: readonly Step[] = [
  { name: 'format', script: 'node_modules/oxfmt/bin/oxfmt', args: ['--check', '.'] },
  {
    name: 'lint',
    script: 'node_modules/oxlint/bin/oxlint',
    args: ['--type-aware', '--deny-warnings'],
  },
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['--noEmit', '-p', '.'] },
  {
    name: 'types of the page',
    script: 'node_modules/typescript/bin/tsc',
    args: ['--noEmit', '-p', 'dashboard'],
  },
  { name: 'unused code', script: 'node_modules/knip/bin/knip.js', args: [] },
  { name: 'page build', script: 'scripts/build-page.ts', args: [] },
];

const TESTS: Step = { name: 'tests', script: 'node_modules/vitest/vitest.mjs', args: ['run'] };

/** True when the step passed; what it printed is shown only when it did not. */
function passes(step: Step, showAlways: boolean): boolean {
  const started = performance.now();
  const result = spawnSync(process.execPath, [join(ROOT, step.script), ...step.args], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: showAlways ? 'inherit' : 'pipe',
    // The linter finds its type-aware half through the PATH, which only npm sets up.
    env: {
      ...process.env,
      PATH: `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    },
  });
  const ok = result.status === 0;
  if (!ok && !showAlways) process.stdout.write(`${result.stdout}${result.stderr}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)\n`);
  return ok;
}

function countStaticSteps(): void {
  const passed = STATIC_STEPS.filter((step) => passes(step, false)).length;
  const failed = STATIC_STEPS.length - passed;
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function stopAtFirstFailure(): void {
  for (const step of [...STATIC_STEPS, TESTS]) {
    if (!passes(step, step === TESTS)) {
      process.exitCode = 1;
      return;
    }
  }
}

if (process.argv.includes('--static')) countStaticSteps();
else stopAtFirstFailure();
