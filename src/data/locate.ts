import type { ParsedFile } from './parsed-file.ts';

/** File and line of the first row with this reading of the wall clock; the first file otherwise. */
export function locate(
  files: readonly ParsedFile[],
  wall: number,
): { readonly file: string; readonly line: number | undefined } {
  for (const file of files) {
    const { time, length } = file.content === 'ticks' ? file.ticks : file.bars;
    for (let row = 0; row < length; row += 1) {
      if ((time[row] as number) === wall) return { file: file.file, line: file.lines.at(row) };
    }
  }
  return { file: files[0]?.file ?? 'no file', line: undefined };
}
