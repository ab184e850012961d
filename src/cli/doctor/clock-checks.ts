import { CLOCKS_AGREE_MS } from '../../agents/agent-health.ts';
import type { LinkedTerminal } from '../../api/terminal-view.ts';
import type { AccountConfig } from '../../config/schema.ts';
import { CLOCK_RULE_NAMES, clockOffsetAt, clockRule } from '../../market/clock-rule.ts';
import type { UtcMs } from '../../market/units.ts';
import { failing, notChecked, ok, warning, type Finding } from './finding.ts';
import type { TerminalAccountConfig } from './ground.ts';

/** Milliseconds. A clock kept by the network is within a tenth of a second; servers are less exact. */
const OFF_MS = 1_500;
/** Less is not told: it would read 0.0 s. */
const SHOWN_MS = 50;
const SYNC =
  "Let this machine, and the terminal's, set their clocks by the network (Linux: sudo timedatectl " +
  'set-ntp true; Windows: Settings > Time > Sync now).';

/** This machine's clock and the broker's: quotes are judged by their age, bars dated by the offset. */
export function clockChecks(account: TerminalAccountConfig, { clock }: LinkedTerminal): Finding[] {
  return [difference(account, clock), ...jump(account, clock), serverClockCheck(account, clock)];
}

function difference(
  { name, max_quote_age_ms: oldest }: TerminalAccountConfig,
  { aheadMs, unsureMs, jumpMs }: LinkedTerminal['clock'],
): Finding {
  const subject = { group: 'clock', item: 'difference', account: name } as const;
  if (aheadMs === null) {
    if (jumpMs !== 0)
      return notChecked(subject, 'this machine’s clock jumped while it was looked at');
    return warning(subject, "the server's clock does not run evenly", `${SYNC} Then run it again.`);
  }
  const off = Math.abs(aheadMs);
  const unsure = unsureMs >= SHOWN_MS ? ` (give or take ${seconds(unsureMs)})` : '';
  const way = aheadMs < 0 ? 'ahead of' : 'behind';
  const seen = `this machine is ${seconds(off)} ${way} the server${unsure}`;
  const most = Math.min(oldest, CLOCKS_AGREE_MS);
  if (off - unsureMs >= most / 2) {
    return failing(subject, `${seen}; at ${seconds(most)} nothing is opened any more`, SYNC);
  }
  return off - unsureMs >= OFF_MS ? warning(subject, seen, SYNC) : ok(subject, seen);
}

function jump({ name }: TerminalAccountConfig, { jumpMs }: LinkedTerminal['clock']): Finding[] {
  if (jumpMs === 0) return [];
  const subject = { group: 'clock', item: 'jump', account: name } as const;
  const seen = `this machine's clock jumped by ${seconds(jumpMs)} within seconds`;
  return [warning(subject, seen, 'Look at what sets it: two services that do must not fight.')];
}

/** Is the server's clock the one that the configuration names? */
export function serverClockCheck(
  { name, server_clock: rule }: AccountConfig,
  { offsetMs, expectedOffsetMs }: Pick<LinkedTerminal['clock'], 'offsetMs' | 'expectedOffsetMs'>,
): Finding {
  const subject = { group: 'clock', item: 'server-clock', account: name } as const;
  if (offsetMs === expectedOffsetMs) {
    return ok(subject, `the server is at ${utc(offsetMs)}, as server_clock ${rule} says`);
  }
  const seen =
    `server_clock ${rule} says ${utc(expectedOffsetMs)} now, the server is at ${utc(offsetMs)}: ` +
    'no bars would be read and nothing opened';
  return failing(subject, seen, `Write server_clock: ${suggestion(offsetMs)}`);
}

/** Rules that read as the server's clock does now; summer time tells them apart later. */
function suggestion(offsetMs: number, now: number = Date.now()): string {
  const fitting = CLOCK_RULE_NAMES.filter(
    (name) => name === 'utc' || name.startsWith('eet'),
  ).filter((name) => clockOffsetAt(clockRule(name), now as UtcMs) === offsetMs);
  const fixed = utc(offsetMs).toLowerCase();
  if (fitting.length === 0) return fixed;
  return `${fitting.join(' or ')} (brokers that follow New York's summer time: eet-us), or ${fixed} if it has none`;
}

function utc(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return `UTC${ms < 0 ? '-' : '+'}${Math.floor(minutes / 60)}${rest}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
