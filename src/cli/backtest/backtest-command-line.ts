/** Options that say where a result goes, and nothing of what it is. */
const OUTPUTS = new Set(['--json', '--html', '--csv', '--state']);

/** The command that gives the same result again, without where it was written to. */
export function commandLine(args: readonly string[]): string {
  const kept: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] as string;
    if (OUTPUTS.has(arg)) at += 1;
    else if (!OUTPUTS.has(arg.split('=')[0] ?? '')) kept.push(quoted(arg));
  }
  return ['kimi-agent', ...kept].join(' ');
}

function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}
