import { win32 } from 'node:path';
import { descriptionOf, xmlText, type ServicePlan, type ServiceSpec } from './service-spec.ts';

/** A scheduled task of Windows: at the user's log-on, or at the start of the machine. */
export function windowsPlan(spec: ServiceSpec, home: string): ServicePlan {
  const { name, system } = spec;
  const file = win32.join(home, `${name}-task.xml`);
  const task = ['/TN', name];
  return {
    file,
    text: taskText(spec),
    // The task scheduler reads what it writes itself.
    encoding: 'utf16le',
    install: [
      ['schtasks', '/Create', ...task, '/XML', file, '/F'],
      ['schtasks', '/Run', ...task],
    ],
    uninstall: [
      ['schtasks', '/End', ...task],
      ['schtasks', '/Delete', ...task, '/F'],
    ],
    status: ['schtasks', '/Query', ...task, '/V', '/FO', 'LIST'],
    notes: system
      ? [
          'It starts with the machine, in a session of its own: a MetaTrader terminal that you see is ' +
            'in yours, and is not reached from there. Run as administrator.',
        ]
      : ['It starts when you log on: let Windows log you on by itself to start with the machine.'],
  };
}

function taskText(spec: ServiceSpec): string {
  const { command, folder, system, user } = spec;
  const [program = '', ...parameters] = command;
  const trigger = system
    ? '<BootTrigger><Enabled>true</Enabled></BootTrigger>'
    : `<LogonTrigger><Enabled>true</Enabled><UserId>${xmlText(user)}</UserId></LogonTrigger>`;
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${xmlText(descriptionOf(spec))}</Description>
  </RegistrationInfo>
  <Triggers>
    ${trigger}
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${xmlText(user)}</UserId>
      <LogonType>${system ? 'S4U' : 'InteractiveToken'}</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
    <Enabled>true</Enabled>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xmlText(program)}</Command>
      <Arguments>${xmlText(parameters.map(argument).join(' '))}</Arguments>
      <WorkingDirectory>${xmlText(folder)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`;
}

/** One argument as Windows programs part their command line. */
function argument(text: string): string {
  if (/^[\w./:\\=@+,-]+$/.test(text)) return text;
  // Backslashes before a quote are doubled, and the quote is escaped.
  const escaped = text.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1');
  return `"${escaped}"`;
}
