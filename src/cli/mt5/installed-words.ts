import type { SettledSecret } from './bridge-secret.ts';
import type { Compiled } from './compile-bridge.ts';
import type { FoundTerminal } from './find-terminals.ts';

/** Files that an installation writes. */
export interface InstallPlaces {
  readonly program: string;
  readonly terminalSecret: string;
  readonly gatewaySecret: string;
}

/** What an installation did. */
export interface Installation {
  readonly terminal: FoundTerminal;
  readonly account: string;
  /** Does the configuration say that the account trades at a terminal? */
  readonly isConfigured: boolean;
  readonly host: string;
  readonly port: number;
  readonly places: InstallPlaces;
  readonly program: 'new' | 'unchanged' | 'replaced';
  readonly secret: Extract<SettledSecret, { ok: true }>['origin'];
  readonly compiled: Compiled;
}

const SECRET_WORDS: Readonly<Record<Installation['secret'], string>> = {
  given: 'the one given',
  gateway: 'the one that the gateway had',
  terminal: 'the one that the terminal had',
  new: 'a new one',
};

/** What was done, and what is left for a person to click. */
export function installedWords(done: Installation): string {
  const { terminal, account, places, compiled, host, port } = done;
  const steps = [
    ...(compiled.ok
      ? []
      : [
          'Press F4: MetaEditor opens. In its Navigator open Experts/KimiBridge.mq5 and press F7. ' +
            'It must say 0 errors.',
        ]),
    'Tools > Options > Expert Advisors: tick "Allow algorithmic trading", tick "Allow WebRequest ' +
      `for listed URL", add ${host} to its list, OK.`,
    'Switch Algo Trading on in the toolbar (green).',
    `Navigator > Expert Advisors: drag KimiBridge onto one chart. Inputs: InpHost ${host}, InpPort ` +
      `${port}; leave InpSecret empty.`,
    ...(done.isConfigured
      ? []
      : [`Write mt5: with login and server into the account ${account} (docs/mt5.md).`]),
    'Start kimi-agent (again, if it runs): the chart then says "linked to gateway".',
  ];
  const lines = [
    `Terminal  ${terminal.dataFolder}${terminal.isPortable ? ' (portable)' : ''}`,
    `Account   ${account}, gateway at ${host}:${port}`,
    `Expert    ${places.program} (${done.program})`,
    `Secret    ${SECRET_WORDS[done.secret]}, in ${places.terminalSecret}`,
    `          and in ${places.gatewaySecret}`,
    compiled.ok ? `Compiled  ${compiled.words}` : `Compiled  no: ${compiled.why}`,
    '',
    'Now, in the terminal:',
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
  ];
  return `${lines.join('\n')}\n`;
}
