import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { listen } from '../src/api/listen.ts';
import { buildServer } from '../src/api/server.ts';
import { MemoryRoom } from '../src/api/test/memory-room.ts';
import type { FromThread } from '../src/runtime/messages.ts';
import { sightingMessage } from '../src/runtime/stream-messages.ts';
import type { BenchLine } from './bench-line.ts';
import { quantile } from './measure.ts';

const AGENTS = 200;
const FOLLOWERS = 200;
const ROUNDS = { agents: AGENTS, warmUp: 600, rounds: 100, everyMs: 300 };
const TOKEN = 'the token of this bench alone';

type Told = FromThread | { type: 'warm' } | { type: 'taken'; taken: number[] };

/** What two hundred followers cost a trading thread whose two hundred bars close at once. */
export async function decisionLine(): Promise<BenchLine> {
  const room = new MemoryRoom('main');
  const server = buildServer({ room, token: TOKEN, pageDir: undefined, version: 'bench' });
  const opened = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!opened.ok) throw new Error(opened.message);
  const alone = await decisions(room, async () => () => {});
  const followed = await decisions(room, () => follow(opened.port));
  await server.close();
  const [before, after] = [quantile(alone, 0.99), quantile(followed, 0.99)];
  return {
    what: `what ${FOLLOWERS} followers add to the p99 of ${AGENTS} decisions at one moment`,
    value: after - before,
    unit: 'ms',
    asked: { bound: 'at most', value: 2 },
    sample: `${alone.length} moments each; p99 ${before.toFixed(2)} ms alone, ${after.toFixed(2)} ms followed`,
  };
}

/** Milliseconds of each moment, from its bars' arrival to its last decision. */
async function decisions(
  room: MemoryRoom,
  begin: () => Promise<() => void>,
): Promise<Float64Array> {
  const thread = new Worker(new URL('./decision-thread.ts', import.meta.url), {
    workerData: ROUNDS,
  });
  let end: () => void = () => {};
  try {
    return await new Promise<Float64Array>((resolve, reject) => {
      thread.on('error', reject);
      thread.on('message', (message: Told) => {
        if (message.type === 'taken') resolve(Float64Array.from(message.taken));
        if (message.type === 'news') tell(room, message);
        if (message.type !== 'warm') return;
        begin().then((stop) => {
          end = stop;
          thread.postMessage('go');
        }, reject);
      });
    });
  } finally {
    end();
    await thread.terminate();
  }
}

/** Passes on what followers of a running program are told. */
function tell(room: MemoryRoom, { sightings }: Extract<FromThread, { type: 'news' }>): void {
  if (room.listeners === 0) return;
  for (const sighting of sightings) room.say(sightingMessage('main', sighting));
}

async function follow(port: number): Promise<() => void> {
  const script = join(import.meta.dirname, 'api-followers.ts');
  const load = JSON.stringify({ port, token: TOKEN, followers: FOLLOWERS });
  const child = spawn(process.execPath, [script, load], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return () => void child.kill();
}
