import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { SymbolName } from '../market/units.ts';
import type { ThreadStart, ThreadStatus } from './messages.ts';
import { SupervisedThread } from './supervised-thread.ts';
import { youngAccount } from './test/young-account.ts';

const folder = mkdtempSync(join(tmpdir(), 'kimi-supervised-'));
const LOOPING = new URL('./test/looping-thread.ts', import.meta.url);
const DYING = new URL('./test/dying-thread.ts', import.meta.url);
let thread: SupervisedThread | undefined;

afterEach(async () => {
  await thread?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Watched {
  readonly said: ThreadStatus[];
  readonly until: (is: (status: ThreadStatus) => boolean) => Promise<ThreadStatus>;
}

function begin(entry: URL, symbols: readonly string[], waitsMs: readonly number[]): Watched {
  const start: ThreadStart = youngAccount(symbols as SymbolName[], folder).start;
  const said: ThreadStatus[] = [];
  const waiting = new Set<() => void>();
  thread = new SupervisedThread(
    start,
    (message) => {
      if (message.type === 'status') said.push(message.status);
      for (const look of waiting) look();
    },
    { entry, waitsMs, lookEveryMs: 20 },
  );
  const until = (is: (status: ThreadStatus) => boolean): Promise<ThreadStatus> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = said.find(is);
        if (found) resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { said, until };
}

describe('a trading thread', () => {
  it('whose strategy never returns is ended and started again without that agent', async () => {
    const { said, until } = begin(LOOPING, ['EURUSD', 'GBPUSD'], [10]);
    const back = await until(({ detail }) => detail === 'EURUSD QUARANTINED, GBPUSD RUNNING');
    expect(back.state).toBe('running');
    expect(said.map(({ state, detail }) => `${state}: ${detail}`).slice(0, 3)).toEqual([
      'running: trading',
      'failed: the strategy of EURUSD did not return: its thread was ended',
      'starting: restarts in 0.01 s (1 of 1) after a fault: ' +
        'the strategy of EURUSD did not return: its thread was ended',
    ]);
  }, 20_000);

  it('that dies again and again is given up in the end', async () => {
    const { said, until } = begin(DYING, ['EURUSD'], [5, 5]);
    await until(({ detail }) => detail.includes('it was restarted 2 times'));
    expect(said.filter(({ state }) => state === 'running')).toHaveLength(3);
    expect(said.at(-1)).toEqual({
      state: 'failed',
      detail: 'out of luck; it was restarted 2 times within an hour',
    });
  }, 20_000);
});
