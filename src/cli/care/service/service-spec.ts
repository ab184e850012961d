/** What a service manager is told of the program. */
export interface ServiceSpec {
  /** `kimi-agent`, or another name where several run on one machine. */
  readonly name: string;
  /** The whole command: the runtime's own path first. */
  readonly command: readonly string[];
  /** Where it is started: `.env` and a `kimi.yaml` are found there. */
  readonly folder: string;
  /** For the whole machine, from its start on; else for one user. */
  readonly system: boolean;
  /** Whose rights it has; of a system service. */
  readonly user: string;
  /** Where output goes that the manager does not keep itself. */
  readonly logFile: string;
}

export const SERVICE_PLATFORMS = ['linux', 'macos', 'windows'] as const;
export type ServicePlatform = (typeof SERVICE_PLATFORMS)[number];

/** A service as a manager keeps it: a file, and the commands that make it known or forget it. */
export interface ServicePlan {
  readonly file: string;
  readonly text: string;
  /** How the text is written into the file. */
  readonly encoding: 'utf8' | 'utf16le';
  /** Answers when the manager can be reached at all, and what to do when it does not. */
  readonly probe?: { readonly command: readonly string[]; readonly otherwise: string };
  readonly install: readonly (readonly string[])[];
  readonly uninstall: readonly (readonly string[])[];
  readonly status: readonly string[];
  /** What a person should know or do besides. */
  readonly notes: readonly string[];
}

const DESCRIPTION = 'Kimi Agent: autonomous trading for MetaTrader 5';

export function descriptionOf({ name }: ServiceSpec): string {
  return name === 'kimi-agent' ? DESCRIPTION : `${DESCRIPTION} (${name})`;
}

/** Text inside XML. */
export function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
