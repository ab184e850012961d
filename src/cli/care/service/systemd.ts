import { join } from 'node:path';
import { descriptionOf, type ServicePlan, type ServiceSpec } from './service-spec.ts';

/** A unit of systemd: of the machine, or of the user. */
export function systemdPlan(spec: ServiceSpec, home: string): ServicePlan {
  const { name, system, user } = spec;
  const unit = `${name}.service`;
  const folder = system ? '/etc/systemd/system' : join(home, '.config', 'systemd', 'user');
  const systemctl = system ? ['systemctl'] : ['systemctl', '--user'];
  return {
    file: join(folder, unit),
    text: unitText(spec),
    encoding: 'utf8',
    probe: {
      command: [...systemctl, 'show-environment'],
      otherwise: system
        ? 'Is this machine run by systemd, and are you root?'
        : 'A container, or a login without a session, has no manager of yours: log in as that ' +
          'user, or install it for the whole machine as root (--system --user NAME).',
    },
    install: [
      [...systemctl, 'daemon-reload'],
      [...systemctl, 'enable', '--now', unit],
      // Without it a user's services begin at the first login and end with the last one.
      ...(system ? [] : [['loginctl', 'enable-linger', user]]),
    ],
    uninstall: [
      [...systemctl, 'disable', '--now', unit],
      [...systemctl, 'daemon-reload'],
    ],
    status: [...systemctl, 'status', '--no-pager', unit],
    notes: [`Its output: journalctl ${system ? '' : '--user '}-u ${name} -f`],
  };
}

function unitText(spec: ServiceSpec): string {
  const { command, folder, system, user } = spec;
  return `[Unit]
Description=${descriptionOf(spec)}
Wants=network-online.target
After=network-online.target
# It is started again however often it fails: stops and targets lie at the broker meanwhile.
StartLimitIntervalSec=0

[Service]
Type=exec
${system ? `User=${user}\n` : ''}WorkingDirectory=${folder.replaceAll('%', '%%')}
ExecStart=${command.map(word).join(' ')}
Restart=on-failure
RestartSec=10
KillSignal=SIGTERM
TimeoutStopSec=90
UMask=0077
NoNewPrivileges=true

[Install]
WantedBy=${system ? 'multi-user.target' : 'default.target'}
`;
}

/** A word of a command line as systemd reads it. */
function word(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$');
  return /^[\w./:=@+,-]+$/.test(text) ? escaped : `"${escaped}"`;
}
