import { join } from 'node:path';
import { xmlText, type ServicePlan, type ServiceSpec } from './service-spec.ts';

/** A property list of launchd: a daemon of the machine, or an agent of the user. */
export function launchdPlan(spec: ServiceSpec, home: string, uid: number): ServicePlan {
  const { name, system, logFile } = spec;
  const label = `org.kimi-agent.${name}`;
  const file = system
    ? join('/Library/LaunchDaemons', `${label}.plist`)
    : join(home, 'Library', 'LaunchAgents', `${label}.plist`);
  const domain = system ? 'system' : `gui/${uid}`;
  return {
    file,
    text: plistText(spec, label),
    encoding: 'utf8',
    install: [['launchctl', 'bootstrap', domain, file]],
    uninstall: [['launchctl', 'bootout', `${domain}/${label}`]],
    status: ['launchctl', 'print', `${domain}/${label}`],
    notes: [
      `Its output: ${logFile}`,
      ...(system ? [] : ['It starts when you log in; with --system, when the machine does.']),
    ],
  };
}

function plistText(spec: ServiceSpec, label: string): string {
  const { command, folder, system, user, logFile } = spec;
  const string = (text: string): string => `<string>${xmlText(text)}</string>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>${string(label)}
  <key>ProgramArguments</key>
  <array>
${command.map((one) => `    ${string(one)}`).join('\n')}
  </array>
  <key>WorkingDirectory</key>${string(folder)}
${system ? `  <key>UserName</key>${string(user)}\n` : ''}  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key><false/>
  </dict>
  <key>ThrottleInterval</key><integer>10</integer>
  <key>ExitTimeOut</key><integer>90</integer>
  <key>Umask</key><integer>63</integer>
  <key>StandardOutPath</key>${string(logFile)}
  <key>StandardErrorPath</key>${string(logFile)}
</dict>
</plist>
`;
}
