import { describe, expect, it } from 'vitest';
import { DayDigests } from '../agents/day-digests.ts';
import { SignalStories } from '../agents/signal-stories.ts';
import { LONG, runningWorld, say, SETTINGS, type World } from '../agents/test/world.ts';
import type { AccountName, SymbolName } from '../market/units.ts';
import { nearestSignals } from './nearest-signals.ts';
import { Panel, problemOf } from './test/panel.ts';
import type { WhyAnswer } from './why-view.ts';
import type { DigestAnswer } from './digest.ts';

/** A panel on what really happened in a world. */
function panelOf(world: World): { panel: Panel; ids: string[] } {
  const panel = new Panel(['main']);
  panel.room.setAccount('main', { currency: 'USD' });
  const stories = new SignalStories(100);
  const digests = new DayDigests(SETTINGS);
  for (const fact of world.facts) {
    stories.add(fact);
    digests.add(fact);
  }
  for (const story of stories.all()) panel.room.stories.set(story.signal.id, story);
  panel.room.digests.set('main 2026-01-06', digests.of('2026-01-06'));
  return { panel, ids: [...stories.ids()] };
}

function oneOfEach(): World {
  const world = runningWorld();
  say(world, { ...LONG, confidence: 0.8 });
  say(world, { ...LONG, refusedBy: 'spread' });
  say(world, { ...LONG, stopLoss: 1.1 });
  say(world, LONG);
  return world.quote('EURUSD', 1.1).quote('EURUSD', 1.10408);
}

describe('a signal by its id', () => {
  it('is found whether or not its colons are encoded', async () => {
    const { panel, ids } = panelOf(oneOfEach());
    const id = ids[0] ?? '';
    expect(id).toBe('main:EURUSD:M5:1767700802000:buy');
    for (const path of [id, encodeURIComponent(id)]) {
      const answer = await panel.get(`/api/signals/${path}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.json<WhyAnswer>().signal.signal.id).toBe(id);
    }
  });

  it('holds what broker names may hold', async () => {
    const { panel } = panelOf(runningWorld());
    const world = oneOfEach();
    const stories = new SignalStories(10);
    for (const fact of world.facts) stories.add(fact);
    const [story] = stories.all();
    if (!story) throw new Error('no story');
    const id = 'main:#US/30 & co?:M5:1:buy';
    panel.room.stories.set(id, story);
    expect((await panel.get(`/api/signals/${encodeURIComponent(id)}/why`)).statusCode).toBe(200);
  });

  it('tells what other accounts had to do with it: a refusal by name, a warning', async () => {
    const world = runningWorld();
    const symbol = 'EURUSD' as SymbolName;
    const told = (side: 'buy' | 'sell') => {
      const trades = [{ account: 'demo-2' as AccountName, symbol, side }];
      const elsewhere = { trades, unread: [] };
      world.loop.feed({ type: 'elsewhere', time: world.time, elsewhere });
    };
    told('sell');
    say(world, LONG);
    told('buy');
    say(world, LONG);
    const { panel, ids } = panelOf(world);
    const [refused, warned] = await Promise.all(
      ids.map(async (id) => (await panel.get(`/api/signals/${id}/why`)).json<WhyAnswer>()),
    );
    expect(refused?.signal.verdict).toMatchObject({ by: 'conduct', accounts: ['demo-2'] });
    expect(refused?.text).toContain(
      'allowed; conduct refused, opposite-elsewhere: a sell of EURUSD is open or on its way on demo-2',
    );
    expect(warned?.signal.verdict).toMatchObject({
      taken: true,
      warnings: [{ reason: 'identical-elsewhere', accounts: ['demo-2'] }],
    });
    expect(warned?.text).toContain('warned: a buy of EURUSD is open or on its way on demo-2 too');
  });

  it('that is unknown is 404 with the nearest', async () => {
    const { panel, ids } = panelOf(oneOfEach());
    const answer = await panel.get('/api/signals/main:EURUSD:M5:1767700802000:sell/why');
    expect(problemOf(answer)).toEqual({ status: 404, problem: 'no-such-signal' });
    expect(answer.json<{ nearest: string[] }>().nearest[0]).toBe(ids[0]);
    const tooLong = await panel.get(`/api/signals/${'x'.repeat(201)}`);
    expect(tooLong.statusCode).toBeGreaterThanOrEqual(400);
  });

  it('needs the token', async () => {
    const { panel, ids } = panelOf(oneOfEach());
    expect((await panel.get(`/api/signals/${ids[0]}/why`, {})).statusCode).toBe(401);
    expect((await panel.get('/api/digest', {})).statusCode).toBe(401);
  });
});

describe('why, in words', () => {
  const answers = async (): Promise<WhyAnswer[]> => {
    const { panel, ids } = panelOf(oneOfEach());
    const all = ids.map((id) => panel.get(`/api/signals/${id}/why`));
    return (await Promise.all(all)).map((answer) => answer.json<WhyAnswer>());
  };

  it('tells gates, score, risk and the path of the order with their numbers', async () => {
    const [low, gated, tight, taken] = await answers();
    expect(low?.text).toContain('NOT TAKEN. confidence said below-threshold: confidence 0.80');
    expect(low?.text).toContain('not asked: confidence had said no before');
    expect(gated?.text).toContain('REFUSED  spread: 8 points, allowed 16');
    expect(tight?.text).toMatch(/refused, \S+: .*\n {2}its numbers: \S+ [\d.]+/);
    expect(taken?.text).toContain('passed   spread: 8 points, allowed 16');
    expect(taken?.text).toContain('TAKEN with 0.5 lots as order 1');
    expect(taken?.text).toContain('pays 2.00 times the risk');
    expect(taken?.text).toContain('approved 0.5 lots, which lose 100.00 USD at the stop');
    expect(taken?.text).toContain('may lose 100.00 USD; one lot loses 200.00 USD from 1.10008');
    expect(taken?.text).toContain('filled (retcode 10009)');
    expect(taken?.text).toContain('out: 0.5 lots at 1.10408 by take-profit; profit 200.00');
    expect(taken?.text).toContain('result: +200.00 USD after costs, +2.00 R');
    expect(taken?.signal.order?.result?.r).toBeCloseTo(2, 8);
  });

  it('never writes confidence with a per-cent sign', async () => {
    for (const { text } of await answers()) expect(text).not.toContain('%');
  });
});

describe('the digest', () => {
  it('is answered for a day and a symbol', async () => {
    const { panel } = panelOf(oneOfEach());
    const answer = await panel.get('/api/digest?day=2026-01-06&symbol=EURUSD');
    const { digests, text } = answer.json<DigestAnswer>();
    expect(
      digests[0]?.agents.map(({ symbol, candidates, taken }) => [symbol, candidates, taken]),
    ).toEqual([['EURUSD', 4, 1]]);
    expect(text).toContain('EURUSD: 4 candidates, 1 taken. The agent is now RUNNING');
    expect(text).toContain('1 x gate spread; the nearest: buy at 2026-01-06');
    expect(text).toContain('spread alone stood in the way of it');
    expect(text).toContain('kimi-agent why main:EURUSD:M5:');
    expect(text).not.toContain('%');
  });

  it('of a quiet day says so', async () => {
    const { panel } = panelOf(runningWorld());
    const { text } = (await panel.get('/api/digest')).json<DigestAnswer>();
    expect(text).toContain('EURUSD: 0 candidates, 0 taken');
    expect(text).toContain('no setup was whole at any bar that it read');
  });

  it('refuses what is no day', async () => {
    const { panel } = panelOf(runningWorld());
    expect(problemOf(await panel.get('/api/digest?day=today')).status).toBe(400);
    expect(problemOf(await panel.get('/api/digest?dya=2026-01-06')).status).toBe(400);
  });
});

describe('the nearest signals', () => {
  const ids = ['main:EURUSD:M5:300:buy', 'main:EURUSD:M5:900:buy', 'main:GBPUSD:M5:600:buy'];

  it('are of the same market and nearest in time', () => {
    expect(nearestSignals('main:EURUSD:M5:600:buy', ids).at(-1)).toBe(ids[2]);
    expect(nearestSignals('main:EURUSD:M5:700:buy', ids)[0]).toBe(ids[1]);
    expect(nearestSignals('main:EURUSD:M5:300:sell', ids)[0]).toBe(ids[0]);
  });

  it('are the most alike when what was asked is no id', () => {
    expect(nearestSignals('main:GBPUSD', ids)[0]).toBe(ids[2]);
    expect(nearestSignals('x', [])).toEqual([]);
  });
});
