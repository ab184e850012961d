import { type Finding, lineAt } from './source-file.ts';

const MESSAGE =
  'confidence is a measure of quality from 0 to 1 and no chance of winning: write 0.87, never a per cent';

/** An interval of statistics has a level, and that is written in per cent. */
const OF_STATISTICS = /confidence[ -](intervals?|limits?|levels?)/gi;
const IN_PER_CENT = /[\d}]\s?%|(["'`])\s?%\1/;
const MADE_PER_CENT = /confidence\w*\s*\*\s*100\b|\b100\s*\*\s*[\w.]*confidence/i;

/** Lines that write a confidence as a per cent, for a person or on the way to one. */
export function confidenceInPerCent(path: string, text: string): readonly Finding[] {
  return [...text.matchAll(/^.*confidence.*$/gim)].flatMap((match) => {
    const line = match[0].replace(OF_STATISTICS, '');
    const isWrong =
      /confidence/i.test(line) && (IN_PER_CENT.test(line) || MADE_PER_CENT.test(line));
    return isWrong ? { path, line: lineAt(text, match.index), message: MESSAGE } : [];
  });
}
