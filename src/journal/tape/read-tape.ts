import { deserialize } from 'node:v8';
import { ByteSource } from './byte-sink.ts';
import { TapeDecoder } from './tape-codec.ts';
import type { TapeEntry, TapeHead } from './tape-entry.ts';
import { framesOf, partsIn, TAPE_FORMAT, type PartHead, type TapePart } from './tape-files.ts';

/** A life of the program as its tape has it. */
export interface TapeLife {
  readonly number: number;
  readonly parts: readonly TapePart[];
  readonly bytes: number;
  readonly head: TapeHead;
}

/** A life whose beginning cannot be read: nothing of it can be lived again. */
export interface LostLife {
  readonly number: number;
  readonly detail: string;
}

/** How far a tape reaches. */
export type TapeEnd =
  /** The life ended in good order. */
  | { readonly kind: 'ended'; readonly seq: number }
  /** It goes on, or its program was killed. */
  | { readonly kind: 'open' }
  /** As `open`, in the middle of what was being written. */
  | { readonly kind: 'torn'; readonly detail: string }
  | { readonly kind: 'full' }
  /** A part is missing, or was changed after it was written. */
  | { readonly kind: 'damaged'; readonly detail: string };

/** The lives in a folder of tapes, oldest first, and those that are lost. */
export function livesIn(folder: string): {
  readonly lives: readonly TapeLife[];
  readonly lost: readonly LostLife[];
} {
  const byLife = Map.groupBy(partsIn(folder), ({ life }) => life);
  const lives: TapeLife[] = [];
  const lost: LostLife[] = [];
  for (const [number, parts] of byLife) {
    const head = headOf(parts);
    if (typeof head === 'string') lost.push({ number, detail: head });
    else lives.push({ number, parts, bytes: parts.reduce((sum, one) => sum + one.bytes, 0), head });
  }
  return { lives, lost };
}

function headOf([first]: readonly TapePart[]): TapeHead | string {
  if (!first || first.part !== 0) return 'its first part is missing';
  const frames = framesOf(first);
  const { value, done } = frames.next();
  if (done) return value?.detail ?? `${first.file} is empty`;
  const head = partHeadOf(value, first);
  if (typeof head === 'string') return head;
  return head.head ?? `${first.file} does not say what it began with`;
}

function partHeadOf(frame: Buffer, { file, life, part }: TapePart): PartHead | string {
  let head: PartHead;
  try {
    head = deserialize(frame) as PartHead;
  } catch {
    return `${file} does not begin as a tape does`;
  }
  if (head.format !== TAPE_FORMAT) return `${file} was written by another version of the program`;
  if (head.life !== life || head.part !== part) return `${file} is another part than its name says`;
  return head;
}

/** All that reached the core in a life, in order; at the end, how far the tape reaches. */
export function* entriesOf(
  { parts, head }: TapeLife,
  onPart: () => void = () => {},
): Generator<TapeEntry, TapeEnd> {
  const decoder = new TapeDecoder();
  let entries = 0;
  for (const [at, part] of parts.entries()) {
    if (part.part !== at) return { kind: 'damaged', detail: `part ${at} of the life is missing` };
    onPart();
    const frames = framesOf(part);
    let isFirst = true;
    let next = frames.next();
    for (; !next.done; next = frames.next()) {
      if (isFirst) {
        isFirst = false;
        const begins = partHeadOf(next.value, part);
        if (typeof begins === 'string') return { kind: 'damaged', detail: begins };
        if (begins.entries !== entries || begins.account !== head.account) {
          return { kind: 'damaged', detail: `${part.file} does not go on from the part before` };
        }
        continue;
      }
      const said = entriesIn(decoder, next.value);
      if (!said) return { kind: 'damaged', detail: `${part.file} holds what no tape holds` };
      for (const entry of said) {
        entries += 1;
        if (entry.kind === 'end') return { kind: 'ended', seq: entry.seq };
        if (entry.kind === 'full') return { kind: 'full' };
        yield entry;
      }
    }
    const damage = next.value;
    if (!damage) continue;
    const { isTorn, detail } = damage;
    return { kind: isTorn && at === parts.length - 1 ? 'torn' : 'damaged', detail };
  }
  return { kind: 'open' };
}

/** Undefined for a piece that is whole and makes no sense. */
function entriesIn(decoder: TapeDecoder, frame: Buffer): readonly TapeEntry[] | undefined {
  try {
    return [...decoder.read(new ByteSource(frame))];
  } catch {
    return undefined;
  }
}
