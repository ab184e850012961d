import Table from 'cli-table3';
import { isMeasured, isMet, ratioOf, type BenchLine, type BenchResult } from './bench-line.ts';

const WHOLE_FROM = 100;

/** A figure with three digits that mean something, thousands apart. */
export function figure(value: number): string {
  if (Math.abs(value) >= WHOLE_FROM) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

export function tableOf(lines: readonly BenchResult[]): string {
  const table = new Table({
    head: ['What', 'Figure', 'Asked', 'Reference', 'Ratio', 'Sample'],
    style: { head: [], border: [] },
    colWidths: [38, 18, 22, 32, 9, 34],
    wordWrap: true,
  });
  for (const line of lines) {
    if (isMeasured(line)) table.push(row(line));
    else table.push([line.what, { content: `skipped: ${line.skipped}`, colSpan: 5 }]);
  }
  return table.toString();
}

function row(line: BenchLine): string[] {
  const { what, value, unit, reference, sample } = line;
  const ratio = ratioOf(line);
  return [
    what,
    `${figure(value)} ${unit}`,
    asked(line),
    reference ? `${reference.what}: ${figure(reference.value)} ${unit}` : '',
    ratio === undefined ? '' : `× ${figure(ratio)}`,
    sample,
  ];
}

function asked(line: BenchLine): string {
  if (!line.asked) return '';
  const { bound, value } = line.asked;
  return `${bound} ${figure(value)}: ${isMet(line) === true ? 'met' : 'MISSED'}`;
}
