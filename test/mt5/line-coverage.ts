import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Share of the Expert Advisor's own lines that the counted program has reached, and those it has not. */
export function lineCoverage(program: string): {
  readonly share: number;
  readonly missed: number[];
} {
  const folder = dirname(program);
  const counts = readdirSync(folder).filter((name) => name.endsWith('.gcda'));
  const report = execFileSync('gcov', ['-t', '-r', ...counts], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const own = report.split(/^ +-: +0:Source:/m).find((part) => part.startsWith('KimiBridge.mq5'));
  const counted = [...(own ?? '').matchAll(/^ *([\d#=]+)\*?: +(\d+):/gm)];
  const missed = counted.filter(([, count = '']) => /[#=]/.test(count));
  return {
    share: 1 - missed.length / Math.max(1, counted.length),
    missed: missed.map(([, , line]) => Number(line)),
  };
}
