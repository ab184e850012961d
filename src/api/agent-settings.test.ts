import { beforeEach, expect, test } from 'vitest';
import { LONG, runningWorld, say, SETTINGS } from '../agents/test/world.ts';
import type { SymbolName } from '../market/units.ts';
import { agentSettingsView } from '../runtime/agent-settings-view.ts';
import { Replica } from '../runtime/replica.ts';
import { Panel, problemOf, WITH_TOKEN } from './test/panel.ts';
import { agentOf } from './test/sample-views.ts';

const URL = '/api/agents/EURUSD/settings';
let panel: Panel;
beforeEach(() => {
  panel = new Panel(['main']);
  panel.room.agentList = [agentOf('main', 'EURUSD')];
});

const patch = (body: string, url = URL) =>
  panel.call({
    method: 'PATCH',
    url,
    headers: { ...WITH_TOKEN, 'content-type': 'application/json' },
    payload: body,
  });

test('GET says each value, what is configured, and who set it', async () => {
  expect((await panel.get(URL)).json()).toMatchObject({
    symbol: 'EURUSD',
    settings: { confidence_threshold: { value: 0.85, set_by: 'yaml', by: null } },
  });
});

test('PATCH hands the change to the account and answers what is in force', async () => {
  const answer = await patch('{"confidence_threshold":0.95,"risk_per_trade_pct":null}');
  expect(answer.statusCode).toBe(200);
  const change = { confidence_threshold: 0.95, risk_per_trade_pct: null };
  expect(panel.room.handedIn).toEqual([
    {
      account: 'main',
      command: { type: 'set-agent', symbol: 'EURUSD', change },
      by: 'token 127.0.0.1',
    },
  ]);
});

test.each([
  '{}',
  '[]',
  'null',
  '{"confidence_threshold":"0.9"}',
  '{"confidence_threshold":1.5}',
  '{"risk_per_trade_pct":0}',
  '{"risk_per_trade_pct":-1}',
  '{"max_leverage":500}',
])('PATCH %s is 400, and nothing is handed in', async (body) => {
  expect((await patch(body)).statusCode).toBe(400);
  expect(panel.room.handedIn).toEqual([]);
});

test('a looser value, which the account refuses, is 409; an unknown agent is 404', async () => {
  panel.room.answerWith('main', { ok: false, reason: 'refused', message: 'too loose' });
  expect(problemOf(await patch('{"risk_per_trade_pct":5}')).status).toBe(409);
  const other = await patch('{"risk_per_trade_pct":5}', '/api/agents/NONE/settings');
  expect(problemOf(other)).toEqual({ status: 404, problem: 'no-such-agent' });
});

test('a replica shows what a person set, until the configuration is stricter', () => {
  const world = runningWorld();
  const symbol = 'EURUSD' as SymbolName;
  world.command({ type: 'set-agent', symbol, change: { confidence_threshold: 0.95 } });
  say(world, LONG);
  const replica = new Replica('USD', SETTINGS);
  for (const fact of world.facts) replica.take(fact);
  const viewed = (confidenceThreshold: number) =>
    agentSettingsView(
      { settings: { ...SETTINGS, confidenceThreshold }, instruments: new Map(), replica, speed: 1 },
      symbol,
    )?.settings.confidence_threshold;
  expect(viewed(0.85)).toMatchObject({ value: 0.95, configured: 0.85, set_by: 'person' });
  expect(viewed(0.97)).toMatchObject({ value: 0.97, configured: 0.97, set_by: 'yaml', by: null });
});
