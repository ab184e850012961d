import { failure, success, type Outcome } from './data-problem.ts';
import { describeWall } from './duplicate-rows.ts';
import type { ParsedFile } from './parsed-file.ts';

type Side = 'bid' | 'ask';

/**
 * Lays files of bid bars and files of ask bars, told by their names, beside each other: the n-th
 * bid file with the n-th ask file, row by row. Files that name no side are taken as bids.
 */
export function pairSides(files: readonly ParsedFile[]): Outcome<ParsedFile[]> {
  const asks = files.filter((file) => file.content === 'bars' && sideOf(file) === 'ask');
  const firstAsk = asks[0];
  if (!firstAsk) return success([...files]);
  const bids = files.filter((file) => file.content === 'bars' && sideOf(file) === 'bid');
  const rest = files.filter((file) => !asks.includes(file) && !bids.includes(file));
  if (bids.length !== asks.length) {
    const reason = `files of ask bars: ${asks.length}, files of bid bars: ${bids.length}`;
    const mend = 'Give a bid file for each ask file; the name of each must say bid or ask';
    return failure('unpaired-sides', firstAsk.file, undefined, reason, mend);
  }
  const paired: ParsedFile[] = [];
  const byTime = (a: ParsedFile, b: ParsedFile) => (a.bars.time[0] ?? 0) - (b.bars.time[0] ?? 0);
  const asksInOrder = asks.toSorted(byTime);
  for (const [index, bid] of bids.toSorted(byTime).entries()) {
    const pair = pairOf(bid, asksInOrder[index] ?? firstAsk);
    if (!pair.ok) return pair;
    paired.push(pair.value);
  }
  return success([...paired, ...rest]);
}

function sideOf(file: ParsedFile): Side | undefined {
  const name = file.innerName.split(/[\\/]/).at(-1) ?? '';
  const match = /(?:^|[^a-z])(bid|ask)(?:[^a-z]|$)/i.exec(name);
  return match ? (match[1]?.toLowerCase() as Side) : undefined;
}

function pairOf(bid: ParsedFile, ask: ParsedFile): Outcome<ParsedFile> {
  const rows = Math.max(bid.bars.length, ask.bars.length);
  for (let row = 0; row < rows; row += 1) {
    const bidTime = row < bid.bars.length ? (bid.bars.time[row] as number) : Infinity;
    const askTime = row < ask.bars.length ? (ask.bars.time[row] as number) : Infinity;
    if (bidTime === askTime) continue;
    const lacking = bidTime < askTime ? ask : bid;
    const present = bidTime < askTime ? bid : ask;
    const time = describeWall(Math.min(bidTime, askTime));
    const reason = `the bar of ${time} has no counterpart in ${lacking.file}`;
    const mend = 'Give files of the same span, or delete the row';
    return failure('unpaired-sides', present.file, present.lines.at(row), reason, mend);
  }
  return success({
    ...bid,
    file: `${bid.file} + ${ask.file}`,
    content: 'quote bars',
    ask: ask.bars,
  });
}
