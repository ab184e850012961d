import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, win32 } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Program, removeFolder, stateFolder, type Ended } from '../../../test/e2e/program.ts';

let folder = '';
let home = '';
let bin = '';
beforeEach(() => {
  folder = stateFolder();
  home = join(folder, 'home');
  bin = join(folder, 'bin');
  for (const path of [home, bin]) mkdirSync(path);
});
afterEach(() => removeFolder(folder));

const notes = (): string => join(folder, 'notes');

/** A service manager's own command: notes how it was called, and then does as the test wants. */
function command(name: string, does = 'exit 0'): void {
  const file = join(bin, name);
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "\${0##*/} $*" >> '${notes()}'\n${does}\n`);
  chmodSync(file, 0o755);
}

/** How the service manager was called. */
function called(): string[] {
  return existsSync(notes()) ? readFileSync(notes(), 'utf8').trim().split('\n') : [];
}

/** The real program, on a machine of a platform that has no commands but these. */
function service(platform: string, verb: string, ...more: readonly string[]): Promise<Ended> {
  const preload = join(folder, 'platform.mjs');
  const value = JSON.stringify({ value: platform });
  writeFileSync(preload, `Object.defineProperty(process, 'platform', ${value});\n`);
  const environment = {
    HOME: home,
    PATH: bin,
    NODE_OPTIONS: `--import ${pathToFileURL(preload).href}`,
  };
  return Program.run(['service', verb, '--name', 'kimi-try', ...more], folder, environment);
}

const NOTHING = 'kimi-agent: Nothing was installed: ';
const PROBE = '"systemctl --user show-environment" failed: ';
const LOG_IN =
  ' A container, or a login without a session, has no manager of yours: log in as that user, or ' +
  'install it for the whole machine as root (--system --user NAME).\n';

describe.skipIf(process.platform === 'win32')('systemd', () => {
  const unit = (): string => join(home, '.config', 'systemd', 'user', 'kimi-try.service');

  it('that is not on the machine is told, with what to do, and nothing is written', async () => {
    const { code, out, err } = await service('linux', 'install');
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: `${NOTHING}${PROBE}spawnSync systemctl ENOENT.${LOG_IN}`,
    });
    expect(existsSync(join(home, '.config'))).toBe(false);
  });

  it.each([
    ['in its own words', 'echo "Failed to connect to bus" >&2; exit 1', 'Failed to connect to bus'],
    ['by its exit code where it has none', 'exit 3', 'exit code 3'],
  ])('that cannot be reached is told %s', async (_name, does, words) => {
    command('systemctl', does);
    const { code, out, err } = await service('linux', 'install');
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: `${NOTHING}${PROBE}${words}.${LOG_IN}`,
    });
    expect(called()).toEqual(['systemctl --user show-environment']);
    expect(existsSync(join(home, '.config'))).toBe(false);
  });

  it('that answers gets the unit, and is told of it in order', async () => {
    command('systemctl');
    command('loginctl');
    const { code, out, err } = await service('linux', 'install', '--state', folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`Written: ${unit()}\nIts output: journalctl --user -u kimi-try -f\n`);
    expect(readFileSync(unit(), 'utf8')).toContain(`start --state ${folder}\n`);
    expect(called()).toEqual([
      'systemctl --user show-environment',
      'systemctl --user daemon-reload',
      'systemctl --user enable --now kimi-try.service',
      `loginctl enable-linger ${userInfo().username}`,
    ]);
  });

  it('that refuses after all is told, with the file that is there now', async () => {
    command('systemctl', 'case "$*" in *enable*) echo denied >&2; exit 1;; esac');
    const { code, out, err } = await service('linux', 'install');
    expect(code).toBe(1);
    expect(out).toBe(`Written: ${unit()}\n`);
    expect(err).toBe(
      `kimi-agent: ${unit()} is written, and "systemctl --user enable --now kimi-try.service" ` +
        'failed: denied.\n',
    );
  });

  it('says whether it runs, and forgets it', async () => {
    command('systemctl', 'case "$*" in *status*) echo dead; exit 3;; esac');
    command('loginctl');
    expect((await service('linux', 'install')).code).toBe(0);
    const dead = await service('linux', 'status');
    expect(dead).toEqual({
      code: 4,
      out: 'dead\n',
      err: 'kimi-agent: The service does not run.\n',
    });
    command('systemctl', 'echo alive');
    expect(await service('linux', 'status')).toEqual({ code: 0, out: 'alive\n', err: '' });
    const gone = await service('linux', 'uninstall');
    expect(gone).toMatchObject({ code: 0, err: '' });
    expect(existsSync(unit())).toBe(false);
    expect(called().slice(-2)).toEqual([
      'systemctl --user disable --now kimi-try.service',
      'systemctl --user daemon-reload',
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('a manager that is always there', () => {
  it('launchd is told of the list at once', async () => {
    command('launchctl');
    const { code, out, err } = await service('darwin', 'install');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const list = join(home, 'Library', 'LaunchAgents', 'org.kimi-agent.kimi-try.plist');
    expect(out).toContain(`Written: ${list}\n`);
    expect(readFileSync(list, 'utf8')).toContain('<key>KeepAlive</key>');
    expect(called()).toEqual([`launchctl bootstrap gui/${userInfo().uid} ${list}`]);
  });

  it('the scheduler of Windows is told of the task, and it is run', async () => {
    command('schtasks');
    const { code, err } = await service('win32', 'install');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const task = win32.join(home, 'kimi-try-task.xml');
    // A file name of Windows: here it has no folders in it.
    const written = readFileSync(join(folder, task));
    expect(written.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]));
    expect(written.subarray(2).toString('utf16le')).toMatch(/^<\?xml version="1.0"/);
    expect(called()).toEqual([
      `schtasks /Create /TN kimi-try /XML ${task} /F`,
      'schtasks /Run /TN kimi-try',
    ]);
  });

  it('is not guessed where none is known', async () => {
    const { code, err } = await service('sunos', 'install');
    expect(code).toBe(2);
    expect(err).toContain('No service manager of this platform is known');
    expect((await service('sunos', 'install', '--for', 'linux', '--print')).code).toBe(0);
    expect(called()).toEqual([]);
  });
});
