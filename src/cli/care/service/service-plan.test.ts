import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Program, ROOT } from '../../../../test/e2e/program.ts';
import { servicePlan } from './service-plan.ts';
import type { ServicePlatform, ServiceSpec } from './service-spec.ts';

const SPEC: ServiceSpec = {
  name: 'kimi-agent',
  command: [process.execPath, join(ROOT, 'src/cli/main.ts'), 'start', '--state', '/tmp'],
  folder: '/tmp',
  system: false,
  user: 'root',
  logFile: '/tmp/service.log',
};

const planOf = (platform: ServicePlatform, changes: Partial<ServiceSpec> = {}) =>
  servicePlan(platform, { ...SPEC, ...changes }, { home: '/srv/me', uid: 501 });

const VERIFIER = 'systemd-analyze';
const hasVerifier = spawnSync(VERIFIER, ['--version']).error === undefined;

describe('systemd', () => {
  it('starts with the machine and restarts on failure, however often', () => {
    const { file, text, install, uninstall } = planOf('linux');
    expect(file).toBe('/srv/me/.config/systemd/user/kimi-agent.service');
    expect(text).toContain(`ExecStart=${SPEC.command.join(' ')}\n`);
    expect(text).toContain('Restart=on-failure\nRestartSec=10\n');
    expect(text).toContain('StartLimitIntervalSec=0\n');
    expect(text).toContain('WantedBy=default.target\n');
    expect(text).not.toContain('User=');
    expect(install).toEqual([
      ['systemctl', '--user', 'daemon-reload'],
      ['systemctl', '--user', 'enable', '--now', 'kimi-agent.service'],
      ['loginctl', 'enable-linger', 'root'],
    ]);
    expect(uninstall[0]).toEqual(['systemctl', '--user', 'disable', '--now', 'kimi-agent.service']);
  });

  it('is of the machine when asked, with the rights of a user', () => {
    const { file, text, probe } = planOf('linux', { system: true, user: 'trader' });
    expect(file).toBe('/etc/systemd/system/kimi-agent.service');
    expect(probe).toEqual({
      command: ['systemctl', 'show-environment'],
      otherwise: 'Is this machine run by systemd, and are you root?',
    });
    expect(text).toContain('User=trader\n');
    expect(text).toContain('WantedBy=multi-user.target\n');
  });

  it('writes paths that mean something to systemd as they are', () => {
    const command = ['/opt/a b/node', '--x=50%', 'a"b', 'c$d'];
    expect(planOf('linux', { command, folder: '/tmp/100%' }).text).toContain(
      'WorkingDirectory=/tmp/100%%\nExecStart="/opt/a b/node" "--x=50%%" "a\\"b" "c$$d"\n',
    );
  });

  it.skipIf(!hasVerifier)('passes systemd-analyze verify', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kimi-unit-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const system of [false, true]) {
      const { file, text } = planOf('linux', { system });
      const unit = join(folder, basename(file));
      writeFileSync(unit, text);
      const { stderr, status } = spawnSync(VERIFIER, ['verify', unit], {
        encoding: 'utf8',
      });
      const about = stderr.split('\n').filter((line) => line.includes('kimi-agent'));
      expect({ about, status }).toEqual({ about: [], status: 0 });
    }
  });
});

/** Elements of an XML text whose tags do not match. */
function unmatched(xml: string): string[] {
  const open: string[] = [];
  for (const [, close, name = '', self] of xml.matchAll(/<(\/?)([A-Za-z]\w*)[^<>]*?(\/?)>/g)) {
    if (self === '/') continue;
    if (close === '/' && open.at(-1) === name) open.pop();
    else if (close === '/') return [`</${name}>`];
    else open.push(name);
  }
  return open;
}

describe('launchd', () => {
  it('runs at load and again after a failure', () => {
    const command = ['/opt/a & b/node', 'start'];
    const { file, text, install, uninstall } = planOf('macos', { command });
    expect(file).toBe('/srv/me/Library/LaunchAgents/org.kimi-agent.kimi-agent.plist');
    expect(text).toContain('<string>/opt/a &amp; b/node</string>\n    <string>start</string>');
    expect(text).toContain('<key>RunAtLoad</key><true/>');
    expect(text).toContain('<key>SuccessfulExit</key><false/>');
    expect(text).not.toContain('UserName');
    expect(unmatched(text)).toEqual([]);
    expect(install).toEqual([['launchctl', 'bootstrap', 'gui/501', file]]);
    expect(uninstall).toEqual([['launchctl', 'bootout', 'gui/501/org.kimi-agent.kimi-agent']]);
  });

  it('is a daemon of the machine when asked', () => {
    const { file, text } = planOf('macos', { system: true, user: 'trader' });
    expect(file).toBe('/Library/LaunchDaemons/org.kimi-agent.kimi-agent.plist');
    expect(text).toContain('<key>UserName</key><string>trader</string>');
  });
});

describe('a scheduled task of Windows', () => {
  it('begins at log-on, where the terminal can be seen, never ends, and begins again', () => {
    const command = ['C:\\Program Files\\node\\node.exe', 'C:\\kimi\\main.ts', 'start', 'a "b"\\'];
    const { text, encoding, install } = planOf('windows', { command, user: 'PC\\me' });
    expect(encoding).toBe('utf16le');
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-16"\?>/);
    expect(text).toContain('<Command>C:\\Program Files\\node\\node.exe</Command>');
    expect(text).toContain(
      '<Arguments>C:\\kimi\\main.ts start &quot;a \\&quot;b\\&quot;\\\\&quot;</Arguments>',
    );
    expect(text).toContain('<LogonType>InteractiveToken</LogonType>');
    expect(text).toContain('<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>');
    expect(text).toContain('<RestartOnFailure>');
    expect(unmatched(text)).toEqual([]);
    expect(install[0]?.slice(0, 4)).toEqual(['schtasks', '/Create', '/TN', 'kimi-agent']);
  });

  it('begins with the machine when asked', () => {
    const { text, notes } = planOf('windows', { system: true });
    expect(text).toContain('<BootTrigger>');
    expect(notes.join()).toContain('session');
  });
});

describe('service', () => {
  it('prints what it would write for any platform, and writes nothing', async () => {
    for (const platform of ['linux', 'macos', 'windows']) {
      const { code, out } = await Program.run(['service', 'install', '--for', platform, '--print']);
      expect(code).toBe(0);
      expect(out).toContain('start');
      expect(out).toContain('main.ts');
    }
  });

  it('says what to do on another platform, and where nothing is installed', async () => {
    const other = process.platform === 'win32' ? 'linux' : 'windows';
    const wrong = await Program.run(['service', 'install', '--for', other]);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('--print');
    const none = await Program.run(['service', 'uninstall', '--name', 'kimi-nothing-here']);
    expect(none.code).toBe(2);
    expect(none.err).toContain('There is no service kimi-nothing-here');
    const status = await Program.run(['service', 'status', '--name', 'kimi-nothing-here']);
    expect(status.code).toBe(4);
  });
});
