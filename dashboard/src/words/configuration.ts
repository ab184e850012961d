import type { Setting } from '../api/types.ts';

/** Words of the whole configuration and of the YAML that changes it. */
export const configuration = {
  title: 'Configuration as it runs',
  failed: (why: string) => `The configuration could not be loaded. ${why}`,
  search: 'Find a setting',
  show: 'Settings shown',
  shown: { set: 'Set', all: 'All' },
  allDefault: 'Nothing is set: every value is the default. “All” lists them.',
  nothing: (sought: string) => `No setting speaks of “${sought}”.`,
  file: (file: string) => `From ${file}.`,
  noFile: 'No file was read: write one named kimi.yaml where the program is started.',
  restart: 'It is read when the program starts; open positions keep their stops through a restart.',
  secrets: 'Secrets come from the environment and are never shown:',
  isSet: 'is set',
  notSet: 'is not set',
  count: (n: number, set: number) =>
    `${n === 1 ? '1 setting' : `${n} settings`}${set === 0 || set === n ? '' : `, ${set} set`}`,
  notThere: 'not set',
  margin: 'at the left margin',
  noUsual: 'no default',
  usual: (value: string) => `default: ${value}`,
  source: (source: Setting['source'], line: number | null) =>
    source === 'file'
      ? line === null
        ? 'the file'
        : `line ${line} of the file`
      : { preset: 'prop-firm preset', 'command-line': 'command line', default: 'default' }[source],
  person: (symbol: string, value: string, by: string) => `${symbol}: ${value}, set by ${by}`,
  change: 'Change …',
  changeLabel: (key: string) => `Change ${key}`,
  newValue: (key: string) => `New value of ${key}`,
  showYaml: 'Show the YAML',
  takeOut: 'Take it out',
  allowed: (rule: string) => `Allowed: ${rule}.`,
  whileRunning: 'For one agent it can be made stricter at once, above; for all, in the file.',
  atStart: 'It counts from the next start.',
  yamlTitle: 'What to write',
  yamlNote: (file: string) =>
    `Edit this, or paste a file. The program checks it as a start would and changes nothing: save it as ${file} and start the program again. Comments of the file are left out here.`,
  yamlLabel: 'YAML of the configuration',
  yamlEmpty: 'Nothing is written: all defaults.',
  check: 'Check',
  checking: 'Checking …',
  copy: 'Copy',
  copied: 'Copied.',
  notCopied: 'The browser does not let the page copy: the text is selected, press Ctrl+C.',
  valid: 'The program would start with it',
  problems: (n: number) => (n === 1 ? '1 problem' : `${n} problems`),
  line: (line: number) => `line ${line}`,
  nowhere: 'not written:',
  noChange: 'It says what runs already.',
  fromTo: (from: string, to: string) => `from ${from} to ${to}, after a restart`,
};
