import type { Command } from 'commander';

/** Under which heading `--help` lists which commands, in this order. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Trade:': ['start', 'stop', 'emergency-stop', 'rearm-breaker', 'close', 'broker'],
  'Look:': ['status', 'agents', 'positions', 'signals', 'why', 'digest', 'limits', 'logs', 'link'],
  'Set up:': ['doctor', 'mt5', 'token', 'service', 'completion'],
  'Keep and tell:': ['journal', 'replay', 'alerts', 'export', 'backup', 'restore'],
};
const OTHERS = 'Test and prove:';

/** Part the commands of the program by what a person wants to do. */
export function groupCommands(program: Command): void {
  for (const command of program.commands) {
    const found = Object.entries(GROUPS).find(([, names]) => names.includes(command.name()));
    command.helpGroup(found?.[0] ?? OTHERS);
  }
  const order = ['Options:', ...Object.keys(GROUPS), OTHERS];
  const rank = (heading: string): number => {
    const at = order.indexOf(heading);
    return at < 0 ? order.length : at;
  };
  program.configureHelp({
    groupItems(_all, visible, headingOf) {
      const headings = [...new Set(visible.map(headingOf))];
      return new Map(
        headings
          .toSorted((left, right) => rank(left) - rank(right))
          .map((heading) => [heading, visible.filter((item) => headingOf(item) === heading)]),
      );
    },
  });
}
