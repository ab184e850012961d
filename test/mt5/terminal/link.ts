import type { Duplex } from 'node:stream';
import { answer } from './answer.ts';
import type { TestTerminal } from './test-terminal.ts';

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n' };

/** Serves the shim's questions over its line: one of fields, answered by lines and a point. */
export function serve(terminal: TestTerminal, line: Duplex): void {
  let buffer = '';
  const copied = new Set<string>();
  line.setEncoding('utf8');
  line.on('error', () => {}); // the program was killed in the middle of a word
  line.on('data', (text: string) => {
    buffer += text;
    for (let end = buffer.indexOf('\n'); end >= 0; end = buffer.indexOf('\n')) {
      const fields = buffer.slice(0, end).split('\t').map(unescape);
      buffer = buffer.slice(end + 1);
      const lines = answer(terminal, fields).map((one) => `${one.map(escape).join('\t')}\n`);
      const wait = waitOf(terminal, fields, copied);
      const say = (): void => void line.write(`${lines.join('')}.\n`);
      if (wait > 0) setTimeout(say, wait);
      else say();
    }
  });
}

/** What holds the program up: a send, and the first look at a symbol's ticks in its life. */
function waitOf(
  { faults }: TestTerminal,
  [what = '', symbol = '']: readonly string[],
  copied: Set<string>,
): number {
  if (what === 'send') return faults.sendMs;
  if (what !== 'ticks' || copied.has(symbol)) return 0;
  copied.add(symbol);
  return faults.ticksMs;
}

function escape(field: string | number): string {
  return String(field).replaceAll(/[\\\t\n]/g, (sign) => ESCAPES[sign] ?? sign);
}

function unescape(field: string): string {
  return field.replaceAll(/\\(.)/g, (_, sign: string) => {
    if (sign === 't') return '\t';
    return sign === 'n' ? '\n' : sign;
  });
}
