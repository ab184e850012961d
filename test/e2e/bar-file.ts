import { writeFileSync } from 'node:fs';

const MINUTES_PER_BAR = 15;

/**
 * A file of M15 bars by the UTC clock: whole trading weeks of a currency pair in winter (Sunday 22:00
 * to Friday 22:00), its price going up and down by a rule.
 */
export function writeBarFile(path: string, weeks = 1, price = 1.1): void {
  writeFileSync(path, `${barLines(weeks, price).join('\n')}\n`);
}

export function barLines(weeks = 1, price = 1.1): string[] {
  const lines = ['time,open,high,low,close,volume'];
  const step = price * 0.0005;
  let level = 0;
  for (let week = 0; week < weeks; week += 1) {
    const begin = Date.UTC(2024, 0, 7 + 7 * week, 22);
    for (let bar = 0; bar < (5 * 24 * 60) / MINUTES_PER_BAR; bar += 1) {
      const next = ((bar * 7) % 23) - 11;
      lines.push(lineOf(begin + bar * MINUTES_PER_BAR * 60_000, price, level, next, step));
      level = next;
    }
  }
  return lines;
}

function lineOf(time: number, price: number, from: number, to: number, step: number): string {
  const stamp = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  const at = (level: number): string => (price + level * step).toFixed(price > 10 ? 3 : 5);
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  return [stamp, at(from), at(high + 1), at(low - 1), at(to), 100].join(',');
}
