import type { ControlRoom } from '../api/control-room.ts';

const LOOK_EVERY_MS = 100;

/**
 * Close what this program opened, on every account that runs; resolves with the names of those that
 * could not be told to, when all others are flat by their brokers' books.
 */
export async function flattenAll(room: ControlRoom, by: string): Promise<readonly string[]> {
  const running = room.accounts().filter(({ state }) => state === 'running');
  const names = running.map(({ account }) => account);
  const answers = await Promise.all(
    names.map((name) => room.command(name, { type: 'flatten' }, by)),
  );
  const deaf = names.filter((_, at) => {
    const answer = answers[at];
    return typeof answer !== 'object' || !answer.ok;
  });
  while (notFlat(room).some((name) => !deaf.includes(name))) await soon();
  return deaf;
}

/** Names of the accounts that are still being flattened. */
export function notFlat(room: ControlRoom): readonly string[] {
  return room.accounts().flatMap(({ account, flattening }) => (flattening ? [account] : []));
}

function soon(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, LOOK_EVERY_MS);
  });
}
