import { runsOn } from './count-runs.ts';
import { sharesData } from './data-keys.ts';
import type { LedgerEntry, LedgerOpening, LedgerSeal } from './run-ledger.ts';

/** How the seal of some data stands. */
export interface SealState {
  readonly seal: LedgerSeal;
  readonly opening: LedgerOpening | undefined;
}

/** What a result says of the seal that its span lay under. */
export interface SealedSpan {
  /** The first sealed instant. */
  readonly from: string;
  readonly openedFor: string;
  readonly readBefore: number;
}

/** The seal that lies on some data, if any: the earliest start where there are several. */
export function sealOf(
  entries: readonly LedgerEntry[],
  data: readonly string[],
): SealState | undefined {
  const seals = entries
    .filter((one): one is LedgerSeal => one.kind === 'seal' && sharesData(one.data, data))
    .toSorted((left, right) => (left.from < right.from ? -1 : 1));
  const [seal] = seals;
  if (!seal) return undefined;
  const opening = entries.find(
    (one): one is LedgerOpening => one.kind === 'seal-opened' && sharesData(one.data, data),
  );
  return { seal, opening };
}

export type Sealing =
  | { readonly ok: true; readonly seal: LedgerSeal }
  | { readonly ok: false; readonly message: string };

/** Seal what lies from `from` on; `end` is the end of the data. */
export function sealFrom(
  entries: readonly LedgerEntry[],
  asked: { readonly data: readonly string[]; readonly from: string; readonly end: string },
  at: string,
): Sealing {
  const { data, from, end } = asked;
  const known = sealOf(entries, data);
  if (known) {
    const message = `This data is sealed from ${known.seal.from} already; a seal cannot be moved.`;
    return { ok: false, message };
  }
  if (from >= end) {
    return {
      ok: false,
      message: `The data reaches to ${end}: there is nothing to seal from ${from}.`,
    };
  }
  const readBefore = runsOn(entries, { data, from, to: end }).length;
  return { ok: true, seal: { kind: 'seal', at, data: [...data], from, readBefore } };
}

export type Opening =
  | { readonly ok: true; readonly opening: LedgerOpening }
  | { readonly ok: false; readonly message: string };

/** Open a seal for one settings hash, once and for ever. */
export function openSeal(
  entries: readonly LedgerEntry[],
  asked: { readonly data: readonly string[]; readonly settingsHash: string; readonly id: string },
  at: string,
): Opening {
  const { data, settingsHash, id } = asked;
  const known = sealOf(entries, data);
  if (!known) {
    const message =
      'This data has no seal: set one with --seal FROM before you develop on the rest.';
    return { ok: false, message };
  }
  const { seal, opening } = known;
  if (opening) return { ok: false, message: openedAlready(opening, settingsHash) };
  const { from } = seal;
  return {
    ok: true,
    opening: { kind: 'seal-opened', at, id, data: [...data], from, settingsHash },
  };
}

function openedAlready(opening: LedgerOpening, settingsHash: string): string {
  const whose =
    opening.settingsHash === settingsHash
      ? 'for these very settings'
      : `for other settings (${opening.settingsHash.slice(0, 12)}…)`;
  return (
    `The seal was opened on ${opening.at} ${whose}, and it opens once: what has been seen cannot be ` +
    'unseen. A new test needs data that nobody has looked at.'
  );
}
