import { beforeAll, describe, expect, it } from 'vitest';
import { AccountCore } from '../../agents/account-core.ts';
import type { Fact } from '../../agents/fact.ts';
import { SimulatedBroker } from '../../brokers/simulated/simulated-broker.ts';
import { MemoryJournal } from '../../journal/memory-journal.ts';
import { TradingLoop } from '../../journal/trading-loop.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type SymbolName } from '../../market/units.ts';
import type { Signal } from '../../signals/signal.ts';
import { SmcStrategy } from '../../signals/smc-strategy.ts';
import { feedHistory } from '../feed-history.ts';
import { type FirstLife, playFirstLife } from './first-life.ts';
import { GeneratedFeed, MARKET_BEGINS } from './generated-feed.ts';
import { Replica } from '../replica.ts';
import { youngAccount, youngStore } from '../test/young-account.ts';
import { carryStep, deliverInstrument } from './world-driver.ts';

const SYMBOLS = ['EURUSD', 'XAUUSD'] as SymbolName[];
const young = youngAccount(SYMBOLS, '');
const store = youngStore();
const said: string[] = [];
let life: FirstLife;

beforeAll(() => {
  const feed = new GeneratedFeed(1, SYMBOLS, store);
  life = playFirstLife(young.start, young.broker, feed, store, young.instruments, (line) => {
    said.push(line);
  });
}, 60_000);

const takenIn = (facts: readonly Fact[]): Signal[] =>
  facts.flatMap(({ body }) => (body.kind === 'signal' && body.verdict.taken ? body.signal : []));

const essence = ({ id, time, side, entry, stopLoss, takeProfit, confidence }: Signal) => {
  return { id, time, side, entry, stopLoss, takeProfit, confidence };
};

interface Living {
  readonly loop: TradingLoop;
  readonly core: AccountCore;
  readonly facts: readonly Fact[];
  readonly broker: SimulatedBroker;
}

/** An account on a market, linked to its broker, as a start would begin it. */
function living(feed: GeneratedFeed, before: readonly Fact[], broker: SimulatedBroker): Living {
  const { start, instruments } = young;
  const { settings } = start;
  const journal = new MemoryJournal();
  const core = new AccountCore(settings, instruments, {
    strategyFor: (context) => new SmcStrategy(context, settings.signal),
    watched: [],
    observed: false,
  });
  core.recover(before);
  const loop: TradingLoop = new TradingLoop({
    core,
    journal,
    broker,
    watch: (request) => {
      const instrument = instruments.get(request.symbol);
      if (!instrument || !deliverInstrument(feed, instrument, settings.currency)) return;
      feedHistory(loop, feed.history(request.symbol), request, store.settings);
    },
    observe: () => {},
  });
  const time = before.length > 0 ? life.books.now : (feed.nextTime ?? core.desk.now);
  broker.advance(time);
  loop.feed({ type: 'clock', time });
  loop.carry(core.start({ version: '1', node: '24', zoneData: '', settingsHash: 'h' }));
  broker.setLink(true, 'the simulated broker');
  loop.takeBrokerEvents();
  return { loop, core, facts: journal.facts, broker };
}

/** Live on until a signal is accepted at `from` or later. */
function liveOn({ loop, facts, broker }: Living, feed: GeneratedFeed, from: number): void {
  const longest = Math.max(from, feed.nextTime ?? 0) + 45 * DAY_MS;
  while (!takenIn(facts).some(({ time }) => time >= from)) {
    if ((feed.nextTime ?? Infinity) >= longest) return;
    carryStep(loop, broker, feed.step());
  }
}

/** The same market, lived through without a break up to the signal that the first life ends before. */
function straight(): Living {
  const feed = new GeneratedFeed(1, SYMBOLS, youngStore());
  while ((feed.nextTime ?? Infinity) < MARKET_BEGINS + 60 * DAY_MS) feed.step();
  const time = feed.nextTime ?? MARKET_BEGINS;
  const account = living(feed, [], new SimulatedBroker(young.broker, young.instruments));
  for (const symbol of SYMBOLS) {
    const command = { type: 'create-agent', symbol } as const;
    account.loop.feed({ type: 'command', time, id: symbol, by: 'configuration', command });
  }
  liveOn(account, feed, time + 14 * DAY_MS);
  return account;
}

describe('the first life of a simulated account', () => {
  it('is two weeks of trading after two months of history, told as it goes', () => {
    expect(said).toHaveLength(2);
    const [begin] = life.facts;
    expect(begin?.time).toBeGreaterThanOrEqual(MARKET_BEGINS + 60 * DAY_MS);
    expect(life.feed.nextTime).toBeGreaterThan(MARKET_BEGINS + 73 * DAY_MS);
    expect(takenIn(life.facts).length).toBeGreaterThan(0);
    expect(life.facts.map(({ seq }) => seq)).toEqual(life.facts.map((_, at) => at + 1));
  });

  it('knows what the account was worth in every hour of open market', () => {
    const { equity, feed } = life;
    expect(equity.length).toBeGreaterThan(200);
    for (const [at, [time, worth]] of equity.entries()) {
      const before = equity[at - 1];
      if (before) expect(time - before[0]).toBeGreaterThanOrEqual(HOUR_MS);
      expect(worth).toBeGreaterThan(0);
    }
    expect(equity.at(-1)?.[0]).toBeLessThanOrEqual(feed.nextTime ?? 0);
  });

  it('ends shortly before the next accepted signal, which then comes: the same one, on time', () => {
    const ended = life.feed.nextTime ?? 0;
    for (const { time } of life.facts) expect(time).toBeLessThan(ended);
    expect(life.books.now).toBeLessThan(ended);
    const accepted = takenIn(straight().facts);
    const coming = accepted.at(-1);
    expect(accepted.slice(0, -1).map(({ id }) => id)).toEqual(
      takenIn(life.facts).map(({ id }) => id),
    );
    const lead = (coming?.time ?? Infinity) - ended;
    expect(lead).toBeGreaterThanOrEqual(20 * MINUTE_MS);
    expect(lead).toBeLessThanOrEqual(HOUR_MS);

    const broker = new SimulatedBroker(young.broker, young.instruments, life.books);
    const account = living(life.feed, life.facts, broker);
    liveOn(account, life.feed, ended);
    const { facts, core } = account;
    // Its evidence has other numbers, for its agent has read less history.
    expect(takenIn(facts).map(essence)).toEqual([coming && essence(coming)]);
    // And what observers fold of the facts is what the account itself holds.
    const replica = new Replica('SIM', young.start.settings);
    for (const fact of [...life.facts, ...facts]) replica.take(fact);
    expect(replica.state).toEqual(core.desk.state);
  }, 60_000);
});
