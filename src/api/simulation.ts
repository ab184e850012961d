import * as z from 'zod';
import { oneAccount } from './account-choice.ts';
import type { ApiServer } from './api-server.ts';
import { timeoutWords } from './control/command-call.ts';
import type { ControlRoom } from './control-room.ts';
import { accountInput, accountQuery, noBody, symbolInput } from './inputs.ts';
import { Refusal } from './documents/refusal.ts';
import type { Scene } from './scene.ts';

const PCT_MOST = 20;
const SECONDS_MOST = 600;

const pctInput = z
  .string({ error: 'give the size of the gap in per cent, such as -1.5' })
  .regex(/^-?[0-9]{1,3}(\.[0-9]{1,4})?$/, 'a number such as 1.5 or -1.5')
  .transform(Number)
  .refine(
    (pct) => pct !== 0 && Math.abs(pct) <= PCT_MOST,
    `from -${PCT_MOST} to ${PCT_MOST}, not 0`,
  )
  .describe(`Per cent by which the price jumps, -${PCT_MOST} to ${PCT_MOST}`);

const secondsInput = z
  .string({ error: 'give a number of seconds' })
  .regex(/^[0-9]{1,3}$/, `a whole number of seconds, 1 to ${SECONDS_MOST}`)
  .transform(Number)
  .refine(
    (seconds) => seconds >= 1 && seconds <= SECONDS_MOST,
    `a whole number of seconds, 1 to ${SECONDS_MOST}`,
  )
  .optional()
  .transform((seconds) => seconds ?? 30)
  .describe('Seconds of real time; 30 when left out');

const gapQuery = z.strictObject({ symbol: symbolInput, pct: pctInput, account: accountInput });
const cutQuery = z.strictObject({ seconds: secondsInput, account: accountInput });

const played = z
  .object({ success: z.literal(true), account: z.string(), message: z.string() })
  .meta({ id: 'ScenePlayed' });
const dying = z
  .object({ success: z.literal(true), message: z.string() })
  .meta({ id: 'ProgramDying' });

/** Ways to try the program out on a simulated account. Every other mode refuses them. */
export function simulationRoutes(server: ApiServer, room: ControlRoom): void {
  const described = (summary: string) => ({ summary, tags: ['Simulation'], body: noBody });
  const answers = { response: { 200: played } };
  server.post(
    '/api/simulation/gap',
    { schema: { ...described('Have a price gap'), querystring: gapQuery, ...answers } },
    ({ query }) => {
      const { symbol, pct } = query;
      return play(room, query.account, { type: 'gap', symbol, pct });
    },
  );
  server.post(
    '/api/simulation/cut-link',
    { schema: { ...described('Cut the link to the broker'), querystring: cutQuery, ...answers } },
    ({ query }) => play(room, query.account, { type: 'cut-link', seconds: query.seconds }),
  );
  for (const type of ['news', 'trip-breaker'] as const) {
    const summary = type === 'news' ? 'Fire news' : "Lose more than the day's limit";
    server.post(
      `/api/simulation/${type}`,
      { schema: { ...described(summary), querystring: accountQuery, ...answers } },
      ({ query }) => play(room, query.account, { type }),
    );
  }
  killRoute(server, room);
}

function killRoute(server: ApiServer, room: ControlRoom): void {
  server.post(
    '/api/simulation/kill',
    {
      schema: {
        summary: 'Kill the program as a power cut would; only where every account is simulated',
        tags: ['Simulation'],
        body: noBody,
        response: { 200: dying },
      },
    },
    (_request, reply) => {
      for (const name of room.accountNames) needSimulated(room, name);
      // The answer goes out first, or nobody would know that it was asked for.
      reply.raw.once('close', () => room.die());
      const message =
        'The program is killed, as by a power cut. Start it again: it reads its journal and the ' +
        "broker's books before it trades.";
      return { success: true as const, message };
    },
  );
}

async function play(
  room: ControlRoom,
  asked: string | undefined,
  scene: Scene,
): Promise<z.infer<typeof played>> {
  const account = oneAccount(room, asked);
  needSimulated(room, account);
  const answer = await room.playScene(account, scene);
  if (answer === 'timeout') {
    const members = { account };
    throw new Refusal(504, 'not-confirmed', timeoutWords(room, account), { members });
  }
  if (answer.ok) return { success: true, account, message: answer.message };
  throw new Refusal(409, 'refused', answer.message, {
    members: { account, reason: answer.reason },
  });
}

function needSimulated(room: ControlRoom, account: string): void {
  const mode = room.accounts().find((one) => one.account === account)?.mode;
  if (mode === 'simulated') return;
  const detail = `Account ${account} is ${mode ?? 'not known'}: only a simulated market can be played with.`;
  throw new Refusal(409, 'refused', detail, { members: { account } });
}
